"""Every page but the first one: built after the first paint, whose time they take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.appearance.measures import thumbnail_side
from app.curating.dataset_room import DatasetRoom
from app.listed_models import ListedModels
from app.main_window import MainWindow
from app.previewing.preview_room import PreviewRoom
from app.problems.problem import Problem
from app.reporting.compare_room import CompareRoom
from app.reporting.comparing import Comparing
from app.reporting.report_room import ReportRoom
from app.reporting.report_saving import ReportSaving
from app.widgets.grip_splitter import GripSplitter
from app.worker.job_line import JobLine
from core.library.store import LibraryEntry
from core.paths import UserFolders


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


class OtherPages:
    """The pages in the order of the rail, and the wires between them.

    Raises
    ------
    core.review.label_questions.ReviewLogUnusable
        If the log of questioned labels cannot be opened.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.preview = self._build_preview()
        self.dataset = self._build_dataset()
        self.report = self._build_report()
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
        self._add_to_the_rail()

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        rooms = self.preview, self.dataset, self.report
        pages = *(room.page for room in rooms), self.compare
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

    def stop(self) -> None:
        """End the threads and close the logs; the window is closed."""
        self.preview.stop()
        self.dataset.stop()
        self.saving.stop()
        self._compare_room.stop()
        self.report.stop()

    def _offer(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        self.report.page.set_models(entries, chosen)
        self.compare.set_models(entries)

    def _build_preview(self) -> PreviewRoom:
        ground = self._ground
        return PreviewRoom(
            ground.line,
            ground.folders,
            thumbnail_side=thumbnail_side(ground.window),
            present=ground.present,
            parent=ground.window,
        )

    def _build_dataset(self) -> DatasetRoom:
        ground = self._ground
        return DatasetRoom(
            ground.line,
            ground.folders,
            reader=ground.reader,
            thumbnail_side=thumbnail_side(ground.window),
            present=ground.present,
            parent=ground.window,
        )

    def _build_report(self) -> ReportRoom:
        ground = self._ground
        return ReportRoom(
            ground.line,
            ground.folders,
            reader=ground.reader,
            thumbnail_side=thumbnail_side(ground.window),
            present=ground.present,
            parent=ground.window,
        )

    def _add_to_the_rail(self) -> None:
        window = self._ground.window
        window.add_page("preview", "Preview", self.preview.page)
        window.add_page("dataset", "Dataset", self.dataset.page)
        window.add_page("report", "Report", self.report.page)
        window.add_page("compare", "Compare", self.compare)
