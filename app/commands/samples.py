"""``lumenary samples``: drawn stills to try the program on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, Seed

if TYPE_CHECKING:
    from core.jobs.results import JobResult


def samples(
    out: Annotated[Path, typer.Option(help="A new folder.")],
    stills: Annotated[int, typer.Option(min=1, help="How many to draw.")] = 120,
    seed: Seed = 42,
    json: Json = False,
) -> None:
    """Draw stills; they look like endoscopy and show nobody."""
    from app.commands.training_options import checked
    from app.terminal_job import run_in_terminal
    from core.jobs.requests import DrawSamplesRequest

    request = checked(DrawSamplesRequest, out=out.absolute(), stills=stills, seed=seed)
    run_in_terminal(request, json=json, summarise=_summary)


def _summary(result: "JobResult") -> str:
    from core.jobs.results import DrawSamplesResult

    assert isinstance(result, DrawSamplesResult)
    return (
        f"Drew {result.labelled} labelled and {result.unsorted} unsorted stills, and "
        f"some odd files, in {result.folder}\n"
        f"Train:    lumenary train {result.folder / 'labelled'} --name my-first "
        "--recipe quick-tour\n"
        f"Classify: lumenary classify {result.folder / 'unsorted'} --model sample"
    )
