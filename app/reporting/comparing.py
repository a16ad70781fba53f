"""Has a worker compare two models, and tells its own job from others'."""

from PySide6.QtCore import QObject, Signal

from app.worker.job_outcome import JobOutcome
from app.worker.job_runner import JobRunner, JobState
from core.jobs.requests import CompareRequest, Job
from core.jobs.results import CompareResult


class Comparing(QObject):
    """One comparison at a time; the last one is kept.

    Parameters
    ----------
    runner
        Runs one job at a time, for all pages.
    """

    began = Signal()
    done = Signal(object)
    """The :class:`CompareResult`."""
    failed = Signal(object)
    """The :class:`JobOutcome` of a comparison that came to nothing."""
    working_changed = Signal(bool)
    """Whether a job of any page runs, and another cannot be started."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: Job | None = None
        self._result: CompareResult | None = None
        runner.ended.connect(self._on_ended)
        runner.state_changed.connect(
            lambda state: self.working_changed.emit(state is not JobState.IDLE)
        )

    @property
    def running(self) -> bool:
        """Whether a comparison runs."""
        return self._job is not None

    @property
    def result(self) -> CompareResult | None:
        """What the last comparison came to."""
        return self._result

    def compare(self, request: CompareRequest) -> None:
        """Start a comparison; ``done`` or ``failed`` tells what came of it.

        Raises
        ------
        core.errors.LumenaryError
            If another job is running, or the user's folder cannot be written.
        """
        self._job = self._runner.start(request)
        self.began.emit()

    def _on_ended(self, outcome: JobOutcome) -> None:
        if self._job is None or outcome.job.id != self._job.id:
            return
        self._job = None
        if isinstance(outcome.result, CompareResult):
            self._result = outcome.result
            self.done.emit(outcome.result)
        else:
            self.failed.emit(outcome)
