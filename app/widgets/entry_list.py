"""A list of entries: title, count at the right, a quiet line beneath."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.appearance.measures import em, small_font
from app.item_models.entries_model import COUNT_ROLE, NOTE_ROLE, EntriesModel
from app.widgets.view_keyboard import came_by_key, select_current

_Index = QModelIndex | QPersistentModelIndex
_LINE_EM: Final = 1.2
_AIR_EM: Final = 0.35
_SIDE_EM: Final = 0.6
_WIDTH_EM: Final = 15.0
_ROWS_SEEN: Final = 3
"""Rows that are in sight at least."""


class _Delegate(QStyledItemDelegate):
    """Paints a title with its count, and the note below."""

    def __init__(self, view: "EntryList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(em(self._view, 6), self._view.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        view, rect, palette = self._view, option.rect, option.palette
        role, state = QPalette.ColorRole, QStyle.StateFlag
        selected = bool(option.state & state.State_Selected)
        ink = palette.color(role.HighlightedText if selected else role.Text)
        quiet = ink if selected else palette.color(role.PlaceholderText)
        painter.save()
        if selected:
            painter.fillRect(rect, palette.color(role.Highlight))
        air, line = em(view, _AIR_EM), em(view, _LINE_EM)
        side = em(view, _SIDE_EM)
        above = QRect(rect.left() + side, rect.top() + air, rect.width() - 2 * side, 0)
        above.setHeight(line)
        painter.setFont(view.font())
        count = index.data(COUNT_ROLE)
        _write(painter, above, count, quiet, right=True)
        taken = painter.fontMetrics().horizontalAdvance(count)
        title = above.adjusted(0, 0, -taken - side if count else 0, 0)
        _write(painter, title, index.data(), ink)
        painter.setFont(small_font(view.font()))
        _write(painter, above.translated(0, line), index.data(NOTE_ROLE), quiet)
        if option.state & state.State_HasFocus and view.hasFocus():
            painter.setPen(QPen(ink, 1.2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


class EntryList(QListView):
    """Shows entries; the arrows go through them, and the chosen one is told."""

    chosen = Signal(int)
    """The row that a person, or :meth:`choose`, made current."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = EntriesModel(self)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Delegate(self))
        self.setModel(self.rows)
        self.rows.modelReset.connect(self.updateGeometry)
        # rows of another number of lines
        self.rows.dataChanged.connect(self.scheduleDelayedItemsLayout)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def row_height(self) -> int:
        """The height of an entry, in logical pixels."""
        lines = 2 if self.rows.with_notes else 1
        return lines * em(self, _LINE_EM) + 2 * em(self, _AIR_EM)

    @property
    def whole_height(self) -> int:
        """The height of all entries."""
        return self.rows.rowCount() * self.row_height + 2 * self.frameWidth()

    @property
    def row(self) -> int:
        """The chosen row; -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Make a row current; one that is so already is told again."""
        row = min(max(row, 0), self.rows.rowCount() - 1)
        if row == self.row >= 0:
            self.chosen.emit(row)
        elif row >= 0:
            self.setCurrentIndex(self.rows.index(row))

    def sizeHint(self) -> QSize:
        """Return the room of all entries."""
        return QSize(em(self, _WIDTH_EM), self.whole_height)

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few entries."""
        few = min(self.whole_height, _ROWS_SEEN * self.row_height)
        return QSize(em(self, 9), few)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first entry only if a key led here and none is chosen."""
        if came_by_key(event):
            super().focusInEvent(event)
            select_current(self)
        else:
            QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.row())


def _write(
    painter: QPainter, room: QRect, text: str, ink: QColor, *, right: bool = False
) -> None:
    if not text:
        return
    painter.setPen(ink)
    elide = Qt.TextElideMode.ElideRight if right else Qt.TextElideMode.ElideMiddle
    shown = painter.fontMetrics().elidedText(text, elide, room.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
