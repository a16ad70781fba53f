"""``lumenary compare``: two models on the same stills."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.dataset import grouping_request
from app.commands.options import (
    GroupPattern,
    GroupsCsv,
    HashRadius,
    Json,
    LabelledFolder,
    Seed,
)

if TYPE_CHECKING:
    from core.jobs.results import JobResult
    from core.library.comparison_record import Difference

_NAMES = {
    "balanced_accuracy": "balanced accuracy",
    "accuracy": "accuracy",
    "macro_f1": "macro F1",
    "recall": "sensitivity",
}


def compare(
    folder: LabelledFolder,
    model: Annotated[
        list[str],
        typer.Option(help="A model, by name or folder; give this option twice."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, help="Folder for the report. (default: the run folder)"
        ),
    ] = None,
    groups: GroupsCsv = None,
    group_pattern: GroupPattern = None,
    hash_radius: HashRadius = None,
    seed: Seed = 42,
    json: Json = False,
) -> None:
    """Measure two models on the same stills, which neither was trained on.

    Differences are the first model minus the second.
    """
    from app.commands.training_options import absolute, checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import CompareRequest

    if len(model) != 2:
        raise typer.BadParameter(
            f"two models are compared, got {len(model)}", param_hint="'--model'"
        )
    request = checked(
        CompareRequest,
        folder=folder.absolute(),
        models=(model[0], model[1]),
        grouping=grouping_request(groups, group_pattern, hash_radius),
        seed=seed,
        out=absolute(out),
    )
    run_in_terminal(request, json=json, summarise=_summary)


def _summary(result: "JobResult") -> str:
    from core.jobs.results import CompareResult

    assert isinstance(result, CompareResult)
    record = result.comparison
    both = record.agreement
    lines = [
        f"{record.first.stills} stills in {record.first.groups} groups, "
        f"{record.first.model} minus {record.second.model}:",
        *(f"  {_in_words(each)}" for each in record.differences),
        f"Right: both {both.both_right}, only {record.first.model} {both.only_first}, "
        f"only {record.second.model} {both.only_second}, neither {both.both_wrong}.",
        *(f"! {notice}" for notice in record.notices),
        f"Report: {result.report}",
    ]
    return "\n".join(lines)


def _in_words(each: "Difference") -> str:
    from core.evaluation.wording import difference, difference_interval

    of = f" of {each.class_name}" if each.class_name else ""
    name = f"{_NAMES[each.measure]}{of}"
    if each.value is None:
        return f"{name}: not defined here"
    interval = difference_interval(each)
    told = f" (95 % interval {interval})" if interval else ""
    return f"{name}: {difference(each)}{told}. {each.sentence}"
