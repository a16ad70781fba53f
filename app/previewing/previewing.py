"""One look through a folder: its job, and what was found in each still."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.classifying.classification import Source
from app.worker.job_outcome import JobOutcome
from app.worker.job_runner import ANOTHER_RUNS, JobRunner, JobState
from core.errors import LumenaryError
from core.images.settings import PreprocessingSettings
from core.jobs.events import Event, PreviewedStill, Progress, StillsPreviewed
from core.jobs.requests import Job, PreviewRequest


@dataclass(slots=True)
class Looked:
    """What a look through stills has come to so far."""

    settings: PreprocessingSettings
    """With which it was done."""
    done: int = 0
    total: int = 0
    """Stills there are; 0 until that is known."""
    with_panel: int = 0
    green_left: int = 0
    unreadable: int = 0
    is_complete: bool = False
    """Whether every still was looked at."""

    def count(self, still: PreviewedStill) -> None:
        """Count one more still."""
        self.done += 1
        self.with_panel += still.panel is not None
        self.green_left += still.green_left
        self.unreadable += bool(still.error)


class Previewing(QObject):
    """Has a worker look through a folder, and tells its own job from others'.

    Parameters
    ----------
    runner
        Runs one job at a time, for all pages.
    """

    began = Signal()
    """A job was started; what was found before gives way."""
    found = Signal(object)
    """A tuple of :class:`PreviewedStill`."""
    ended = Signal(object)
    """The :class:`JobOutcome` of this page's own job."""
    state_changed = Signal()
    """Another look may be started now, or no longer."""
    failed = Signal(object)
    """A :class:`LumenaryError`: the job that was to follow could not be started."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: Job | None = None
        self._next: tuple[Source, PreprocessingSettings] | None = None
        self._looked: Looked | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start_next)
        runner.event_received.connect(self._on_event)
        runner.ended.connect(self._on_ended)
        runner.state_changed.connect(lambda _: self.state_changed.emit())

    @property
    def looked(self) -> Looked | None:
        """What was found last, or is being found."""
        return self._looked

    @property
    def running(self) -> bool:
        """Whether this page's own job runs."""
        return self._job is not None

    @property
    def why_not(self) -> str:
        """Why no look can be started now; empty if one can."""
        idle = self._runner.state is JobState.IDLE
        return "" if idle or self.running else ANOTHER_RUNS

    def look(self, source: Source, settings: PreprocessingSettings) -> None:
        """Look through a folder, instead of the one that is being looked through.

        Raises
        ------
        LumenaryError
            If another job runs or the data folder cannot be written.
        """
        if self.running:
            self._next = source, settings
            self._runner.cancel()
        else:
            self._start(source, settings)

    def forget(self) -> None:
        """Find nothing more: another folder was chosen."""
        self._next = None
        self._looked = None
        if self.running:
            self._runner.cancel()

    def _start(self, source: Source, settings: PreprocessingSettings) -> None:
        paths = source.stills or (source.folder,)
        self._job = self._runner.start(PreviewRequest(paths=paths, settings=settings))
        self._looked = Looked(settings, total=len(source.stills))
        self.began.emit()
        self.state_changed.emit()

    def _start_next(self) -> None:
        if self._next is None or self.running:
            return
        (source, settings), self._next = self._next, None
        try:
            self._start(source, settings)
        except LumenaryError as error:
            self.failed.emit(error)

    def _on_event(self, event: Event) -> None:
        if not self.running or self._looked is None or self._next is not None:
            return
        if isinstance(event, Progress) and event.total:
            self._looked.total = event.total
        elif isinstance(event, StillsPreviewed):
            for still in event.stills:
                self._looked.count(still)
            self.found.emit(event.stills)

    def _on_ended(self, outcome: JobOutcome) -> None:
        if self._job is None or outcome.job.id != self._job.id:
            return
        self._job = None
        if self._looked is not None:
            self._looked.is_complete = outcome.result is not None
        self.ended.emit(outcome)
        self.state_changed.emit()
        self._soon.start()  # once all who listen know that this one has ended
