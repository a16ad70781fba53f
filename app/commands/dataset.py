"""``lumenary dataset``: check a labelled folder, or copy parts or a class of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.dataset_decisions import leave_out, not_a_copy
from app.commands.options import (
    GroupPattern,
    GroupsCsv,
    HashRadius,
    Json,
    LabelledFolder,
    RecipeName,
    Seed,
)

if TYPE_CHECKING:
    from core.jobs.requests import GroupingRequest
    from core.jobs.results import JobResult

app = typer.Typer(
    help="Check a labelled folder, decide on its stills, or copy parts of it.",
    no_args_is_help=True,
)
app.command("not-a-copy")(not_a_copy)
app.command("leave-out")(leave_out)


@app.command()
def check(
    folder: LabelledFolder,
    out: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help="HTML to write. (default: in the run folder)"
        ),
    ] = None,
    groups: GroupsCsv = None,
    group_pattern: GroupPattern = None,
    hash_radius: HashRadius = None,
    recipe: RecipeName = "endoscopy-mobilenetv2",
    seed: Seed = 42,
    without_embeddings: Annotated[
        bool,
        typer.Option(
            "--without-embeddings",
            help="Look for copies by digest and hash alone: faster, and finds fewer.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Look for poor stills, copies and conflicts; write a report with a sample grid."""
    from app.commands.training_options import absolute, checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import CheckDatasetRequest

    request = checked(
        CheckDatasetRequest,
        folder=folder.absolute(),
        out=absolute(out),
        recipe=recipe,
        grouping=grouping_request(groups, group_pattern, hash_radius),
        seed=seed,
        with_embeddings=not without_embeddings,
    )
    run_in_terminal(request, json=json, summarise=_check_summary)


@app.command()
def split(
    folder: LabelledFolder,
    out: Annotated[Path, typer.Option(help="A new folder for train, val and test.")],
    groups: GroupsCsv = None,
    group_pattern: GroupPattern = None,
    hash_radius: HashRadius = None,
    recipe: RecipeName = "endoscopy-mobilenetv2",
    seed: Seed = 42,
    json: Json = False,
) -> None:
    """Copy a labelled folder into train, val and test; no group is in two of them."""
    from app.commands.training_options import checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import SplitDatasetRequest

    request = checked(
        SplitDatasetRequest,
        folder=folder.absolute(),
        out=out.absolute(),
        recipe=recipe,
        grouping=grouping_request(groups, group_pattern, hash_radius),
        seed=seed,
    )
    run_in_terminal(request, json=json, summarise=_split_summary)


@app.command("one-vs-rest")
def one_vs_rest(
    folder: LabelledFolder,
    positive: Annotated[
        str, typer.Option(help="The class that is set against all others.")
    ],
    out: Annotated[Path, typer.Option(help="A new folder for the two sides.")],
    groups: GroupsCsv = None,
    group_pattern: GroupPattern = None,
    hash_radius: HashRadius = None,
    recipe: RecipeName = "endoscopy-mobilenetv2",
    seed: Seed = 42,
    json: Json = False,
) -> None:
    """Copy a class, and as many stills of all others, into two folders.

    The others are drawn evenly over their classes and, within each, over groups.
    """
    from app.commands.training_options import checked
    from app.terminal.terminal_job import run_in_terminal
    from core.dataset.walking import normalised
    from core.jobs.requests import ExportOneVsRestRequest

    request = checked(
        ExportOneVsRestRequest,
        folder=folder.absolute(),
        positive=normalised(positive),
        out=out.absolute(),
        recipe=recipe,
        grouping=grouping_request(groups, group_pattern, hash_radius),
        seed=seed,
    )
    run_in_terminal(request, json=json, summarise=_one_vs_rest_summary)


def grouping_request(
    groups: Path | None, group_pattern: str | None, hash_radius: int | None
) -> "GroupingRequest":
    """Return what the options say of patients, examinations and likeness."""
    from app.commands.training_options import absolute, checked
    from core.jobs.requests import GroupingRequest

    return checked(
        GroupingRequest,
        groups_csv=absolute(groups),
        group_pattern=group_pattern,
        hash_radius=hash_radius,
    )


def _check_summary(result: "JobResult") -> str:
    from core.jobs.results import CheckDatasetResult

    assert isinstance(result, CheckDatasetResult)
    counts = ", ".join(f"{name} {n}" for name, n in result.classes.items())
    dismissed = f"{result.left_out} left out, " if result.left_out else ""
    lines = [
        f"{result.stills} stills in {result.groups} groups: {counts}.",
        f"{result.quality_problems} of poor quality, {result.unreadable} unreadable, "
        f"{dismissed}{result.conflicts} copies under different labels.",
        *(f"- {sentence}" for sentence in result.advice),
        f"Report: {result.report}",
    ]
    return "\n".join(lines)


def _split_summary(result: "JobResult") -> str:
    from core.jobs.results import SplitDatasetResult

    assert isinstance(result, SplitDatasetResult)
    lines = [f"{result.groups} groups; none is in two parts."]
    for part, counts in result.counts.items():
        lines.append(f"  {part}: " + ", ".join(f"{c} {n}" for c, n in counts.items()))
    lines.append(f"Copies and split.csv: {result.folder}")
    return "\n".join(lines)


def _one_vs_rest_summary(result: "JobResult") -> str:
    from app.terminal.shell_words import shell_word
    from core.jobs.results import ExportOneVsRestResult

    assert isinstance(result, ExportOneVsRestResult)
    sides = ", ".join(f"{name} {n}" for name, n in result.counts.items())
    classes = ", ".join(f"{name} {n}" for name, n in result.by_class.items())
    return (
        f"Copied {sides} ({classes}).\n"
        f"Copies and {result.manifest.name}: {result.folder}\n"
        f"Train: lumenary train {shell_word(result.folder)} "
        f"--groups {shell_word(result.manifest)} --name my-model"
    )
