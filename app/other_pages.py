"""Every page but the first one: built after the first paint, whose time they take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.appearance.measures import thumbnail_side
from app.curating.dataset_room import DatasetRoom
from app.learning.train_room import TrainRoom
from app.listed_models import ListedModels
from app.main_window import MainWindow
from app.model_library.models_room import ModelsRoom
from app.previewing.preview_room import PreviewRoom
from app.problems.problem import Problem
from app.reporting.compare_room import CompareRoom
from app.reporting.comparing import Comparing
from app.reporting.report_room import ReportRoom
from app.reporting.report_saving import ReportSaving
from app.widgets.grip_splitter import GripSplitter
from app.worker.job_line import JobLine
from core.jobs.requests import GroupingRequest
from core.library.store import LibraryEntry
from core.paths import UserFolders

_Read = TypeVar("_Read", DatasetRoom, ReportRoom)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every page stands on."""

    window: MainWindow
    line: JobLine
    folders: UserFolders
    models: ListedModels
    reader: Callable[[], str]
    """Returns who reads now."""
    present: Callable[[Problem], None]
    """Shows a problem."""
    model_in_use: Callable[[], str | None]
    """Returns the name of the model that the first page works with."""
    use_model: Callable[[str], None]
    """Has the first page work with another model, and does not change to it."""


class OtherPages(QObject):
    """The pages in the order of the rail, and the wires between them.

    Raises
    ------
    core.review.label_questions.ReviewLogUnusable
        If the log of questioned labels cannot be opened.
    """

    use_wanted = Signal(str)
    """A model's name: classify with it from now on."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground.window)
        self._ground = ground
        self.preview = self._build_preview()
        self.dataset = self._build_read(DatasetRoom)
        self.train = self._build_train()
        self.report = self._build_read(ReportRoom)
        self.saving = ReportSaving(
            self.report.page, self.report.questioning, ground.present, ground.window
        )
        self.comparing = Comparing(ground.line, ground.window)
        self._compare_room = CompareRoom(
            self.comparing,
            questioning=self.report.questioning,
            thumbnails=self.report.thumbnails,
            present=ground.present,
            parent=ground.window,
        )
        self.compare = self._compare_room.page
        self.models = self._build_models()
        self._add_to_the_rail()
        self._connect()
        QTimer.singleShot(0, self, self._offer_to_go_on)

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        rooms = self.preview, self.dataset, self.report
        pages = *(room.page for room in rooms), self.compare, self.models.page
        return {name: part for page in pages for name, part in page.draggable.items()}

    def set_models(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        """Offer models; ``chosen`` is the one that the first page works with."""
        self.preview.page.set_models(entries, chosen)
        self._offer(entries, chosen)

    def list_models(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        """Offer what the library holds now, and leave the pages' own choices."""
        self.preview.page.list_models(entries)
        self._offer(entries, chosen)

    def set_thumbnail_side(self, side: int) -> None:
        """Make thumbnails of another size, in device pixels."""
        for room in self.preview, self.dataset, self.report:
            room.thumbnails.set_side(side)

    @property
    def runs_shown(self) -> tuple[Path | None, ...]:
        """The run folders that pages show, and may still read from."""
        report, compared = self.report.page.report, self.comparing.result
        check = self.dataset.page.check
        return (
            check.report.parent if check is not None and check.report else None,
            report.run if report is not None else None,
            compared.folder if compared is not None else None,
            self.train.training.run_folder,
        )

    def follow_deletion(self, place: str) -> None:
        """Show no more what was deleted; ``place`` is a ``PlaceKey`` of what is kept.

        Raises
        ------
        core.errors.LumenaryError
            If what readers said cannot be read.
        """
        from core.keeping.places import PlaceKey

        shown = self.report.page.report
        if place == PlaceKey.REVIEWS:
            self.report.questioning.recall()
            self.dataset.deciding.settle()
            self.dataset.deciding.recall()
            if shown is not None:
                self.report.reports.open(shown.source)
        elif place in {PlaceKey.RUNS, PlaceKey.UNFINISHED}:
            self.report.reports.refresh()
            self.train.interrupted.look()

    def stop(self) -> None:
        """End the threads and close the logs; the window is closed."""
        self.preview.stop()
        self.dataset.stop()
        self.train.stop()
        self.saving.stop()
        self.models.stop()
        self._compare_room.stop()
        self.report.stop()

    def _offer(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        self.train.page.set_models(entries, chosen)
        self.report.page.set_models(entries, chosen)
        self.compare.set_models(entries)
        self.models.set_models(entries)

    def _build_preview(self) -> PreviewRoom:
        ground = self._ground
        return PreviewRoom(
            ground.line,
            ground.folders,
            thumbnail_side=thumbnail_side(ground.window),
            present=ground.present,
            parent=ground.window,
        )

    def _build_read(self, room: type[_Read]) -> _Read:
        """Build a room whose page a reader answers on."""
        ground = self._ground
        return room(
            ground.line,
            ground.folders,
            reader=ground.reader,
            thumbnail_side=thumbnail_side(ground.window),
            present=ground.present,
            parent=ground.window,
        )

    def _build_train(self) -> TrainRoom:
        ground = self._ground
        return TrainRoom(
            ground.line, ground.folders, present=ground.present, parent=ground.window
        )

    def _build_models(self) -> ModelsRoom:
        ground = self._ground
        models = ModelsRoom(
            ground.line,
            ground.folders,
            in_use=ground.model_in_use,
            use=ground.use_model,
            look=ground.models.look,
            present=ground.present,
            parent=ground.window,
        )
        models.page.use_wanted.connect(self.use_wanted)
        models.page.report_wanted.connect(self._report_model)
        models.page.compare_wanted.connect(self._compare_models)
        models.page.train_from_wanted.connect(self._train_from)
        return models

    def _train_from(self, name: str) -> None:
        self._ground.window.show_page(self.train.page)
        self.train.page.train_from(name)

    def _report_model(self, name: str) -> None:
        self._ground.window.show_page(self.report.page)
        self.report.page.show_model(name)

    def _compare_models(self, first: str, second: str) -> None:
        self._ground.window.show_page(self.compare)
        self.compare.bar.choose_models(first, second)

    def _add_to_the_rail(self) -> None:
        window = self._ground.window
        window.add_page("preview", "Preview", self.preview.page)
        window.add_page("dataset", "Dataset", self.dataset.page)
        window.add_page("train", "Train", self.train.page)
        window.add_page("report", "Report", self.report.page)
        window.add_page("compare", "Compare", self.compare)
        window.add_page("models", "Models", self.models.page)

    def _connect(self) -> None:
        train = self.train
        self.dataset.page.train_wanted.connect(self._open_train)
        train.models_changed.connect(self._ground.models.look)
        train.page.report_wanted.connect(self._open_report)
        train.page.compare_wanted.connect(self._open_compare)
        train.page.use_wanted.connect(self.use_wanted)

    def _offer_to_go_on(self) -> None:
        """Show a training that a crash or a logoff cut short, unless work was begun."""
        self.train.interrupted.look()
        if self.train.interrupted.newest() is not None and self._ground.line.is_idle:
            self._ground.window.show_page(self.train.page)

    def _open_train(self, folder: Path, grouping: GroupingRequest) -> None:
        self.train.page.open_with(folder, grouping)
        self._ground.window.show_page(self.train.page)

    def _open_report(self, run: Path) -> None:
        self._ground.window.show_page(self.report.page)
        self.report.reports.open_run(run)

    def _open_compare(self, folder: Path, models: tuple[str, str]) -> None:
        self._ground.window.show_page(self.compare)
        self.compare.open_with(models, folder)
