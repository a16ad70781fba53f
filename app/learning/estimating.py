"""Has a worker measure how long a training would take, without being in the way."""

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.worker.job_line import JobLine, JobTicket
from app.worker.job_outcome import JobOutcome
from core.jobs.events import Event, Progress
from core.jobs.requests import EstimateTrainingRequest
from core.jobs.results import EstimateTrainingResult

if TYPE_CHECKING:
    from app.problems.problem import Problem

_PAUSE_MS: Final = 900


class EstimateState(StrEnum):
    """What is known of the time."""

    NONE = "none"
    """Nothing is wanted yet."""
    LATER = "later"
    """It is measured as soon as nothing else runs."""
    MEASURING = "measuring"
    KNOWN = "known"
    FAILED = "failed"
    LEFT_OUT = "left out"
    """A person did not want it measured."""


_ENDED: Final = frozenset(
    {EstimateState.KNOWN, EstimateState.FAILED, EstimateState.LEFT_OUT}
)


class Estimating(QObject):
    """Measures what is wanted once nothing else runs; leaves when anything else waits.

    Parameters
    ----------
    line
        Where its jobs run, behind all others.
    pause_ms
        After the last change of a choice; someone who is choosing still chooses on.
    """

    changed = Signal()

    def __init__(
        self, line: JobLine, parent: QObject | None = None, *, pause_ms: int = _PAUSE_MS
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._wanted: EstimateTrainingRequest | None = None
        self._ticket: JobTicket | None = None
        self._refused = False
        self.activity = ""
        """What the worker is at, as a phrase."""
        self.result: EstimateTrainingResult | None = None
        self.problem: Problem | None = None
        """Why it could not be measured; the training would meet the same."""
        self._soon = QTimer(self, singleShot=True, interval=pause_ms)
        self._soon.timeout.connect(self._begin)
        line.changed.connect(self._on_line)

    @property
    def state(self) -> EstimateState:
        """What is known of the time."""
        if self._wanted is None:
            return EstimateState.NONE
        if self.result is not None:
            return EstimateState.KNOWN
        if self.problem is not None:
            return EstimateState.FAILED
        if self._refused:
            return EstimateState.LEFT_OUT
        return EstimateState.MEASURING if self._measures else EstimateState.LATER

    @property
    def has_ended(self) -> bool:
        """Whether measuring came to an end, good or bad; it can be done again."""
        return self.state in _ENDED

    def want(self, request: EstimateTrainingRequest | None) -> None:
        """Measure this from now on, or nothing; what is known already stays."""
        if request == self._wanted:
            return
        self._wanted = request
        self._begin_anew()

    def again(self) -> None:
        """Measure what is wanted once more."""
        self._begin_anew()

    def leave_out(self) -> None:
        """Stop measuring; it is not begun again before something else is chosen."""
        self._refused = True
        self._step_aside()
        self.changed.emit()

    def rest(self) -> None:
        """Measure nothing until something is wanted again; a page is hidden, say."""
        self._soon.stop()
        self._step_aside()
        if self.state not in {EstimateState.KNOWN, EstimateState.FAILED}:
            self._wanted = None

    @property
    def _measures(self) -> bool:
        return self._ticket is not None and self._line.current is self._ticket

    def _begin_anew(self) -> None:
        self._refused = False
        self.result = self.problem = None
        self._step_aside()
        if self._wanted is not None:
            self._soon.start()
        self.changed.emit()

    def _begin(self) -> None:
        due = self.state is EstimateState.LATER and self._ticket is None
        if self._wanted is None or not due or not self._line.is_idle:
            return
        self.activity = ""
        ticket = self._ticket = self._line.submit(
            self._wanted, title="Measuring how long a training takes"
        )
        ticket.event_received.connect(partial(self._on_event, ticket))
        ticket.ended.connect(partial(self._on_ended, ticket))
        self.changed.emit()

    def _step_aside(self) -> None:
        ticket, self._ticket = self._ticket, None  # to cancel it is told at once
        if ticket is not None:
            ticket.cancel()

    def _on_line(self) -> None:
        if self._ticket is not None and self._line.waiting not in {(), (self._ticket,)}:
            self._step_aside()  # somebody waits for work that matters more
        if self._wanted is not None and self._line.is_idle:
            self._soon.start()
        self.changed.emit()

    def _on_event(self, ticket: JobTicket, event: Event) -> None:
        if ticket is not self._ticket or not isinstance(event, Progress):
            return
        if event.activity != self.activity:
            self.activity = event.activity
            self.changed.emit()

    def _on_ended(self, ticket: JobTicket, outcome: JobOutcome) -> None:
        if ticket is not self._ticket:  # it stepped aside
            return
        self._ticket = None
        if isinstance(outcome.result, EstimateTrainingResult):
            self.result = outcome.result
        elif outcome.problem is not None:
            self.problem = outcome.problem
        else:  # stopped in the job bar
            self._refused = True
        self.changed.emit()
