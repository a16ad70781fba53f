"""A row of stills to scroll through sideways, one of them chosen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
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
from app.still_images.thumbnails import Thumbnails
from app.widgets.centred_message import paint_message
from app.widgets.thumbnail_painter import ThumbnailPainter

_Index = QModelIndex | QPersistentModelIndex
_SIDE_EM: Final = 5.6
"""Height of a picture where there is room for it; with its name below a line more."""
_LEAST_SIDE_EM: Final = 2.5
_MOST_SIDE_EM: Final = 11.0
_SHAPE: Final = 1.3
"""Width of a cell for its height: most stills are broader than high."""
_AIR_EM: Final = 0.3
_NAME_EM: Final = 1.25
_SETTLED_MS: Final = 120
"""After the last scrolling, what is out of sight is waited for no longer."""


class _Delegate(QStyledItemDelegate):
    """Paints picture and name."""

    def __init__(self, strip: "StillStrip", stills: ThumbnailPainter) -> None:
        super().__init__(strip)
        self._strip = strip
        self._stills = stills

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return self._strip.cell_size

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        role, selected = QPalette.ColorRole, state & QStyle.StateFlag.State_Selected
        air = em(self._strip, _AIR_EM)
        if selected:
            painter.fillRect(rect, palette.color(role.Highlight))
        room = rect.adjusted(air, air, -air, -air)
        name_height = em(self._strip, _NAME_EM)
        self._stills.paint(
            painter,
            room.adjusted(0, 0, 0, -name_height),
            palette,
            row=index.row(),
            path=index.data(PATH_ROLE),
        )
        painter.setPen(palette.color(role.HighlightedText if selected else role.Text))
        painter.setFont(small_font(self._strip.font()))
        below = QRect(room.left(), room.bottom() - name_height, room.width(), 0)
        below.setHeight(name_height + 1)
        name = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideMiddle, below.width()
        )
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(below, int(middle), name)
        if state & QStyle.StateFlag.State_HasFocus:
            pen = QPen(palette.color(role.HighlightedText if selected else role.Text))
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))


class StillStrip(QListView):
    """Stills side by side; the wheel and the arrows go through them.

    Thumbnails are asked for only where they are seen.
    """

    chosen = Signal(object)
    """The ``Path`` of the still that a person chose by mouse or key."""
    settled = Signal()
    """Scrolling has ended: other stills are in sight."""

    def __init__(
        self,
        name: str,
        model: StripModel,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._stills = ThumbnailPainter(thumbnails)
        self._message = ""
        self._selecting = False
        self.setAccessibleName(name)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Delegate(self, self._stills))
        self.setModel(model)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settling.timeout.connect(self.settled)
        self.horizontalScrollBar().valueChanged.connect(
            lambda _: self._settling.start()
        )
        self.selectionModel().currentChanged.connect(self._on_current)
        model.modelReset.connect(self._stills.forget_awaited)
        thumbnails.loaded.connect(self._show_thumbnail)

    @property
    def cell_size(self) -> QSize:
        """The size of a picture with its name: as high as there is room for."""
        least, most = em(self, _LEAST_SIDE_EM), em(self, _MOST_SIDE_EM)
        frame = em(self, _NAME_EM) + 2 * em(self, _AIR_EM)
        side = min(max(self.viewport().height() - frame, least), most)
        return QSize(round(_SHAPE * side), side + frame)

    @property
    def paths_in_sight(self) -> list[Path]:
        """The stills that are seen, some of them in part."""
        if not self._model.rowCount() or not self.isVisible():
            return []
        width, start = self.cell_size.width(), self.horizontalScrollBar().value()
        first, last = start // width, (start + self.viewport().width()) // width
        return list(self._model.paths[first : last + 1])

    def set_message(self, message: str) -> None:
        """Say this where there is no still."""
        self._message = message
        self.viewport().update()

    def select(self, path: Path) -> None:
        """Show which still is looked at, if it is here; nothing is chosen by that."""
        row = self._model.row_of(path)
        self._selecting = True
        self.selectionModel().clear()
        if row is not None:
            self.setCurrentIndex(self._model.index(row))
        self._selecting = False

    def sizeHint(self) -> QSize:
        """Return a row of pictures of middle size."""
        return QSize(em(self, 24), self._height(_SIDE_EM))

    def minimumSizeHint(self) -> QSize:
        """Return a row of small pictures."""
        return QSize(em(self, 8), self._height(_LEAST_SIDE_EM))

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: typed keys belong to others."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose nothing: Qt would choose the first still of whoever passes by."""
        QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways with a wheel that turns up and down."""
        delta = event.angleDelta()
        turned = delta.x() or delta.y()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned * self.cell_size.width() // 120)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the pictures as high as the strip."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._settling.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stills, or why there is none."""
        super().paintEvent(event)
        if self._message and not self._model.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            air = em(self, 1)
            room = self.viewport().rect().adjusted(air, 0, -air, 0)
            paint_message(painter, room, self._message)

    def _height(self, side: float) -> int:
        frame = em(self, _NAME_EM) + 2 * em(self, _AIR_EM)
        bar = self.horizontalScrollBar().sizeHint().height()
        return em(self, side) + frame + bar

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid() and not self._selecting:
            self.chosen.emit(current.data(PATH_ROLE))

    @Slot(Path)
    def _show_thumbnail(self, path: Path) -> None:
        row = self._stills.arrived(path)
        if row is not None and row < self._model.rowCount() and self.isVisible():
            self.update(self._model.index(row))
