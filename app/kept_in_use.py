"""Which run folders a window needs, so that nothing deletes them meanwhile."""

from collections.abc import Iterable
from pathlib import Path

from app.worker.job_line import JobLine, JobTicket
from core.keeping.kept_runs import runs_named_in


def runs_in_use(line: JobLine, shown: Iterable[Path | None]) -> frozenset[Path]:
    """Return the runs that pages show and that jobs at work or waiting will read.

    Parameters
    ----------
    line
        All jobs of the window.
    shown
        The run folder of each page; ``None`` for one that shows none.
    """
    tickets = [*line.waiting, *([line.current] if line.current else [])]
    needed = {run for ticket in tickets for run in _runs_of(ticket)}
    return frozenset(needed | {run for run in shown if run is not None})


def _runs_of(ticket: JobTicket) -> list[Path]:
    own = [ticket.run_folder] if ticket.run_folder is not None else []
    return [*own, *runs_named_in(ticket.request.model_dump())]
