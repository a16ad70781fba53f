"""The stills of a cell of either matrix of a comparison."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.item_models.cell_stills import matrix_cell, stills_of_cell
from app.pages.cell_pane import CellPane
from app.problems.problem import Problem
from app.reporting.label_questioning import LabelQuestioning
from app.reporting.pane_questioning import PaneQuestioning
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from core.errors import LumenaryError
from core.images.settings import PreprocessingSettings
from core.jobs.compared_stills import ComparedStills, read_compared
from core.jobs.results import CompareResult


class ComparedCells(QWidget):
    """Shows stills as the Report page does; a label can be questioned here as well.

    Parameters
    ----------
    questioning
        Takes down which labels are doubted.
    thumbnails, loader
        Stills, small and large.
    present
        Shows a problem.
    """

    left = Signal()
    """The reader wants to go back to the comparison."""

    def __init__(
        self,
        *,
        questioning: LabelQuestioning,
        thumbnails: Thumbnails,
        loader: StillLoader,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._questioning = questioning
        self._result: CompareResult | None = None
        self._both: tuple[ComparedStills, ComparedStills] | None = None
        self._shown: ComparedStills | None = None
        self.pane = CellPane(thumbnails, loader, self)
        self._pane_questioning = PaneQuestioning(
            self.pane, questioning, model_key=self._model_key, present=present
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self._connect()

    def show_comparison(self, result: CompareResult) -> None:
        """Take another comparison; its stills are read when a cell is asked for."""
        self._result, self._both, self._shown = result, None, None

    def show_cell(
        self,
        *,
        second: bool,
        row: int,
        column: int,
        sentence: str,
        settings: PreprocessingSettings,
    ) -> None:
        """Show the stills of a cell.

        Parameters
        ----------
        second
            Whether of the second model's matrix.
        row, column
            The cell's.
        sentence
            What it counts, in words.
        settings
            By which that model prepares a still.
        """
        if self._result is None:
            return
        comparison = self._result.comparison
        record = comparison.second if second else comparison.first
        try:
            self._shown = self._read(self._result)[second]
        except LumenaryError as error:
            self._shown = None
            self.pane.show_cell(sentence, f"{error.user_message}\n{error.hint}")
            return
        cell = matrix_cell(record, row, column)
        labelled = [(still, still.true_class) for still in self._shown.stills]
        self.pane.show_cell(sentence, "")
        self.pane.show_stills(
            self._shown.header,
            stills_of_cell(cell, labelled),
            self._questioning.by_digest(self._shown.stills),
            settings,
        )

    def _read(self, result: CompareResult) -> tuple[ComparedStills, ComparedStills]:
        if self._both is None:
            self._questioning.recall()
            self._both = read_compared(result.run, result.comparison)
        return self._both

    def _model_key(self) -> str | None:
        return self._shown.header.model_key if self._shown is not None else None

    def _connect(self) -> None:
        self.pane.left.connect(self.left)
        self._questioning.changed.connect(self._mark)
        undo = QAction("Undo", self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.triggered.connect(self._pane_questioning.undo)
        self.addAction(undo)

    def _mark(self) -> None:
        if self._shown is not None:
            questions = self._questioning.by_digest(self._shown.stills)
            self.pane.show_questions(questions)
