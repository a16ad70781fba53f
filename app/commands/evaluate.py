"""``lumenary evaluate``: how good a model is, or a way of training."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.dataset import grouping_request
from app.commands.options import (
    Batch,
    ClassWeightsOption,
    Device,
    Epochs,
    GroupPattern,
    GroupsCsv,
    HashRadius,
    InitialModel,
    InitialWeights,
    Json,
    LabelledFolder,
    Patience,
    RandomWeights,
    Seed,
    WithoutImages,
)
from core.percent import percent

if TYPE_CHECKING:
    from core.jobs.results import JobResult
    from core.library.evaluation_record import Rate


def evaluate(
    folder: LabelledFolder,
    model: Annotated[
        str | None, typer.Option(help="Model to measure, by name or folder.")
    ] = None,
    folds: Annotated[
        int | None,
        typer.Option(min=2, max=20, help="Cross-validate a recipe by groups."),
    ] = None,
    recipe: Annotated[
        str | None,
        typer.Option(help="With --folds. (default: endoscopy-mobilenetv2)"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, help="Folder for the report. (default: the run folder)"
        ),
    ] = None,
    initial_weights: InitialWeights = None,
    initial_model: InitialModel = None,
    random_weights: RandomWeights = False,
    groups: GroupsCsv = None,
    group_pattern: GroupPattern = None,
    hash_radius: HashRadius = None,
    epochs: Epochs = None,
    batch: Batch = None,
    patience: Patience = None,
    class_weights: ClassWeightsOption = None,
    device: Device = None,
    seed: Seed = 42,
    without_images: WithoutImages = False,
    json: Json = False,
) -> None:
    """Measure a model on labelled stills that it was not trained on."""
    from app.commands.training_options import absolute, checked, device_of
    from app.terminal.terminal_job import errors_in_words, run_in_terminal
    from core.jobs.requests import (
        EvaluateRequest,
        TrainingChoices,
        WeightsRequest,
    )

    with errors_in_words():
        # a model is measured as it is, and says nothing of how to train
        trained_on = device_of(device) if folds is not None else device or "auto"
    request = checked(
        EvaluateRequest,
        folder=folder.absolute(),
        model=model,
        folds=folds,
        recipe=recipe,
        out=absolute(out),
        weights=checked(
            WeightsRequest,
            file=absolute(initial_weights),
            model=initial_model,
            random=random_weights,
        ),
        grouping=grouping_request(groups, group_pattern, hash_radius),
        choices=checked(
            TrainingChoices,
            epochs=epochs,
            batch=batch,
            patience=patience,
            class_weights=class_weights,
            device=trained_on,
            seed=seed,
        ),
        with_images=not without_images,
    )
    run_in_terminal(request, json=json, summarise=_summary)


def _summary(result: "JobResult") -> str:
    from core.jobs.results import EvaluateResult

    assert isinstance(result, EvaluateResult)
    record = result.record
    lines = [
        f"{record.stills} stills in {record.groups} groups ({record.subset}):",
        f"  balanced accuracy {in_words(record.overall.balanced_accuracy)}",
        f"  accuracy          {in_words(record.overall.accuracy)}",
    ]
    lines += [
        f"  beside it, {baseline.title}: {in_words(baseline.balanced_accuracy)}"
        for baseline in record.baselines
    ]
    lines += [f"! {notice}" for notice in record.notices]
    lines.append(f"Report: {result.report}")
    if result.run is not None:
        lines.append(f"Run, for “lumenary labels”: {result.run}")
    return "\n".join(lines)


def in_words(rate: "Rate") -> str:
    """Return a rate with its interval as a person reads it."""
    if rate.value is None:
        return "not defined here"
    if rate.low is None or rate.high is None:
        return f"{percent(rate.value)} (too few groups for an interval)"
    low, high = percent(rate.low), percent(rate.high)
    return f"{percent(rate.value)} (95 % interval {low} to {high})"
