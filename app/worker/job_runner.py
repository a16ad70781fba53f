"""Runs one job at a time in a process of its own and tells how it goes."""

import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from app.worker.job_outcome import (
    JobOutcome,
    cancelled_by_force,
    died,
    misunderstood,
    told,
)
from app.worker.own_command import worker_command
from app.worker.process_end import ProcessEnd
from app.worker.worker_process import Patience, WorkerProcess
from core.errors import LumenaryError
from core.jobs.channel import CANCEL, STOP_AND_KEEP
from core.jobs.events import (
    PROTOCOL,
    Cancelled,
    Failed,
    Finished,
    Started,
    TerminalEvent,
    parse_event,
)
from core.jobs.requests import Job, JobRequest
from core.jobs.run import LOG_FILE, new_job, save_job
from core.paths import RESOURCES, UserFolders

_LOG_TAIL = 1 << 14
"""Bytes of the worker's log that a report gets: some two hundred lines."""

_LINE_SHOWN = 2_000
"""Characters of a line that was not understood that a report gets."""

ANOTHER_RUNS = "Wait until the other work is done, or stop it at the bottom"
"""Why a button waits that would start another job."""


class JobState(StrEnum):
    """What the runner is at."""

    IDLE = "idle"
    STARTING = "starting"
    """A process was asked for and has not said anything yet."""
    RUNNING = "running"
    STOPPING = "stopping"
    """Training was asked to end and keep the best; what finishes it goes on."""
    CANCELLING = "cancelling"
    """The user's wish is known and nothing more has to be done."""


_STOPPABLE = frozenset({JobState.STARTING, JobState.RUNNING})


class JobRunning(LumenaryError):
    """Another job is still running."""

    def __init__(self) -> None:
        super().__init__(
            "Another piece of work is still running.",
            hint="Wait until it is done, or stop it; then try again.",
        )


class JobRunner(QObject):
    """The one place where the window starts work.

    ::

        IDLE ── start ──▶ STARTING ── first event ──▶ RUNNING ── stop ──▶ STOPPING
          ▲                  └──────── cancel ─▶ CANCELLING ◀─┴─────────────┤
          └───────────────────── the process is gone ──────────────────────┘

    For each job that was started, ``ended`` comes exactly once, whatever happens to its
    process, and only when the process is gone and all its events were told. By then the
    runner is idle and may start the next. Events that arrive after a cancel are told,
    too: what was found is not thrown away.

    Parameters
    ----------
    folders
        Where runs stand.
    command
        Returns the command that runs a saved job.
    patience
        How long a worker may take to end.
    """

    started = Signal(object)
    """The :class:`Job`, before anything else of it."""
    event_received = Signal(object)
    """Each event that is not the last, in order."""
    ended = Signal(object)
    """The :class:`JobOutcome`, exactly once for each job that was started."""
    state_changed = Signal(object)
    """The new :class:`JobState`."""

    def __init__(
        self,
        folders: UserFolders,
        command: Callable[[Path], list[str]] = worker_command,
        parent: QObject | None = None,
        *,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._command = command
        self._patience = patience or Patience()
        self._state = JobState.IDLE
        self._run: _Run | None = None

    @property
    def state(self) -> JobState:
        """What the runner is at."""
        return self._state

    @property
    def folders(self) -> UserFolders:
        """Where runs stand."""
        return self._folders

    def start(self, request: JobRequest) -> Job:
        """Save a request as a job and start a process that runs it.

        Nothing but ``started`` and ``state_changed`` is told before this returns.

        Raises
        ------
        JobRunning
            If the job before has not ended.
        core.errors.BadRequest
            If a path of the request is no text.
        core.files.WriteFailed
            If the user's data folder cannot be written.
        """
        if self._run is not None:
            raise JobRunning
        job = new_job(request, self._folders)
        job_file = save_job(job)
        run = self._run = _Run(job, job_file, WorkerProcess(self._patience, self))
        run.process.line.connect(self._on_line)
        run.process.gone.connect(self._on_gone)
        self._enter(JobState.STARTING)
        self.started.emit(job)
        run.process.start(self._command(job_file), RESOURCES.parent)
        return job

    def stop_and_keep(self) -> None:
        """Ask training to end now and to keep the best so far; others go on.

        The state says so before this returns; the end comes when the work is finished,
        in its own time. Until then :meth:`cancel` is as possible as before.
        """
        if self._run is not None and self._state in _STOPPABLE:
            self._enter(JobState.STOPPING)
            self._run.process.say(STOP_AND_KEEP)

    def cancel(self) -> None:
        """Ask the job to stop and discard; within five seconds its process is gone."""
        if self._run is None or self._state is JobState.CANCELLING:
            return
        self._run.cancelled = True
        self._enter(JobState.CANCELLING)
        self._run.process.say(CANCEL)
        self._run.process.end()

    def shut_down(self) -> None:
        """Let go of what runs and block until it has ended, at most five seconds.

        The worker hears that nobody listens any more, not that its work is unwanted:
        what can be gone on with at the next start stays.
        """
        if self._run is not None:
            self._run.cancelled = True
            self._enter(JobState.CANCELLING)
            self._run.process.say_no_more()
            self._run.process.wait_until_gone()

    def _enter(self, state: JobState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _on_line(self, line: bytes) -> None:
        run = self._run
        assert run is not None  # lines come before the end
        if not run.greeted and not line.startswith(b"{"):
            # what is printed before the worker can redirect it; nothing is lost with it
            run.process.keep_stray(line)
            return
        try:
            event = parse_event(line)
        except ValidationError as error:
            self._give_up(run, _not_understood(line, str(error)))
            return
        if isinstance(event, Finished | Cancelled | Failed):
            self._take_leave(run, event)
        elif reason := run.objection(event):
            self._give_up(run, _not_understood(line, reason))
        else:
            if self._state is JobState.STARTING:
                self._enter(JobState.RUNNING)
            self.event_received.emit(event)

    def _take_leave(self, run: "_Run", event: TerminalEvent) -> None:
        """Take the last event; the process has nothing to do any more but leave."""
        run.terminal = event
        run.process.mute()
        run.process.end()

    def _give_up(self, run: "_Run", details: str) -> None:
        """End a process that cannot be understood."""
        run.misunderstanding = details
        run.process.mute()
        run.process.say_no_more()
        run.process.end()

    def _on_gone(self, end: ProcessEnd) -> None:
        run = self._run
        assert run is not None  # a process is gone once
        self._run = None
        run.process.deleteLater()
        self._enter(JobState.IDLE)
        self.ended.emit(run.outcome(end))


class _Run:
    """What is known of the job that runs."""

    def __init__(self, job: Job, job_file: Path, process: WorkerProcess) -> None:
        self.job = job
        self.process = process
        self.greeted = False
        self.cancelled = False
        self.terminal: TerminalEvent | None = None
        self.misunderstanding = ""
        self._folder = job_file.parent
        self._begin = time.monotonic()

    def objection(self, event: object) -> str:
        """Return what speaks against an event; empty if it is in its place."""
        if isinstance(event, Started):
            self.greeted = True
            if event.protocol != PROTOCOL:
                return f"The worker speaks protocol {event.protocol}, not {PROTOCOL}."
        elif not self.greeted:
            return "The worker did not introduce itself."
        return ""

    def outcome(self, end: ProcessEnd) -> JobOutcome:
        """Return how the job ended, given how its process did."""
        seconds = time.monotonic() - self._begin
        if self.terminal is not None:
            return told(self.job, self.terminal, seconds)
        if self.cancelled:
            return cancelled_by_force(self.job, seconds)
        if self.misunderstanding:
            log = self._log()
            details = f"{self.misunderstanding}\n\n{log}".strip()
            return misunderstood(self.job, seconds, details=details)
        return died(self.job, end, seconds, log=self._log())

    def _log(self) -> str:
        """Return the last of what the worker wrote, before and after it had a log."""
        log = self._folder / LOG_FILE
        parts = [
            self.process.stray_output,
            _tail(log),
            f"Run folder: {self._folder}",
        ]
        return "\n\n".join(part for part in parts if part)


def _not_understood(line: bytes, reason: str) -> str:
    text = line.decode("utf-8", "replace").rstrip()
    return f"Not understood: {text[:_LINE_SHOWN]}\n{reason}"


def _tail(log: Path) -> str:
    try:
        with log.open("rb") as stream:
            stream.seek(0, 2)
            stream.seek(max(0, stream.tell() - _LOG_TAIL))
            return stream.read().decode("utf-8", "replace").strip()
    except OSError:
        return ""
