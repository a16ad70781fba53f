"""The matrix beside the numbers, or beside the stills of the cell that is chosen."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.appearance.measures import em
from app.item_models.cell_stills import matrix_cell, revised_label, stills_of_cell
from app.pages.cell_pane import CellPane
from app.pages.report_parts import NumbersPart
from app.reporting.label_questioning import LabelQuestioning
from app.reporting.open_report import OpenReport
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.grip_splitter import GripSplitter
from app.widgets.matrix_panel import MatrixPanel
from app.widgets.plain_scroll_area import PlainScrollArea
from core.images.settings import PreprocessingSettings
from core.jobs.tested_stills import TestedStill

_MATRIX_SHARE: Final = 0.34
_MATRIX_EM: Final = (20.0, 36.0)


class MatrixOverview(GripSplitter):
    """Leads from a cell to its stills and back.

    Parameters
    ----------
    questioning
        Knows which labels are doubted.
    thumbnails, loader
        Stills, small and large.
    """

    def __init__(
        self,
        questioning: LabelQuestioning,
        thumbnails: Thumbnails,
        loader: StillLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, self._widths, parent)
        self._questioning = questioning
        self._report: OpenReport | None = None
        self.matrix = MatrixPanel()
        self.numbers = NumbersPart()
        self.cell_pane = CellPane(thumbnails, loader)
        self._right = QStackedWidget()
        self._right.addWidget(self.numbers)
        self._right.addWidget(self.cell_pane)
        self.addWidget(PlainScrollArea(self.matrix, "Confusion matrix"))
        self.addWidget(self._right)
        self.setChildrenCollapsible(False)
        self.matrix.cell_chosen.connect(self._show_cell)
        self.cell_pane.left.connect(self._go_back)

    def show_report(self, report: OpenReport) -> None:
        """Show another report, or the same with other numbers."""
        self._report = report
        self.matrix.show_records(report.records)
        self.numbers.show_report(report)
        self._show_numbers()

    def show_questions(self) -> None:
        """Mark what is questioned now."""
        if self._report is not None:
            questions = self._questioning.by_digest(self._report.stills)
            self.cell_pane.show_questions(questions)

    def _show_numbers(self) -> None:
        self._right.setCurrentWidget(self.numbers)
        self.matrix.let_go()

    def _go_back(self) -> None:
        self._show_numbers()
        self.matrix.take_keyboard()

    def _show_cell(self, revised: bool, row: int, column: int) -> None:
        report = self._report
        if report is None:
            return
        model = (self.matrix.revised if revised else self.matrix.first).model
        self.cell_pane.show_cell(model.sentence(row, column), report.obstacle)
        if report.header is not None:
            cell = matrix_cell(report.record, row, column)
            self.cell_pane.show_stills(
                report.header,
                stills_of_cell(cell, self._labelled(report, revised=revised)),
                self._questioning.by_digest(report.stills),
                _settings_of(report),
            )
        self._right.setCurrentWidget(self.cell_pane)
        self.cell_pane.take_keyboard()

    def _labelled(
        self, report: OpenReport, *, revised: bool
    ) -> list[tuple[TestedStill, str | None]]:
        """Return all stills with the labels of the first numbers, or the revised."""
        record = report.revised if revised else None
        if record is None:
            return [(still, still.true_class) for still in report.stills]
        question = self._questioning.question
        return [
            (still, revised_label(still, question(still), record))
            for still in report.stills
        ]

    def _widths(self, width: int) -> tuple[int, int]:
        least, most = (em(self, each) for each in _MATRIX_EM)
        matrix = round(min(max(_MATRIX_SHARE * width, least), most))
        return matrix, max(width - matrix - self.handleWidth(), 1)


def _settings_of(report: OpenReport) -> PreprocessingSettings:
    card = report.card
    return card.recipe.preprocessing if card else PreprocessingSettings()
