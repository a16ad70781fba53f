"""The numbers of all classes together, balanced accuracy first and largest."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.appearance.measures import em, small_font, title_font
from app.item_models.cell_stills import REVISED
from app.item_models.rate_cells import TableCell
from app.item_models.report_tables import FIRST, headline
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from core.library.evaluation_record import EvaluationRecord

_SCALES: Final = (2.0, 1.35)
"""Sizes of the first number and of the others, in sizes of the font."""
_BLOCK_EM: Final = 8.2
_GAP_EM: Final = 0.5
"""Above the second of two rows."""


class HeadlineNumbers(Fitted):
    """A row of numbers for one record, or a row for each of two; more if narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self.setAccessibleName("How often it is right")
        self._fit()

    def show_records(self, records: Sequence[EvaluationRecord]) -> None:
        """Show the numbers as first measured and, where there are such, revised."""
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for record in records:
            if len(records) > 1:
                words = REVISED if record.revised else FIRST
                above = _plain(f"{words[:1].upper()}{words[1:]}")
                above.setFont(bold())
                gap = em(self, _GAP_EM) if self._parts else 0
                above.setContentsMargins(0, gap, 0, 0)
                self._add(above)
            self._add(_NumbersRow(headline(record)))

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._column.addWidget(part)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.2))


class _NumbersRow(Fitted):
    """Numbers beside each other, the first one largest."""

    def __init__(self, numbers: Sequence[tuple[str, TableCell]]) -> None:
        super().__init__()
        self._row = FlowRows(self)
        self._blocks = [_Number(title, cell) for title, cell in numbers]
        for block in self._blocks:
            self._row.addWidget(block)
        self._fit()

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.6), em(self, 0.4))
        large = QFontMetrics(title_font(self.font(), scale=_SCALES[0])).height()
        for number, block in enumerate(self._blocks):
            block.value.setMinimumHeight(large)  # on one line with the first
            block.setMinimumWidth(em(self, _BLOCK_EM))
            block.value.setFont(title_font(self.font(), scale=_SCALES[number > 0]))
            block.note.setFont(small_font(self.font()))


class _Number(QWidget):
    """A number beneath its name, with interval and n beneath it."""

    def __init__(self, title: str, cell: TableCell) -> None:
        super().__init__()
        name, self.value, self.note = (
            _plain(text) for text in (title, cell.text, cell.note)
        )
        self.value.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.value.setAccessibleName(f"{title}: {cell.spoken}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in name, self.value, self.note:
            label.setToolTip(cell.meaning)
            column.addWidget(label)
        for label in name, self.note:
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        policy = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(*policy)


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
