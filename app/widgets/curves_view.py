"""All curves of a report, two beside each other where there is room."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.cell_stills import REVISED
from app.item_models.report_tables import FIRST
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.plot_view import PlotView
from core.evaluation.figures import Plot, curve_plots, history_plots
from core.library.evaluation_record import EvaluationRecord

NO_HISTORY: Final = (
    "How the model learnt is not part of this evaluation: only the one that its "
    "training made holds that, and older models do not."
)
NO_CURVES: Final = "This evaluation has no curves."
_TWO_EM: Final = 44.0
"""Width from which on two plots stand beside each other."""


class CurvesView(QWidget):
    """ROC, precision and recall, and how training went."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._grid = QGridLayout()
        self._plots: list[PlotView] = []
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, em(self, 0.5), 0)
        column.addLayout(self._grid)
        column.addWidget(self._note)
        column.addStretch(1)
        self._area = PlainScrollArea(inside, "Curves")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to scroll by keys
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._grid.setHorizontalSpacing(em(self, 2))
        self._grid.setVerticalSpacing(em(self, 1))

    def show_records(self, records: Sequence[EvaluationRecord]) -> None:
        """Show the curves of one record, or of the first and the revised one."""
        for view in self._plots:
            self._grid.removeWidget(view)
            view.hide()
            view.deleteLater()
        both = len(records) > 1
        shown: list[tuple[Plot, str]] = []
        for record in records:
            about = (REVISED if record.revised else FIRST) if both else ""
            shown += [(plot, about) for plot in curve_plots(record)]
        shown += [(plot, "") for plot in history_plots(records[0].history)]
        self._plots = [PlotView() for _ in shown]
        for view, (plot, about) in zip(self._plots, shown, strict=True):
            view.show_plot(plot, about)
        missing = "" if records[0].history else NO_HISTORY
        self._note.setText(missing if shown else f"{NO_CURVES} {missing}")
        self._note.setVisible(bool(missing))
        self._place()

    @property
    def plots(self) -> tuple[PlotView, ...]:
        """What is shown."""
        return tuple(self._plots)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between one and two columns."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = 2 if self.width() > em(self, _TWO_EM) else 1
        top = Qt.AlignmentFlag.AlignTop
        for number, view in enumerate(self._plots):
            self._grid.addWidget(view, number // columns, number % columns, top)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
