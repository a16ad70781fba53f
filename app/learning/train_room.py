"""All that the Train page is made of."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.classifying.sample_stills import SampleStills
from app.learning.estimating import Estimating
from app.learning.interrupted import Interrupted
from app.learning.recipe_pictures import RecipePictures
from app.learning.training import Training
from app.pages.train_page import TrainPage
from app.problems.problem import Problem
from app.settings.kept_settings import SettingsStore
from app.worker.job_line import JobLine, JobTicket
from app.worker.job_outcome import JobOutcome
from core.jobs.context import library_of, recipes_of
from core.jobs.requests import GroupingRequest
from core.jobs.results import TrainResult
from core.paths import UserFolders


class TrainRoom(QObject):
    """Builds the page and what works for it, and ends its thread.

    Parameters
    ----------
    line
        Where jobs of all pages wait for their turn.
    folders
        The user's own.
    present
        Shows a problem.
    parent
        The window.
    """

    models_changed = Signal()
    """A model was made: there is one more to be listed."""

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        *,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.training = Training(line, parent)
        self.estimating = Estimating(line, parent)
        self.interrupted = Interrupted(folders.runs, parent)
        self._pictures = RecipePictures(parent)
        self.page = TrainPage(
            training=self.training,
            estimating=self.estimating,
            interrupted=self.interrupted,
            pictures=self._pictures,
            recipes=recipes_of(folders),
            library=library_of(folders),
            present=present,
            parent=parent,
        )
        self._samples = SampleStills(line, folders, parent)
        self._samples.asked.connect(self._on_drawing)
        self._samples.ready.connect(self._try_samples)
        self.page.samples_wanted.connect(self._samples.prepare)
        settings = SettingsStore(folders.home).load().settings
        self.page.form.settings.show_device(settings.device)
        self.training.ended.connect(self._on_ended)

    def stop(self) -> None:
        """End the thread; the window is closed."""
        self._pictures.stop()

    def _on_drawing(self, ticket: JobTicket) -> None:
        self.page.empty.set_drawing(True)
        ticket.ended.connect(lambda: self.page.empty.set_drawing(False))

    def _try_samples(self, unsorted: Path) -> None:
        samples = unsorted.parent
        groups = GroupingRequest(groups_csv=samples / "groups.csv")
        self.page.open_with(samples / "labelled", groups, name="drawn stills")

    def _on_ended(self, outcome: JobOutcome) -> None:
        if isinstance(outcome.result, TrainResult):
            self.models_changed.emit()
