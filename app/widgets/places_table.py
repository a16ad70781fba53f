"""A table of folders and files to be read, not edited."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip

_GAP = "\N{EN SPACE}"
_ROWS_SEEN = 3
"""Rows that are in sight at least."""
_WIDEST_EM = 16.0
"""Of all columns but the last, which takes the rest."""


class PlacesTable(QTableWidget):
    """Long names are cut in their middle, and stand whole in a tooltip.

    Parameters
    ----------
    name
        What is read aloud.
    columns
        Their headings; numbers stand at the right of their column.
    parent
        The widget it stands in.
    """

    def __init__(
        self, name: str, columns: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(columns), parent)
        self.setAccessibleName(name)
        for column, words in enumerate(columns):
            self.setHorizontalHeaderItem(column, QTableWidgetItem(words))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)  # Tab leaves it for the buttons
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(True)
        self._fit()

    def set_rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Show these cells."""
        cells = list(rows)
        self.setRowCount(len(cells))
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                self.setItem(row, column, item)
        for column, texts in enumerate(zip(*cells, strict=True)):
            self._align(column, texts)
        self._fit()

    def _align(self, column: int, texts: Sequence[str]) -> None:
        header = self.horizontalHeaderItem(column)
        assert header is not None  # made with the table
        numbers = all(text.replace(",", "").isdigit() for text in texts)
        side = Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
        header.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        header.setText(header.text().rstrip(_GAP) + (_GAP if numbers else ""))
        self.setItemDelegateForColumn(
            column, _Numbers(self) if numbers else self.itemDelegate()
        )

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few rows."""
        rows = min(_ROWS_SEEN, max(self.rowCount(), 1))
        return QSize(em(self, 20), self._height_of(rows))

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(em(self, 36), self._height_of(self.rowCount()))

    def _height_of(self, rows: int) -> int:
        header = self.horizontalHeader().sizeHint().height()
        row = self.verticalHeader().defaultSectionSize()
        return header + row * rows + 2 * self.frameWidth()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(em(self, 1.45))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(self.columnCount() - 1):
            wanted = max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            self.setColumnWidth(column, min(wanted + em(self), em(self, _WIDEST_EM)))
        self.updateGeometry()


class _Numbers(QStyledItemDelegate):
    """Numbers at the right, with a gap before the next column."""

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:
        """Return the number and the gap."""
        return f"{super().displayText(value, locale)}{_GAP}"

    def initStyleOption(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Put it at the right."""
        super().initStyleOption(option, index)
        option.displayAlignment = (
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
