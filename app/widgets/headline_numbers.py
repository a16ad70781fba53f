"""The numbers of all classes together, balanced accuracy first and largest."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.appearance.measures import em, small_font, title_font
from app.item_models.cell_stills import REVISED
from app.item_models.rate_cells import TableCell
from app.item_models.report_tables import FIRST, headline
from app.widgets.fitted import Fitted, bold
from core.library.evaluation_record import EvaluationRecord

_PLAIN = Qt.TextFormat.PlainText


class HeadlineNumbers(Fitted):
    """A row of numbers for one record, or a row for each of two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[QLabel] = []
        self._large: list[QLabel] = []
        self._small: list[QLabel] = []
        self._notes: list[QLabel] = []
        self._grid = QGridLayout(self)
        self.setAccessibleName("How often it is right")
        self._fit()

    def show_records(self, records: Sequence[EvaluationRecord]) -> None:
        """Show the numbers as first measured and, where there are such, revised."""
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels, self._notes = [], []
        self._large, self._small = [], []
        line = 0
        for record in records:
            if len(records) > 1:
                words = REVISED if record.revised else FIRST
                above = self._label(f"{words[:1].upper()}{words[1:]}")
                above.setFont(bold())
                above.setContentsMargins(0, em(self, 0.5 if line else 0), 0, 0)
                self._grid.addWidget(above, line, 0, 1, -1)
                line += 1
            for column, (title, cell) in enumerate(headline(record)):
                self._add(line, column, title, cell)
            line += 3
        self._fit()

    def _add(self, line: int, column: int, title: str, cell: TableCell) -> None:
        value, name, note = (self._label(t) for t in (cell.text, title, cell.note))
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in value, name, note:
            label.setToolTip(cell.meaning)
        value.setAccessibleName(f"{title}: {cell.spoken}")
        self._grid.addWidget(name, line, column)
        self._grid.addWidget(value, line + 1, column)
        self._grid.addWidget(note, line + 2, column, Qt.AlignmentFlag.AlignTop)
        self._notes.append(note)
        (self._large if column == 0 else self._small).append(value)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(_PLAIN)
        self._labels.append(label)
        return label

    def _fit(self) -> None:
        for label in self._large:
            label.setFont(title_font(self.font(), scale=2.0))
        for label in self._small:
            label.setFont(title_font(self.font(), scale=1.35))
        for label in self._notes:
            label.setFont(small_font(self.font()))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.8))
        self._grid.setVerticalSpacing(0)
        for column in range(5):
            self._grid.setColumnStretch(column, 1)
