"""Stills that could not be read, with the reason of each."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPalette
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
from app.item_models.strip_model import PATH_ROLE, StripModel

_Index = QModelIndex | QPersistentModelIndex
_LINE_EM: Final = 1.2
_AIR_EM: Final = 0.3


class _Delegate(QStyledItemDelegate):
    """Paints a name and, below it, the reason."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QWidget)
        return QSize(em(view, 8), 2 * em(view, _LINE_EM) + 2 * em(view, _AIR_EM))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        view, model = self.parent(), index.model()
        assert isinstance(view, QWidget)
        assert isinstance(model, StripModel)
        rect: QRect = option.rect
        palette: QPalette = option.palette
        role = QPalette.ColorRole
        selected = option.state & QStyle.StateFlag.State_Selected
        if selected:
            painter.fillRect(rect, palette.color(role.Highlight))
        air, line = em(view, _AIR_EM), em(view, _LINE_EM)
        name = QRect(rect.left() + air, rect.top() + air, rect.width() - 2 * air, line)
        middle = Qt.TextElideMode.ElideMiddle
        painter.setPen(palette.color(role.HighlightedText if selected else role.Text))
        painter.setFont(view.font())
        _write(painter, name, index.data(), middle)
        if not selected:
            painter.setPen(palette.color(role.PlaceholderText))
        painter.setFont(small_font(view.font()))
        reason = model.note(index.row())
        _write(painter, name.translated(0, line), reason, Qt.TextElideMode.ElideRight)


class UnreadableList(QListView):
    """Names and reasons; one that is chosen is tried again."""

    chosen = Signal(object)
    """The ``Path`` of the still that a person chose by mouse or key."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selecting = False
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Delegate(self))

    def setModel(self, model: StripModel) -> None:  # type: ignore[override]
        """Show the stills of a model."""
        super().setModel(model)
        self._stills = model
        self.selectionModel().currentChanged.connect(self._on_current)

    def select(self, path: Path) -> None:
        """Show which still is looked at, if it is here; nothing is chosen by that."""
        row = self._stills.row_of(path)
        self._selecting = True
        self.selectionModel().clear()
        if row is not None:
            self.setCurrentIndex(self._stills.index(row))
        self._selecting = False

    def sizeHint(self) -> QSize:
        """Return some rows."""
        return QSize(em(self, 14), em(self, 6))

    def minimumSizeHint(self) -> QSize:
        """Return one row."""
        return QSize(em(self, 8), em(self, 3))

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: typed keys belong to others."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose nothing: Qt would choose the first still of whoever passes by."""
        QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid() and not self._selecting:
            self.chosen.emit(current.data(PATH_ROLE))


def _write(painter: QPainter, room: QRect, text: str, elide: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(text, elide, room.width())
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, int(left), shown)
