"""``lumenary models``: the library of models."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json

if TYPE_CHECKING:
    from core.library.card import ModelCard
    from core.library.store import ModelLibrary

app = typer.Typer(
    help="List, show, export, import and remove models.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="Name of a model.")]


def _library() -> "ModelLibrary":
    from core.jobs.context import library_of
    from core.paths import UserFolders

    return library_of(UserFolders.from_environment())


@app.command("list")
def list_models(json: Json = False) -> None:
    """List all models with what they know; a damaged one says so."""
    import json as json_module

    from app.terminal.terminal_job import errors_in_words

    with errors_in_words():
        entries = _library().entries()
    for entry in entries:
        if json:
            row = {
                "name": entry.name,
                "shipped": entry.shipped,
                "classes": entry.card.classes if entry.card else None,
                "problem": str(entry.problem) if entry.problem else None,
            }
            typer.echo(json_module.dumps(row, ensure_ascii=False))
            continue
        origin = "shipped" if entry.shipped else "yours"
        about = entry.card.knows if entry.card else f"! {entry.problem}"
        typer.echo(f"{entry.name} ({origin}): {about}")


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show a model's card: what it knows, how good it is, what it was made from."""
    from app.terminal.terminal_job import errors_in_words

    with errors_in_words():
        card = _library().open(name).card
    typer.echo(card.model_dump_json(indent=2) if json else _in_words(card))


@app.command("export")
def export_model(
    name: Name,
    target: Annotated[
        Path, typer.Argument(dir_okay=False, help="The zip file to write.")
    ],
) -> None:
    """Write a model into one file, to carry it to another workstation."""
    from app.terminal.terminal_job import errors_in_words
    from core.library.archive import export_model

    with errors_in_words():
        export_model(_library().open(name), target)
    typer.echo(f"Wrote {target}")


@app.command("import")
def import_model(
    archive: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="What “models export” wrote."),
    ],
    name: Annotated[str | None, typer.Option(help="Another name for it.")] = None,
) -> None:
    """Take a model from a file into your library, after checking it."""
    from app.terminal.terminal_job import errors_in_words
    from core.library.archive import import_model

    with errors_in_words():
        imported = import_model(archive, _library(), name=name)
    typer.echo(f"Imported “{imported}”")


@app.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove one of your models for good; asks first."""
    from app.terminal.terminal_job import errors_in_words

    if not yes:
        typer.confirm(f"Remove the model “{name}” for good?", abort=True)
    with errors_in_words():
        _library().remove(name)
    typer.echo(f"Removed “{name}”")


def _in_words(card: "ModelCard") -> str:
    lines = [
        f"{card.name}: {card.title}",
        card.description,
        card.knows,
        card.does_not_know,
        card.research_use,
        "",
        f"Trained on {card.data.source}"
        + (" (drawn, not photographed)" if card.data.drawn else ""),
    ]
    lines += [
        f"  {c.name}: {c.stills} stills in {c.groups} groups "
        f"({c.train} to train, {c.validation} to validate, {c.test} to test)"
        for c in card.data.counts
    ]
    lines += [f"Initial weights: {card.initial_weights.origin}"]
    lines += [f"Recipe: {card.recipe.name}, on {card.training.device}"]
    lines += _measured(card)
    lines += _decided(card)
    lines += ["Licences:", *(f"  {one.part}: {one.licence}" for one in card.licences)]
    lines += [f"! {notice}" for notice in card.data.notices]
    lines += [f"! {notice}" for notice in card.decisions.notices]
    return "\n".join(lines)


def _decided(card: "ModelCard") -> list[str]:
    decisions = card.decisions
    return [
        f"Accepted at a confidence of {decisions.review_below:.1%} or more, to review "
        f"below; calibrated with temperature {decisions.temperature:.2f}",
        f"Refused above a distance of {decisions.refuse_above:.3g} from the training "
        f"stills; {decisions.refusal_false_alarm:.1%} of validation stills would be",
    ]


def _measured(card: "ModelCard") -> list[str]:
    from app.commands.evaluate import in_words

    lines = []
    if card.cross_validation:
        overall = card.cross_validation.overall
        lines.append(
            f"Balanced accuracy, {card.cross_validation.folds}-fold cross-validation "
            f"by groups: {in_words(overall.balanced_accuracy)}"
        )
        lines += [
            f"  beside it, {b.title}: {in_words(b.balanced_accuracy)}"
            for b in card.cross_validation.baselines
        ]
    if card.test:
        lines.append(
            "Balanced accuracy on the test part: "
            f"{in_words(card.test.balanced_accuracy)}"
        )
    return lines
