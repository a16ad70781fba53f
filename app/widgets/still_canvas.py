"""Paints one still: fitted, pixel by pixel or enlarged, with outlines on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.appearance.measures import em
from app.appearance.palettes import is_dark
from app.still_images.levels import level_for
from app.widgets.centred_message import paint_message
from app.widgets.outlines import Outline, paint_outline
from app.widgets.zoom import Zoom

CRISP_FROM: Final = 2.0
"""Scale, in logical pixels, above which the still's pixels are shown as squares."""
ZOOM_STEP: Final = 1.25
_PAN: Final = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What the canvas shows."""

    levels: tuple[QImage, ...]
    """The picture, its half, its quarter and so on."""
    always_crisp: bool = False
    """Its pixels are squares also where it is enlarged only to fit."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.levels[0].width(), self.levels[0].height()


class StillCanvas(QWidget):
    """A picture with zoom, or a message in its place.

    Signals
    -------
    painted
        The number given with a picture, once its pixels were painted.
    zoomed
        The scale or the way of fitting has changed.
    """

    painted = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._outlines: tuple[Outline, ...] = ()
        self._message = ("", "")
        self._number: int | None = None
        self._painted: int | None = None
        self._zoom = Zoom((1, 1), (1, 1))
        self._fits = True
        self._dragged_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(em(self, 8), em(self, 6))

    @property
    def painted_number(self) -> int | None:
        """The number of the picture that is to be seen; ``None`` until it is."""
        return self._painted

    @property
    def number(self) -> int | None:
        """The number of the picture that is to be painted."""
        return self._number

    @property
    def zoom(self) -> Zoom:
        """Scale and place, in device pixels."""
        return self._zoom

    @property
    def fits(self) -> bool:
        """Whether the picture follows the size of the view."""
        return self._fits

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture rather than a message."""
        return self._picture is not None

    def show_picture(self, number: int, picture: Picture, *, refit: bool) -> None:
        """Show a picture; unless it is to be fitted anew, the zoom stays as it is."""
        self.expect_another()
        self._picture, self._number = picture, number
        self._fits = self._fits or refit
        self._place()

    def show_message(self, message: str, detail: str = "") -> None:
        """Show a sentence, and another in smaller letters, in place of a picture."""
        self.expect_another()
        self._picture = None
        self._message = (message, detail)
        self._place()

    def expect_another(self) -> None:
        """Count what is painted no longer: another was asked for."""
        self._number = self._painted = None

    def set_outlines(self, outlines: Sequence[Outline]) -> None:
        """Draw these upon the picture."""
        self._outlines = tuple(outlines)
        self.update()

    def fit(self) -> None:
        """Show the whole picture, now and as the view changes its size."""
        self._fits = True
        self._place()

    def set_scale(self, scale: float, at: QPointF | None = None) -> None:
        """Show another scale around a place of the widget, or around its middle.

        Parameters
        ----------
        scale
            Device pixels for one of the picture.
        at
            In logical pixels.
        """
        if self._picture is None:
            return
        if at is None:
            self._move_to(self._zoom.scaled_in_the_middle(scale))
        else:
            place = at * self.devicePixelRatioF()
            self._move_to(self._zoom.scaled(scale, place.x(), place.y()))

    def _move_to(self, zoom: Zoom) -> None:
        self._zoom, self._fits = zoom, False
        self._show_place()

    def _place(self) -> None:
        """Find the picture's place in a view or with a size that may have changed."""
        if self._picture is not None:
            size, view = self._picture.size, self._view_size()
            fitted = Zoom.fitted(size, view)
            self._zoom = fitted if self._fits else self._zoom.of(size, view)
        self._show_place()

    def _show_place(self) -> None:
        pannable = self._picture is not None and self._zoom.can_pan
        shape = Qt.CursorShape.OpenHandCursor if pannable else None
        self.unsetCursor() if shape is None else self.setCursor(shape)
        self.update()
        self.zoomed.emit()

    def _view_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, int(self.width() * ratio)), max(1, int(self.height() * ratio))

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, or keep the middle in the middle."""
        super().resizeEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is seen of a hidden still."""
        super().hideEvent(event)
        self._painted = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the cursor."""
        steps = event.angleDelta().y() / 120
        if steps and self._picture is not None:
            self.set_scale(self._zoom.scale * ZOOM_STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and self._zoom.can_pan:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture along."""
        if self._dragged_from is None or self._picture is None:
            return
        moved = (event.position() - self._dragged_from) * self.devicePixelRatioF()
        self._dragged_from = event.position()
        self._zoom = self._zoom.panned(moved.x(), moved.y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = None
            self._show_place()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between the whole still and its pixels under the cursor."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._fits:
            self.set_scale(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan with the arrows where there is more to see; leave all else to others."""
        direction = _PAN.get(Qt.Key(event.key()))
        if direction is None or self._picture is None or not self._zoom.can_pan:
            event.ignore()
            return
        step = em(self, 3) * self.devicePixelRatioF()
        self._zoom = self._zoom.panned(direction[0] * step, direction[1] * step)
        self.update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture or the message; then, and only then, it counts as seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._ground())
        if self._picture is None:
            margin = em(self, 1)
            room = self.rect().adjusted(margin, margin, -margin, -margin)
            paint_message(painter, room, *self._message)
        else:
            self._paint_picture(painter, self._picture)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        if self._painted != self._number:
            self._painted = self._number
            self.painted.emit(self._number)

    def _ground(self) -> QColor:
        """Return a calm grey: a white ground would dazzle beside a dark still."""
        palette, role = self.palette(), QPalette.ColorRole
        return palette.color(role.Base if is_dark(palette) else role.Midlight)

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        ratio = self.devicePixelRatioF()
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)  # a pixel is a pixel of the screen
        zoom = self._zoom
        whole = QRectF(zoom.left, zoom.top, zoom.width, zoom.height)
        seen = whole.intersected(QRectF(0, 0, *zoom.view))
        level = level_for(picture.levels, max(zoom.width, zoom.height))
        source = QRectF(
            (seen.left() - zoom.left) * level.width() / zoom.width,
            (seen.top() - zoom.top) * level.height() / zoom.height,
            seen.width() * level.width() / zoom.width,
            seen.height() * level.height() / zoom.height,
        )
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, self._is_smooth(picture, ratio))
        painter.drawImage(seen, level, source)
        for outline in self._outlines:
            paint_outline(painter, outline, zoom, ratio)
        painter.restore()

    def _is_smooth(self, picture: Picture, ratio: float) -> bool:
        if self._zoom.scale == 1.0:
            return False
        if self._fits and not picture.always_crisp:
            return True
        return self._zoom.scale <= CRISP_FROM * ratio
