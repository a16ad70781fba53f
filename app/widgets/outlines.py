"""Rectangles drawn upon a still, told apart by colour, dashes and a word."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.widgets.zoom import Zoom

WIDTH = 2.0
"""Of a line, in logical pixels; its casing is twice as wide."""
DASHES = (4.0, 2.5)
"""Dash and gap, in widths of the line."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A rectangle to be drawn upon a picture."""

    box: QRectF
    """In the picture's pixels."""
    colour: QColor
    casing: QColor
    """Of the wider line beneath, so that it is seen on any ground."""
    dashed: bool
    label: str = ""
    """Written at the box."""


def outline_pen(colour: QColor, width: float, *, dashed: bool) -> QPen:
    """Return the pen of an outline, for the still and for its legend."""
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern(DASHES)
    return pen


def paint_outline(
    painter: QPainter, outline: Outline, zoom: Zoom, ratio: float
) -> None:
    """Draw one outline.

    Parameters
    ----------
    painter
        In device pixels.
    outline
        What.
    zoom
        Where the picture lies.
    ratio
        Device pixels for a logical one.
    """
    line = _within(outline.box, zoom, ratio)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(outline_pen(outline.casing, 2 * WIDTH * ratio, dashed=False))
    painter.drawRect(line)
    painter.setPen(outline_pen(outline.colour, WIDTH * ratio, dashed=outline.dashed))
    painter.drawRect(line)
    if outline.label:
        _paint_label(painter, outline, line, ratio)


def _within(box: QRectF, zoom: Zoom, ratio: float) -> QRectF:
    """Return the middle of the line, which is seen at the still's edges too."""
    line = QRectF(
        zoom.left + box.left() * zoom.scale,
        zoom.top + box.top() * zoom.scale,
        box.width() * zoom.scale,
        box.height() * zoom.scale,
    )
    half = WIDTH * ratio / 2
    return line.adjusted(half, half, -half, -half)


def _paint_label(
    painter: QPainter, outline: Outline, line: QRectF, ratio: float
) -> None:
    """Write on a small ground above the box, or in its corner if there is no room."""
    painter.save()
    painter.scale(ratio, ratio)
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(outline.label) + metrics.height() * 0.8
    tag = QRectF(0, 0, width, metrics.height() * 1.35)
    corner = line.topLeft() / ratio
    tag.moveBottomLeft(corner - QPointF(WIDTH, WIDTH))
    if tag.top() < 0:
        tag.moveTopLeft(corner + QPointF(WIDTH, WIDTH))
    ground = QColor(outline.casing)
    ground.setAlpha(225)
    painter.fillRect(tag, ground)
    painter.setPen(outline.colour)
    painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), outline.label)
    painter.restore()
