"""Drawn stills for a first try: drawn once into the data folder, then found there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.problems.problem import Problem, problems_to
from app.worker.job_outcome import JobOutcome
from app.worker.job_runner import JobRunner
from core.jobs.requests import DrawSamplesRequest
from core.jobs.results import DrawSamplesResult
from core.paths import UserFolders

SAMPLE_MODEL = "sample"
"""The model that knows them."""

_STILLS = 300
"""Labelled ones; a fifth as many are there to be classified."""


class SampleStills(QObject):
    """Has them drawn by a worker where they are not there yet."""

    ready = Signal(object)
    """The folder to classify."""

    def __init__(
        self,
        runner: JobRunner,
        folders: UserFolders,
        present: Callable[[Problem], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._folder = folders.home / "samples"
        self._present = present
        runner.ended.connect(self._on_ended)

    def prepare(self) -> None:
        """Say that they are ready, at once or when they are drawn."""
        if (self._folder / "unsorted").is_dir():
            self._say_ready()
            return
        with problems_to(self._present):
            self._runner.start(DrawSamplesRequest(out=self._folder, stills=_STILLS))

    def _on_ended(self, outcome: JobOutcome) -> None:
        result = outcome.result
        if isinstance(result, DrawSamplesResult) and result.folder == self._folder:
            # who starts the next job must not come before others hear of this end
            QTimer.singleShot(0, self, self._say_ready)

    def _say_ready(self) -> None:
        self.ready.emit(self._folder / "unsorted")
