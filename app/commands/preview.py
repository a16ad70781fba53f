"""``lumenary preview``: what is removed from a still, and what is kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, RecipeName

if TYPE_CHECKING:
    from core.jobs.results import JobResult


def preview(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, help="Stills, or folders of stills.")
    ],
    out: Annotated[
        Path,
        typer.Option(file_okay=False, help="Folder for before, mask and after."),
    ],
    recipe: RecipeName = "endoscopy-mobilenetv2",
    json: Json = False,
) -> None:
    """Write each still before and after preprocessing, with the mask between."""
    from app.commands.training_options import checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import PreviewRequest

    request = checked(
        PreviewRequest,
        paths=tuple(map(Path.absolute, paths)),
        out=out.absolute(),
        recipe=recipe,
    )
    run_in_terminal(request, json=json, summarise=_summary)


def _summary(result: "JobResult") -> str:
    from core.jobs.results import PreviewResult

    assert isinstance(result, PreviewResult)
    unread = f" Couldn't read {result.unreadable}." if result.unreadable else ""
    return (
        f"{result.stills} stills: {result.green_panels} with a ScopeGuide panel, "
        f"{result.black_panels} with a blacked-out one.{unread}\n"
        f"Pictures: {result.folder}"
    )
