"""Where what a job wrote for its user can be looked at."""

from pathlib import Path

from core.jobs.results import (
    CopyCorrectionsResult,
    ExportFindingsResult,
    JobResult,
    SortStillsResult,
)


def folder_of(result: JobResult | None) -> Path | None:
    """Return the folder that holds what a user asked to be written.

    ``None`` where the result is something that the window shows itself.
    """
    match result:
        case ExportFindingsResult(table=table):
            return table.parent
        case CopyCorrectionsResult(folder=folder):
            return folder
        case SortStillsResult(folder=folder, dry_run=False):
            return folder
        case _:
            return None
