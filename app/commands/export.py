"""``lumenary export``: what a run found and what readers said of it, to take along."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json

if TYPE_CHECKING:
    from core.jobs.results import JobResult

app = typer.Typer(
    help="Take along what a run found and what readers said of it.",
    no_args_is_help=True,
)

_Run = Annotated[
    Path,
    typer.Argument(
        exists=True,
        file_okay=False,
        help="Run folder of a “lumenary classify”, which prints it at its end.",
    ),
]


@app.command()
def findings(
    run: _Run,
    out: Annotated[
        Path,
        typer.Option(
            dir_okay=False,
            help="Table to write: .csv, or .xlsx with counts for each examination.",
        ),
    ],
    json: Json = False,
) -> None:
    """Write the findings of RUN with the readers' answers as one table."""
    from app.commands.training_options import checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import ExportFindingsRequest

    request = checked(ExportFindingsRequest, run=run.absolute(), out=out.absolute())
    run_in_terminal(request, json=json, summarise=_findings_summary)


@app.command()
def corrections(
    run: _Run,
    out: Annotated[Path, typer.Option(help="A new folder, with one for each class.")],
    json: Json = False,
) -> None:
    """Copy the stills of RUN that readers named one finding for, to train on.

    Stills with several findings, with none of the model's classes, or that could not be
    judged are left out, and so is what changed after the review.
    """
    from app.commands.training_options import checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import CopyCorrectionsRequest

    request = checked(CopyCorrectionsRequest, run=run.absolute(), out=out.absolute())
    run_in_terminal(request, json=json, summarise=_corrections_summary)


def _findings_summary(result: "JobResult") -> str:
    from core.jobs.results import ExportFindingsResult

    assert isinstance(result, ExportFindingsResult)
    return (
        f"{result.stills} stills, {result.reviewed} of them reviewed.\n"
        f"Table: {result.table}"
    )


def _corrections_summary(result: "JobResult") -> str:
    from app.terminal.shell_words import shell_word
    from core.jobs.copy_corrections import GROUPS_FILE
    from core.jobs.results import CopyCorrectionsResult

    assert isinstance(result, CopyCorrectionsResult)
    counts = ", ".join(f"{name} {n}" for name, n in result.by_class.items())
    folder = shell_word(result.folder)
    groups = shell_word(result.folder / GROUPS_FILE)
    return (
        f"Copied {result.copied}: {counts}.\n"
        f"Copies, corrections.csv and groups.csv: {result.folder}\n"
        f"Train: lumenary train {folder} --groups {groups} --name my-model"
    )
