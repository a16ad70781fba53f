"""Drawn stills for a first try: drawn once into the data folder, then found there."""

from PySide6.QtCore import QObject, Signal

from app.worker.job_line import JobLine, JobTicket
from app.worker.job_outcome import JobOutcome, OutcomeKind
from core.jobs.requests import DrawSamplesRequest
from core.paths import UserFolders

SAMPLE_MODEL = "sample"
"""The model that knows them."""

_STILLS = 300
"""Labelled ones; a fifth as many are there to be classified."""


class SampleStills(QObject):
    """Has them drawn by a worker where they are not there yet."""

    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""
    ready = Signal(object)
    """The folder to classify."""

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._folder = folders.home / "samples"
        self._ticket: JobTicket | None = None

    def prepare(self) -> None:
        """Say that they are ready, at once or when they are drawn."""
        if (self._folder / "unsorted").is_dir():
            self._say_ready()
        elif self._ticket is None:
            self._draw()

    def _draw(self) -> None:
        self._ticket = self._line.submit(
            DrawSamplesRequest(out=self._folder, stills=_STILLS),
            title="Drawing sample stills",
        )
        self._ticket.ended.connect(self._on_ended)
        self.asked.emit(self._ticket)

    def _on_ended(self, outcome: JobOutcome) -> None:
        self._ticket = None
        if outcome.kind is OutcomeKind.FINISHED:
            self._say_ready()

    def _say_ready(self) -> None:
        self.ready.emit(self._folder / "unsorted")
