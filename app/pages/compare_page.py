"""The Compare page: two models on the same stills, and how sure their difference is."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDir, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.pages.compared_cells import ComparedCells
from app.problems.problem import Problem, problems_to
from app.reporting.comparing import Comparing
from app.widgets.compare_bar import CompareBar
from app.widgets.compare_empty import INVITATION, NOTHING, CompareEmpty
from app.widgets.comparison_view import ComparisonView
from app.widgets.drop_area import DropFilter, Dropped
from app.widgets.fitted import Fitted
from app.widgets.grip_splitter import GripSplitter
from app.widgets.waiting_rows import WaitingRows
from app.worker.job_outcome import JobOutcome
from core.errors import LumenaryError
from core.files import write_bytes
from core.images.settings import PreprocessingSettings
from core.jobs.results import CompareResult
from core.library.store import LibraryEntry


class ComparePage(Fitted):
    """Puts the widgets together; what is compared comes in.

    Parameters
    ----------
    comparing
        Starts the job.
    cells
        Shows the stills of a cell.
    present
        Shows a problem.
    """

    def __init__(
        self,
        comparing: Comparing,
        cells: ComparedCells,
        *,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._comparing = comparing
        self._present = present
        self._asked: tuple[str, ...] = ()
        self.bar = CompareBar(self)
        self.waiting = WaitingRows(self)
        self.empty = CompareEmpty(self)
        self.view = ComparisonView(self)
        self.cells = cells
        self._opened_second = False
        self._settings: dict[str, PreprocessingSettings] = {}
        self._drops = DropFilter(self)
        self._body = QStackedWidget(self)
        self._body.addWidget(self.empty)
        self._body.addWidget(self.view)
        self._body.addWidget(self.cells)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.waiting)
        self._column.addWidget(self._body, 1)
        self._connect()
        self._fit()

    @property
    def shows_comparison(self) -> bool:
        """Whether a comparison is shown, and not words about one."""
        return self._body.currentWidget() is self.view

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        return {"compare cell": self.cells.pane.body}

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Offer the models of the library."""
        self.bar.set_models(entries)
        cards = [entry.card for entry in entries if entry.card is not None]
        self._settings = {card.key: card.recipe.preprocessing for card in cards}

    def open_with(self, models: tuple[str, str], folder: Path | None = None) -> None:
        """Choose two models by name and, if known, the stills to measure them on."""
        self.bar.choose_models(*models)
        if folder is not None:
            self.bar.choose_folder(folder)
        self.bar.compare.setFocus()

    def compare(self) -> None:
        """Compare what is chosen, as soon as nothing is missing."""
        request = self.bar.request()
        if request is None or self._comparing.pending:
            return
        self._asked = tuple(c.currentText() for c in (self.bar.first, self.bar.second))
        self._comparing.compare(request)

    def save(self, path: Path) -> None:
        """Write the report that is shown to another place."""
        result = self._comparing.result
        if result is None:
            return
        with problems_to(self._present):
            write_bytes(path, _read(result.report))

    def _connect(self) -> None:
        self.bar.compare_wanted.connect(self.compare)
        self.empty.folder_wanted.connect(self.bar.ask_for_folder)
        self.view.cell_chosen.connect(self._show_cell)
        self.cells.left.connect(self._leave_cell)
        self.view.open_wanted.connect(self._open_report)
        self.view.save_wanted.connect(self._ask_where)
        self._comparing.pending_changed.connect(self.bar.set_working)
        self._comparing.asked.connect(self.waiting.follow)
        self._comparing.began.connect(self._on_began)
        self._comparing.done.connect(self._on_done)
        self._comparing.failed.connect(self._on_failed)
        self._drops.install(self)
        self._drops.dropped.connect(self._on_dropped)
        self._drops.refused.connect(lambda why: self._present(Problem(why)))
        start = QAction("Compare", self)
        start.setShortcut("Ctrl+Return")
        start.triggered.connect(self.compare)
        self.addAction(start)

    def _on_began(self) -> None:
        self.empty.show_words("Comparing…", "\n".join(self._asked))
        self._body.setCurrentWidget(self.empty)

    def _on_done(self, result: CompareResult) -> None:
        self.view.show_comparison(result.comparison)
        self.cells.show_comparison(result)
        self._body.setCurrentWidget(self.view)
        self.view.differences.setFocus()

    def _show_cell(self, second: bool, row: int, column: int) -> None:
        result = self._comparing.result
        if result is None:
            return
        record = result.comparison
        key = record.second_key if second else record.first_key
        self._opened_second = second
        self.cells.show_cell(
            second=second,
            row=row,
            column=column,
            sentence=self.view.cell_in_words(second=second, row=row, column=column),
            settings=self._settings.get(key) or PreprocessingSettings(),
        )
        self._body.setCurrentWidget(self.cells)
        self.cells.pane.take_keyboard()

    def _leave_cell(self) -> None:
        self._body.setCurrentWidget(self.view)
        self.view.take_keyboard(second=self._opened_second)

    def _on_failed(self, outcome: JobOutcome) -> None:
        problem = outcome.problem
        if problem is None and self._comparing.result is not None:
            self._body.setCurrentWidget(self.view)  # stopped: as it was before
            return
        if problem is None:  # stopped by a person, who need not be told
            self.empty.show_words(NOTHING, INVITATION)
        else:
            self.empty.show_words(
                "These models could not be compared",
                f"{problem.user_message}\n{problem.hint}".strip(),
            )
        self._body.setCurrentWidget(self.empty)

    def _on_dropped(self, dropped: Dropped) -> None:
        self.bar.choose_folder(dropped.source.folder)

    def _open_report(self) -> None:
        result = self._comparing.result
        if result is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.report))):
            self._present(
                Problem(
                    "No program could be found that shows the report.",
                    f"It stands in “{result.report}”; open it with a browser.",
                )
            )

    def _ask_where(self) -> None:
        result = self._comparing.result
        if result is None:
            return
        record = result.comparison
        dialog = QFileDialog(self, "Save the comparison as HTML", QDir.homePath())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter("Web page, complete in one file (*.html)")
        dialog.setDefaultSuffix("html")
        dialog.selectFile(f"{record.first.model} and {record.second.model}.html")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def _fit(self) -> None:
        margin = em(self, 0.9)
        self._column.setContentsMargins(margin, margin, margin, em(self, 0.5))
        self._column.setSpacing(em(self, 0.8))


def _read(report: Path) -> bytes:
    try:
        return report.read_bytes()
    except OSError as error:
        raise LumenaryError(
            f"The report of this comparison could not be read: {error.strerror}.",
            hint="Nothing was saved. Compare the models again.",
            details=repr(error),
        ) from error
