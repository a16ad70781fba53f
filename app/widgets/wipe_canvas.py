"""Two pictures of one still in one place, a line between them that can be moved."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.appearance.measures import em
from app.widgets.kept_canvas import KeptCanvas
from app.widgets.outlines import Outline
from app.widgets.still_canvas import Picture

_GRAB_EM: Final = 0.9
"""How near to the line the mouse takes it where the picture can be dragged, too."""
_GRIP_EM: Final = 0.85
"""Radius of the knob on the line."""


class WipeCanvas(KeptCanvas):
    """At the left of the line the still as it is, at the right what is made of it.

    Signals
    -------
    line_dragged
        Where the line was put by mouse, 0 at the picture's left to 1 at its right.
    """

    line_dragged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = 0.5
        self._after: Picture | None = None
        self._after_outlines: tuple[Outline, ...] = ()
        self._before_outlines: tuple[Outline, ...] = ()
        self._dragging = False
        self.setMouseTracking(True)

    @property
    def line(self) -> float:
        """Where the line is, 0 to 1 of what is seen of the picture."""
        return self._line

    def set_line(self, line: float) -> None:
        """Move the line."""
        self._line = min(max(line, 0.0), 1.0)
        self.update()

    def show_pair(self, before: Picture, after: Picture) -> None:
        """Show two pictures of the same size."""
        self._after = after
        self.show_picture(0, before, refit=False)

    def set_pair_outlines(
        self, before: Sequence[Outline], after: Sequence[Outline]
    ) -> None:
        """Draw these at the left and at the right of the line."""
        self._before_outlines, self._after_outlines = tuple(before), tuple(after)
        self.update()

    # events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line, or the picture where it can be dragged."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.has_picture and self._takes_line(event.position()):
            self._dragging = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._drag_to(event.position())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the line, or the picture."""
        if self._dragging:
            self._drag_to(event.position())
            return
        super().mouseMoveEvent(event)
        if not event.buttons() and self.has_picture:
            self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._dragging and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False
        else:
            super().mouseReleaseEvent(event)

    def _takes_line(self, position: QPointF) -> bool:
        near = abs(position.x() - self._line_x()) <= em(self, _GRAB_EM)
        return near or not self.zoom.can_pan

    def _show_cursor(self, position: QPointF) -> None:
        shape = Qt.CursorShape
        near = abs(position.x() - self._line_x()) <= em(self, _GRAB_EM)
        if near:
            self.setCursor(shape.SplitHCursor)
        elif self.zoom.can_pan:
            self.setCursor(shape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _drag_to(self, position: QPointF) -> None:
        seen = self._seen()
        if seen.width() > 0:
            self.set_line((position.x() - seen.left()) / seen.width())
            self.line_dragged.emit(self._line)

    def _seen(self) -> QRectF:
        """Return the part of the widget that the picture covers."""
        whole = QRectF(0, 0, *self.zoom.picture)
        return self._on_screen(whole).intersected(QRectF(self.rect()))

    def _line_x(self) -> float:
        seen = self._seen()
        return seen.left() + self._line * seen.width()

    # painting

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        place, at = QRectF(self.rect()), self._line_x()
        self._outlines = self._before_outlines
        painter.save()
        painter.setClipRect(QRectF(place.left(), place.top(), at, place.height()))
        self._paint_part(painter, picture, None)
        painter.restore()
        if self._after is not None:
            self._outlines = self._after_outlines
            painter.save()
            painter.setClipRect(place.adjusted(at, 0, 0, 0))
            self._paint_part(painter, self._after, self._kept)
            painter.restore()
        self._paint_line(painter, at)

    def _paint_line(self, painter: QPainter, at: float) -> None:
        seen, radius = self._seen(), em(self, _GRIP_EM)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QLineF(at, seen.top(), at, seen.bottom())
        for colour, width in (QColor(0, 0, 0, 190), 4.0), (QColor("white"), 2.0):
            painter.setPen(QPen(colour, width))
            painter.drawLine(line)
        centre = QPointF(at, seen.center().y())
        painter.setPen(QPen(QColor(0, 0, 0, 190), 1.5))
        painter.setBrush(QColor("white"))
        painter.drawEllipse(centre, radius, radius)
        self._paint_arrows(painter, centre, radius)

    def _paint_arrows(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        pen = QPen(QColor(40, 40, 40), max(radius / 6, 1.5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for side in (-1, 1):
            tip = centre + QPointF(side * radius * 0.62, 0)
            back = QPointF(-side * radius * 0.3, radius * 0.32)
            painter.drawPolyline([tip + back, tip, tip + QPointF(back.x(), -back.y())])
