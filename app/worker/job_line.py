"""The line of jobs: one runs, further ones wait where everybody can see them."""

import logging
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.worker.job_outcome import JobOutcome, never_began, taken_out
from app.worker.job_runner import JobRunner, JobState
from core.errors import LumenaryError
from core.jobs.events import Event
from core.jobs.requests import Job, JobRequest
from core.jobs.run import new_job

_NEXT_TURN_MS = 1
"""Of 0 ms Qt makes an event of the same turn; see ``app/pages/classify_page.py``."""

_STOPPING = frozenset({JobState.STOPPING, JobState.CANCELLING})


def _nothing() -> None:
    """Prepare a job that needs no preparing."""


class TicketState(StrEnum):
    """Where a job stands that was asked for."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    """It was asked to stop, with or without keeping what it has; it still works."""
    ENDED = "ended"


class JobTicket(QObject):
    """One job that was asked for: it waits, runs and ends, and tells of itself only.

    ``ended`` comes exactly once, whatever happens; ``started`` at most once before it.
    Made by :meth:`JobLine.submit`, which tells nothing before it has returned.
    """

    started = Signal(object)
    """The :class:`Job`: its process is about to run."""
    event_received = Signal(object)
    """Each :class:`Event` of this job that is not the last, in order."""
    ended = Signal(object)
    """The :class:`JobOutcome`; also of a job that could not begin or was taken out."""
    state_changed = Signal()
    """It stands elsewhere, or waits for something else."""

    def __init__(
        self,
        line: "JobLine",
        request: JobRequest,
        title: str,
        prepare: Callable[[], None],
    ) -> None:
        super().__init__()
        self._line = line
        self._state = TicketState.WAITING
        self._job: Job | None = None
        self._run_folder: Path | None = None
        self._discarded = False
        self.request = request
        self.title = title
        self.prepare = prepare

    @property
    def state(self) -> TicketState:
        """Where the job stands."""
        return self._state

    @property
    def job(self) -> Job | None:
        """The job; ``None`` as long as it has not begun."""
        return self._job

    @property
    def run_folder(self) -> Path | None:
        """Where the run stands; ``None`` as long as it has not begun."""
        return self._run_folder

    @property
    def is_discarded(self) -> bool:
        """Whether :meth:`cancel` was asked for, and nothing more is to be kept."""
        return self._discarded

    @property
    def waits_for(self) -> str:
        """What has to end before it begins: ``Training “x” and 1 more``; may be empty.

        ``state_changed`` tells when that is another.
        """
        titles = [ticket.title for ticket in self._line.before(self)]
        if len(titles) < 2:
            return "".join(titles)
        return f"{titles[0]} and {len(titles) - 1} more"

    def cancel(self) -> None:
        """Leave the line, or stop and discard; a running one is gone in five seconds.

        After :meth:`stop_and_keep`, too. One that has ended stays as it is.
        """
        if self._state is TicketState.WAITING:
            self._line.take_out(self)
        elif self._state is not TicketState.ENDED:
            self._line.runner.cancel()

    def stop_and_keep(self) -> None:
        """Have training end now and keep the best so far; the state says so at once.

        Work that has no “best” goes on as if nothing had been asked. One that waits
        has nothing to keep and leaves the line.
        """
        if self._state is TicketState.WAITING:
            self._line.take_out(self)
        elif self._state is TicketState.RUNNING:
            self._line.runner.stop_and_keep()

    def _begin(self, job: Job, run_folder: Path) -> None:
        self._job, self._run_folder = job, run_folder
        self._enter(TicketState.RUNNING)
        self.started.emit(job)

    def _stop(self, *, discarded: bool) -> None:
        self._discarded = self._discarded or discarded
        self._enter(TicketState.STOPPING)

    def _end(self, outcome: JobOutcome) -> None:
        self._enter(TicketState.ENDED)
        self.ended.emit(outcome)

    def _enter(self, state: TicketState) -> None:
        self._state = state
        self.state_changed.emit()


class JobLine(QObject):
    """Takes every request, and runs one job after the other in the order they came.

    Parameters
    ----------
    runner
        Runs one job at a time. Nobody else may start anything with it.
    """

    changed = Signal()
    """What runs or what waits is another, or what runs was asked to stop."""
    ended = Signal(object)
    """The :class:`JobOutcome` of each ticket, after the ticket has told it."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self._current: JobTicket | None = None
        self._waiting: list[JobTicket] = []
        self._closed = False
        # in a turn of its own: those who hear of an end are done with it, the window
        # has painted it, and who submits can listen before the first word
        self._soon = QTimer(self, singleShot=True, interval=_NEXT_TURN_MS)
        self._soon.timeout.connect(self._begin_next)
        runner.started.connect(self._on_started)
        runner.event_received.connect(self._on_event)
        runner.state_changed.connect(self._on_state)
        runner.ended.connect(self._on_ended)

    @property
    def current(self) -> JobTicket | None:
        """What runs."""
        return self._current

    @property
    def waiting(self) -> tuple[JobTicket, ...]:
        """What will run, in this order."""
        return tuple(self._waiting)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        return self._current is None and not self._waiting

    def before(self, ticket: JobTicket) -> tuple[JobTicket, ...]:
        """Return what a waiting job waits for, in order.

        What was cancelled is not waited for: it is gone in a moment.
        """
        if ticket not in self._waiting:
            return ()
        ahead = self._waiting[: self._waiting.index(ticket)]
        if self._current is not None and not self._current.is_discarded:
            ahead.insert(0, self._current)
        return tuple(ahead)

    def submit(
        self,
        request: JobRequest,
        *,
        title: str,
        prepare: Callable[[], None] = _nothing,
    ) -> JobTicket:
        """Have a job run as soon as those before it have ended.

        Never refuses and never raises: what speaks against it comes as the ticket's
        ``ended``. Nothing of the ticket is told before this returns.

        Parameters
        ----------
        request
            What to do.
        title
            What to call it in the line: ``Training “colon 2”``.
        prepare
            Called right before the job begins; a :class:`LumenaryError` ends the ticket
            with that problem, and nothing is started.
        """
        ticket = JobTicket(self, request, title, prepare)
        self._waiting.append(ticket)
        self._begin_soon()
        self.changed.emit()
        return ticket

    def take_out(self, ticket: JobTicket) -> None:
        """Have a waiting job leave the line; any other is left alone."""
        if ticket in self._waiting:
            self._waiting.remove(ticket)
            self._tell_end(ticket, taken_out(self._unsaved_job(ticket)))

    def shut_down(self) -> None:
        """Empty the line, cancel what runs and block until it has ended: five seconds.

        Nothing begins afterwards.
        """
        self._closed = True
        for ticket in self.waiting:
            self.take_out(ticket)
        self.runner.shut_down()

    def _begin_soon(self) -> None:
        if self._current is None and self._waiting and not self._soon.isActive():
            self._soon.start()

    def _begin_next(self) -> None:
        if self._current is not None or not self._waiting:
            return
        ticket = self._waiting.pop(0)
        if self._closed:
            self._tell_end(ticket, taken_out(self._unsaved_job(ticket)))
            return
        self._current = ticket
        try:
            ticket.prepare()
            self.runner.start(ticket.request)
        except Exception as error:  # whatever it is, those behind it must not wait
            if not isinstance(error, LumenaryError):
                logging.exception("“%s” could not begin", ticket.title)
            self._current = None
            self._tell_end(ticket, never_began(self._unsaved_job(ticket), error))

    def _on_started(self, job: Job) -> None:
        if self._current is not None:
            self._current._begin(job, self.runner.folders.runs / job.id)
            self.changed.emit()

    def _on_event(self, event: Event) -> None:
        if self._current is not None:
            self._current.event_received.emit(event)

    def _on_state(self, state: JobState) -> None:
        if self._current is not None and state in _STOPPING:
            self._current._stop(discarded=state is JobState.CANCELLING)
            self._tell_change()

    def _on_ended(self, outcome: JobOutcome) -> None:
        if self._current is not None:
            ticket, self._current = self._current, None
            self._tell_end(ticket, outcome)

    def _tell_end(self, ticket: JobTicket, outcome: JobOutcome) -> None:
        self._begin_soon()
        ticket._end(outcome)
        self.ended.emit(outcome)
        self._tell_change()

    def _tell_change(self) -> None:
        for ticket in self.waiting:
            ticket.state_changed.emit()
        self.changed.emit()

    def _unsaved_job(self, ticket: JobTicket) -> Job:
        """Return a job that never ran, to say of which request an outcome is."""
        return new_job(ticket.request, self.runner.folders)
