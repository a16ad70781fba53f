"""The logs of old runs, of which only the beginning and the end are kept."""

from contextlib import suppress
from typing import Final

from core.control import Control
from core.jobs.log_bounds import SMALL_LOG, keep_ends
from core.jobs.run import LOG_FILE
from core.keeping.kept_runs import kept_runs
from core.paths import UserFolders

WHOLE_LOGS: Final = 50
"""Newest runs whose logs stay as they are: what somebody may still ask about. With
:data:`~core.jobs.log_bounds.LARGEST_LOG` they take 50 MB at the very most."""


def shorten_old_logs(folders: UserFolders, control: Control) -> int:
    """Shorten the logs of all runs but the newest, and return how many were.

    Findings, reports and what was asked for stay as they are; a run at work is left
    alone.

    Parameters
    ----------
    folders
        The user's own.
    control
        Through which this is asked to stop.

    Raises
    ------
    core.control.Cancelled
        If asked to.
    """
    shortened = 0
    for run in kept_runs(folders.runs)[:-WHOLE_LOGS]:
        control.check()
        if not run.at_work:
            with suppress(OSError):  # no log, or one that another user's program made
                shortened += keep_ends(run.folder / LOG_FILE, largest=SMALL_LOG)
    return shortened
