"""``lumenary samples``: drawn stills to try the program on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import LARGEST_SEED, Json

if TYPE_CHECKING:
    from core.jobs.results import JobResult


def samples(
    out: Annotated[Path, typer.Option(help="A new folder.")],
    stills: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="How many labelled ones to draw.")
    ] = 120,
    seed: Annotated[
        int, typer.Option(min=0, max=LARGEST_SEED, help="Decides every drawing.")
    ] = 42,
    json: Json = False,
) -> None:
    """Draw stills; they look like endoscopy and show nobody."""
    from app.commands.training_options import checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import DrawSamplesRequest

    request = checked(DrawSamplesRequest, out=out.absolute(), stills=stills, seed=seed)
    run_in_terminal(request, json=json, summarise=_summary)


def _summary(result: "JobResult") -> str:
    from app.terminal.shell_words import shell_word
    from core.jobs.results import DrawSamplesResult

    assert isinstance(result, DrawSamplesResult)
    labelled = shell_word(result.folder / "labelled")
    groups = shell_word(result.folder / "groups.csv")
    unsorted = shell_word(result.folder / "unsorted")
    return (
        f"Drew {result.labelled} labelled and {result.unsorted} unsorted stills, and "
        f"some odd files, in {result.folder}\n"
        f"Train:    lumenary train {labelled} --groups {groups} "
        "--recipe quick-tour --name my-first\n"
        f"Classify: lumenary classify {unsorted} --model sample"
    )
