"""``lumenary train``: a model from a labelled folder."""

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
    RecipeName,
    Seed,
    WithoutImages,
)
from core.percent import percent

if TYPE_CHECKING:
    from core.jobs.requests import About, TrainRequest
    from core.jobs.results import JobResult


def train(
    folder: LabelledFolder,
    name: Annotated[str, typer.Option(help="Name of the new model.")],
    recipe: RecipeName = "endoscopy-mobilenetv2",
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
    folds: Annotated[
        int | None,
        typer.Option(min=2, max=20, help="Cross-validate as well, for the card."),
    ] = None,
    about: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="TOML with title, description, does_not_know, source, licences.",
        ),
    ] = None,
    without_images: WithoutImages = False,
    wandb: Annotated[
        str | None,
        typer.Option(
            help="Weights & Biases (an extra): off, offline, or online, which sends "
            "its log away. (default: the recipe's, which is off)"
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with the newest interrupted training of the same stills with "
            "the same options, from its last finished epoch.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Train in two phases, measure on stills never seen, and keep the model.

    Ctrl+C stops and keeps the best so far; a second one discards it.
    """
    from app.commands.training_options import absolute, checked, device_of
    from app.terminal.terminal_job import errors_in_words, run_in_terminal
    from core.jobs.requests import (
        TrainingChoices,
        TrainRequest,
        WeightsRequest,
    )

    with errors_in_words():
        maker_says = _read_about(about)
        trained_on = device_of(device)
    request = checked(
        TrainRequest,
        folder=folder.absolute(),
        name=name,
        recipe=recipe,
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
            weights_and_biases=wandb,
        ),
        about=maker_says,
        folds=folds,
        with_images=not without_images,
    )
    if resume:
        request = _resumed(request)
    run_in_terminal(request, json=json, summarise=_summary, go_on=_how_to_go_on)


def _resumed(request: "TrainRequest") -> "TrainRequest":
    from app.terminal.terminal_job import errors_in_words
    from core.jobs.interrupted_trainings import interrupted_training
    from core.paths import UserFolders

    with errors_in_words():
        runs = UserFolders.from_environment().runs
        run = interrupted_training(runs, request)
    return request.model_copy(update={"resume": run})


def _how_to_go_on(run: Path) -> str:
    from core.jobs.interrupted_trainings import is_interrupted

    if not is_interrupted(run):
        return ""
    return "To go on where this stopped, give the same command with --resume."


def _read_about(path: Path | None) -> "About":
    import tomllib

    from app.commands.training_options import checked
    from core.jobs.requests import About

    if path is None:
        return About()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path}: {error}") from error
    return checked(About, **values)


def _summary(result: "JobResult") -> str:
    from app.terminal.shell_words import shell_word
    from core.jobs.results import TrainResult

    assert isinstance(result, TrainResult)
    measured = (
        "There was no test part to measure it on."
        if result.balanced_accuracy is None
        else f"Balanced accuracy on the test part: {percent(result.balanced_accuracy)} "
        "(the report has the interval)."
    )
    return (
        f"Model “{result.model}” is ready after {result.seconds:.0f} s. {measured}\n"
        f"Report: {result.report}\n"
        f"Use it: lumenary classify FOLDER --model {shell_word(result.model)}"
    )
