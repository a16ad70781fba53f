"""``lumenary window``: the program with its window."""

from pathlib import Path
from typing import Annotated

import typer


def window(
    folder: Annotated[
        Path | None,
        typer.Argument(exists=True, help="Folder of stills. (default: the last one)"),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Name of a model. (default: the last one)")
    ] = None,
    start: Annotated[
        bool, typer.Option("--start", help="Begin to classify at once.")
    ] = False,
) -> None:
    """Open the window; without a display, classify FOLDER on the command line."""
    import os

    from app.starting.display import display_problem

    if problem := display_problem(os.environ):
        typer.echo(problem, err=True)
        _do_without(folder, model, start=start)
    from app.application import WindowOptions
    from app.running import run

    raise typer.Exit(run(WindowOptions(folder=folder, model=model, start=start)))


def _do_without(folder: Path | None, model: str | None, *, start: bool) -> None:
    from app.commands.classify import classify
    from app.exit_codes import ExitCode
    from core.jobs.requests import DEFAULT_MODEL

    if folder is None or not start:
        typer.echo(
            "The command line does everything without one: lumenary --help", err=True
        )
        raise typer.Exit(ExitCode.BAD_USE)
    typer.echo("Classifying on the command line instead.", err=True)
    classify(folder, model=model or DEFAULT_MODEL)
