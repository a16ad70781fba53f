"""``lumenary worker``: runs a saved job for a window."""

from pathlib import Path
from typing import Annotated

import typer


def worker(
    job: Annotated[Path, typer.Argument(exists=True, help="The run's job.json.")],
) -> None:
    """Run a saved job: events on standard output, commands on standard input."""
    from app.exit_codes import exit_code_of
    from core.jobs.worker import work

    raise typer.Exit(exit_code_of(work(job)))
