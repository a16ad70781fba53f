"""``lumenary models``: the library of models."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json
from core.percent import percent

if TYPE_CHECKING:
    from core.library.card import ModelCard
    from core.library.notes import ModelNotes
    from core.library.store import ModelLibrary

app = typer.Typer(
    help="List, show, rename, export, import and remove models; keep notes on them.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help="Name of a model.")]


def _library() -> "ModelLibrary":
    from core.jobs.context import library_of
    from core.paths import UserFolders

    return library_of(UserFolders.from_environment())


def _notes() -> "ModelNotes":
    from core.library.notes import ModelNotes
    from core.paths import UserFolders

    return ModelNotes(UserFolders.from_environment().model_notes)


@app.command("list")
def list_models(json: Json = False) -> None:
    """List all models with what they know; every file is checked, damage is told."""
    import json as json_module

    from app.terminal.terminal_job import errors_in_words
    from core.library.checking import problem_of

    with errors_in_words():
        entries = _library().entries()
    for entry in entries:
        problem = problem_of(entry)
        if json:
            row = {
                "name": entry.name,
                "shipped": entry.shipped,
                "classes": entry.card.classes if entry.card else None,
                "problem": str(problem) if problem else None,
            }
            typer.echo(json_module.dumps(row, ensure_ascii=False))
            continue
        origin = "shipped" if entry.shipped else "yours"
        knows = entry.card.knows if entry.card else ""
        about = f"! {problem} {problem.hint}" if problem else knows
        typer.echo(f"{entry.name} ({origin}): {about.strip()}")


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show a model's card: what it knows, how good it is, what it was made from."""
    from app.terminal.terminal_job import errors_in_words

    with errors_in_words():
        library = _library()
        card = library.open(name).card
        if json:
            typer.echo(card.model_dump_json(indent=2))
            return
        typer.echo(_in_words(card))
        for line in (*_descent(library, card), *_noted(card)):
            typer.echo(line)


@app.command()
def rename(
    name: Name,
    new: Annotated[str, typer.Argument(help="What it is to be called.")],
) -> None:
    """Rename one of your models; those that came with the program keep their names."""
    from app.terminal.terminal_job import errors_in_words
    from core.library.renaming import rename_model

    with errors_in_words():
        rename_model(_library(), name, new)
    typer.echo(f"Renamed “{name}”: it is called “{new}” now")


@app.command()
def note(
    name: Name,
    text: Annotated[
        str | None,
        typer.Argument(help="Replaces the notes; empty removes them."),
    ] = None,
) -> None:
    """Show your notes on a model, or write them anew."""
    from app.terminal.terminal_job import errors_in_words

    with errors_in_words():
        key = _library().open(name).card.key
        if text is None:
            typer.echo(_notes().read(key) or f"There are no notes on “{name}”")
            return
        _notes().write(key, text)
    done = "Kept the notes on" if text.strip() else "Removed the notes on"
    typer.echo(f"{done} “{name}”")


@app.command("export")
def export_model(
    name: Name,
    target: Annotated[
        Path, typer.Argument(dir_okay=False, help="The zip file to write.")
    ],
    with_notes: Annotated[
        bool, typer.Option("--with-notes", help="Your notes on it go with it.")
    ] = False,
    with_stills: Annotated[
        bool,
        typer.Option(
            "--with-stills",
            help="So does the report of its training, with stills and file names.",
        ),
    ] = False,
) -> None:
    """Write a model into one file, to carry it to another workstation.

    No still, no still's file name and no path goes with it unless you ask for it.
    """
    from app.terminal.terminal_job import errors_in_words
    from core.library.archive import export_model

    with errors_in_words():
        model = _library().open(name)
        export_model(
            model,
            target,
            notes=_notes().read(model.card.key) if with_notes else "",
            report=_report_with_stills(model.folder) if with_stills else None,
        )
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
        imported = import_model(archive, _library(), name=name, notes=_notes())
    typer.echo(f"Imported “{imported}”")


@app.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove one of your models for good, with your notes on it; asks first."""
    from app.terminal.terminal_job import errors_in_words
    from core.library.removing import remove_model

    if not yes:
        typer.confirm(
            f"Remove the model “{name}” for good, with your notes on it?", abort=True
        )
    with errors_in_words():
        remove_model(_library(), _notes(), name)
    typer.echo(f"Removed “{name}”")


def _report_with_stills(model_folder: Path) -> Path:
    from core.errors import BadRequest
    from core.jobs.report_with_stills import report_with_stills
    from core.paths import UserFolders

    runs = UserFolders.from_environment().runs
    report = report_with_stills(runs, model_folder)
    if report is None:
        raise BadRequest(
            "The report of this model's training that shows stills is not on this "
            "computer.",
            hint="Nothing was written. Export the model without --with-stills.",
        )
    return report


def _descent(library: "ModelLibrary", card: "ModelCard") -> list[str]:
    from core.library.lineage import lineage

    found = lineage(library.entries(), card)
    lines = [
        f"Started from: {each.name}"
        + (f", trained on {each.card.data.source}" if each.card else ", which is gone")
        for each in found.ancestors
    ]
    if found.ancestors and found.beginning:
        lines.append(f"Which began with weights {found.beginning}")
    return lines


def _noted(card: "ModelCard") -> list[str]:
    notes = _notes().read(card.key)
    return ["Notes:", *(f"  {line}" for line in notes.splitlines())] if notes else []


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
        f"Accepted at a confidence of {percent(decisions.review_below)} or more, to "
        f"review below; calibrated with temperature {decisions.temperature:.2f}",
        f"Refused above a distance of {decisions.refuse_above:.3g} from the training "
        f"stills; {percent(decisions.refusal_false_alarm)} of validation stills would "
        "be",
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
