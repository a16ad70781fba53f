"""What the exit status of the program says."""

from enum import IntEnum

from core.jobs.events import Failed, Finished, TerminalEvent
from core.jobs.results import (
    DrawSamplesResult,
    EstimateTrainingResult,
    ExportFindingsResult,
    ReviseLabelsResult,
    UndoSortResult,
)


class ExitCode(IntEnum):
    """The exit statuses; 2 is also what a wrong option gives."""

    DONE = 0
    SOME_FILES_FAILED = 1
    BAD_USE = 2
    JOB_FAILED = 3


_ALL_OR_NOTHING = (
    DrawSamplesResult
    | EstimateTrainingResult
    | ExportFindingsResult
    | ReviseLabelsResult
)
"""Results of work that either succeeds for all or fails."""


def exit_code_of(terminal: TerminalEvent) -> ExitCode:
    """Return the exit status that a job's terminal event stands for."""
    if isinstance(terminal, Failed) and terminal.is_bad_request:
        return ExitCode.BAD_USE
    if not isinstance(terminal, Finished):
        return ExitCode.JOB_FAILED
    result = terminal.result
    if isinstance(result, _ALL_OR_NOTHING):
        return ExitCode.DONE
    if isinstance(result, UndoSortResult):
        return ExitCode.SOME_FILES_FAILED if result.failed else ExitCode.DONE
    return ExitCode.SOME_FILES_FAILED if result.unreadable else ExitCode.DONE
