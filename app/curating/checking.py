"""Has a worker check a labelled folder, and reads what it found beside the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.curating.open_check import OpenCheck
from app.problems.problem import Problem
from app.still_images.newest_first import NewestFirst
from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import JobOutcome
from core.errors import LumenaryError
from core.jobs.requests import CheckDatasetRequest, GroupingRequest
from core.jobs.results import CheckDatasetResult


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A record to be read; ``None`` for the newest of the runs."""

    number: int
    runs: Path
    record: Path | None = None
    grouping: GroupingRequest | None = None
    report: Path | None = None


class Checking(QObject):
    """One check at a time; what it found is told when it was read.

    Parameters
    ----------
    line
        Runs jobs, one after the other, for all pages.
    runs
        Where runs stand.
    """

    state_changed = Signal()
    """Whether a check waits or runs is another."""
    found = Signal(object)
    """An :class:`OpenCheck`."""
    failed = Signal(object)
    """A :class:`Problem`; ``None`` where a person stopped it."""

    def __init__(
        self, line: JobLine, runs: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._runs = runs
        self._ticket: JobTicket | None = None
        self._number = 0
        self._threads = NewestFirst(_read, _not_read, threads=1, name="dataset checks")
        self._threads.bell.rung.connect(self._take)
        self.destroyed.connect(self._threads.stop)

    @property
    def state(self) -> TicketState:
        """Where the check stands that was asked for last."""
        return TicketState.ENDED if self._ticket is None else self._ticket.state

    @property
    def is_working(self) -> bool:
        """Whether a check waits or runs."""
        return self.state is not TicketState.ENDED

    def check(self, folder: Path, grouping: GroupingRequest) -> None:
        """Have a folder checked; ``found`` or ``failed`` tells what came of it."""
        self.cancel()
        ticket = self._line.submit(
            CheckDatasetRequest(folder=folder, grouping=grouping),
            title=f"Checking “{folder.name}”",
        )
        self._ticket = ticket
        ticket.state_changed.connect(self.state_changed)
        ticket.ended.connect(self._on_ended)
        self.state_changed.emit()

    def cancel(self) -> None:
        """Stop the check that waits or runs; nothing is told of its end.

        Nor of a record that is still being read: another folder was chosen.
        """
        self._number += 1
        ticket, self._ticket = self._ticket, None
        if ticket is not None:
            ticket.ended.disconnect(self._on_ended)
            ticket.state_changed.disconnect(self.state_changed)
            ticket.cancel()
            self.state_changed.emit()

    def recall(self) -> None:
        """Open the check that was made last, if there is one that can be read."""
        if not self.is_working:
            self._read(_Wanted(self._number + 1, self._runs))

    def stop(self) -> None:
        """End the thread; the window is closed."""
        self._number += 1
        self._threads.stop()

    def _on_ended(self, outcome: JobOutcome) -> None:
        self._ticket = None
        self.state_changed.emit()
        result, request = outcome.result, outcome.job.request
        if not isinstance(result, CheckDatasetResult):
            self.failed.emit(outcome.problem)
        elif isinstance(request, CheckDatasetRequest):
            number = self._number + 1
            self._read(
                _Wanted(
                    number, self._runs, result.record, request.grouping, result.report
                )
            )

    def _read(self, wanted: _Wanted) -> None:
        self._number = wanted.number
        self._threads.keep()
        self._threads.ask(wanted)

    @Slot()
    def _take(self) -> None:
        for wanted, came in self._threads.take():
            if wanted.number != self._number or came is None:
                continue
            if isinstance(came, Problem):
                self.failed.emit(came)
            else:
                self.found.emit(came)


def _read(wanted: _Wanted) -> OpenCheck | Problem | None:
    from core.dataset.check_record import read_check_record  # with OpenCV

    if wanted.record is None:
        return next(_earlier(wanted.runs), None)
    try:
        record = read_check_record(wanted.record)
    except LumenaryError as error:
        return Problem.of(error)
    grouping = wanted.grouping or GroupingRequest()
    return OpenCheck(record, grouping, wanted.report)


def _earlier(runs: Path) -> Iterator[OpenCheck]:
    """Yield the checks that can be read, the newest first."""
    from core.dataset.check_record import read_check_record
    from core.jobs.check_dataset import REPORT_FILE
    from core.jobs.earlier_checks import earlier_checks
    from core.jobs.requests import Job
    from core.jobs.run import JOB_FILE

    for path in earlier_checks(runs):
        folder = path.parent
        try:
            request = Job.model_validate_json((folder / JOB_FILE).read_bytes()).request
            record = read_check_record(path)
        except (LumenaryError, OSError, ValueError):
            continue
        if isinstance(request, CheckDatasetRequest):
            report = request.out or folder / REPORT_FILE
            yield OpenCheck(record, request.grouping, report)


def _not_read(_: _Wanted) -> Problem:
    return Problem(
        "What the check found could not be read.",
        "Check the folder again. Nothing else is affected.",
        is_bug=True,
    )
