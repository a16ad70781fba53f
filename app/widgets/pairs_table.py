"""How near the stills of a set of copies are, pair by pair; one of them is chosen."""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.appearance.measures import em
from app.item_models.pairs_model import PairsModel
from app.widgets.flat_header import FlatHeader
from app.widgets.view_keyboard import came_by_key, select_current

_Index = QModelIndex | QPersistentModelIndex
_ROW_EM: Final = 1.7
_ROWS_SEEN: Final = 5
_PAD_EM: Final = 0.5
_NAMES: Final = 2
"""Columns that hold names, and are cut first."""
_NAME_EM: Final = 5.0


class _Delegate(QStyledItemDelegate):
    """Paints words as far from the edge as the titles above them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        role, palette = QPalette.ColorRole, option.palette
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, palette.color(role.Highlight))
        painter.setPen(palette.color(role.HighlightedText if selected else role.Text))
        pad = round(_PAD_EM * option.fontMetrics.height())
        room = option.rect.adjusted(pad, 0, -pad, 0)
        middle = Qt.TextElideMode.ElideMiddle
        text = option.fontMetrics.elidedText(index.data(), middle, room.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(left), text)
        painter.restore()


class PairsTable(QTableView):
    """A row for each pair, the nearest in sight without scrolling."""

    chosen = Signal(int)
    """The row that is current now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PairsModel(self)
        self.setAccessibleName("How near the stills are to each other")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setHorizontalHeader(FlatHeader(self))
        self.setModel(self.rows)
        self.rows.modelReset.connect(self._fit)
        self.rows.dataChanged.connect(self._fit_columns)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._fit()

    @property
    def row(self) -> int:
        """The chosen row; -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Make a row current."""
        self.selectRow(row)

    def sizeHint(self) -> QSize:
        """Return the size of a few rows."""
        rows = min(max(self.rows.rowCount(), 1), _ROWS_SEEN)
        head = self.horizontalHeader().sizeHint().height()
        return QSize(em(self, 30), head + rows * em(self, _ROW_EM) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the same height in a width that may be scrolled."""
        return QSize(em(self, 12), self.sizeHint().height())

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: typed keys belong to others."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first pair if none is chosen and a key led here."""
        super().focusInEvent(event)
        if came_by_key(event):
            select_current(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(em(self, _ROW_EM))
        self._fit_columns()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        """Give numbers and words what they need, and names the rest."""
        gap, metrics = em(self, 1.2), self.fontMetrics()
        texts = [
            str(self.rows.headerData(column, Qt.Orientation.Horizontal))
            for column in range(self.rows.columnCount())
        ]
        wanted = [metrics.horizontalAdvance(text) + gap for text in texts]
        for pair in self.rows.pairs:
            for column, text in enumerate(pair.cells):
                wide = metrics.horizontalAdvance(text) + gap
                wanted[column] = max(wanted[column], wide)
        rest = self.viewport().width() - sum(wanted[_NAMES:])
        share = max(rest // _NAMES, em(self, _NAME_EM))
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, share if column < _NAMES else width)

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.row())
