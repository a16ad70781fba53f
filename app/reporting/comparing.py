"""Has a worker compare two models, and tells its own job from others'."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.worker.job_line import JobLine, JobTicket
from app.worker.job_outcome import JobOutcome
from core.jobs.requests import CompareRequest
from core.jobs.results import CompareResult


class Comparing(QObject):
    """One comparison at a time; the last one is kept.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    """

    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""
    began = Signal()
    """The comparison that was asked for is being made now."""
    done = Signal(object)
    """The :class:`CompareResult`."""
    failed = Signal(object)
    """The :class:`JobOutcome` of a comparison that came to nothing."""
    pending_changed = Signal(bool)
    """Whether a comparison was asked for that has not ended."""

    def __init__(self, line: JobLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._ticket: JobTicket | None = None
        self._result: CompareResult | None = None

    @property
    def pending(self) -> bool:
        """Whether a comparison was asked for that has not ended."""
        return self._ticket is not None

    @property
    def result(self) -> CompareResult | None:
        """What the last comparison came to."""
        return self._result

    def compare(self, request: CompareRequest) -> None:
        """Ask for a comparison; ``done`` or ``failed`` tells what came of it."""
        first, second = (Path(model).name for model in request.models)
        self._ticket = self._line.submit(
            request, title=f"Comparing “{first}” and “{second}”"
        )
        self._ticket.started.connect(lambda _: self.began.emit())
        self._ticket.ended.connect(self._on_ended)
        self.pending_changed.emit(True)
        self.asked.emit(self._ticket)

    def _on_ended(self, outcome: JobOutcome) -> None:
        self._ticket = None
        self.pending_changed.emit(False)
        if isinstance(outcome.result, CompareResult):
            self._result = outcome.result
            self.done.emit(outcome.result)
        else:
            self.failed.emit(outcome)
