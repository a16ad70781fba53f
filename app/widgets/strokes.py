"""Small things that are painted by hand: bars, keycaps and tags."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.appearance.measures import em, small_font


def faint(palette: QPalette, strength: float) -> QColor:
    """Return the text's colour, seen through: for tracks and hairlines."""
    colour = palette.color(QPalette.ColorRole.WindowText)
    colour.setAlphaF(strength)
    return colour


def paint_bar(
    painter: QPainter, rect: QRectF, fraction: float, fill: QColor, track: QColor
) -> None:
    """Paint a rounded track and, from its left, the ``fraction`` that is full."""
    radius = rect.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(track)
    painter.drawRoundedRect(rect, radius, radius)
    if fraction <= 0:
        return
    full = QRectF(rect)
    full.setWidth(max(rect.width() * min(fraction, 1.0), rect.height()))
    painter.setBrush(fill)
    painter.drawRoundedRect(full, radius, radius)


def keycap_size(font: QFont, key: str) -> QSize:
    """Return the size of a keycap with ``key`` on it, beside text in ``font``."""
    metrics = QFontMetricsF(small_font(font))
    height = metrics.height() * 1.25
    width = max(metrics.horizontalAdvance(key) + metrics.height() * 0.7, height)
    return QSize(round(width), round(height))


def paint_keycap(painter: QPainter, rect: QRectF, key: str, colour: QColor) -> None:
    """Paint a key as it looks on a keyboard: a rounded outline, heavier below."""
    radius = rect.height() * 0.2
    line, wash = QColor(colour), QColor(colour)
    line.setAlphaF(0.45 * colour.alphaF())
    wash.setAlphaF(0.07 * colour.alphaF())
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(line, 1))
    painter.setBrush(wash)
    painter.drawRoundedRect(inner, radius, radius)
    base = inner.adjusted(radius, 0, -radius, -1)
    painter.drawLine(base.bottomLeft(), base.bottomRight())
    painter.setPen(colour)
    _paint_small(painter, rect, key)


def tag_width(font: QFont, word: str) -> float:
    """Return how wide a tag with ``word`` is, beside text in ``font``."""
    metrics = QFontMetricsF(small_font(font))
    return metrics.horizontalAdvance(word) + metrics.height() * 0.8


def paint_tag(
    painter: QPainter, rect: QRectF, word: str, colour: QColor, *, filled: bool
) -> None:
    """Paint a word in a rounded frame of its colour, or on it."""
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    radius = inner.height() * 0.28
    painter.setPen(QPen(colour, 1))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)
    on_colour = QColor("white" if colour.lightnessF() < 0.5 else "black")
    painter.setPen(on_colour if filled else colour)
    _paint_small(painter, rect, word)


def _paint_small(painter: QPainter, rect: QRectF, text: str) -> None:
    font = painter.font()
    painter.setFont(small_font(font))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(font)


class Bar(QWidget):
    """A thin bar that is full to some fraction; says nothing to a screen reader.

    The numbers stand beside it in words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self._colour: QColor | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_fraction(self, fraction: float, colour: QColor | None = None) -> None:
        """Fill it to ``fraction``, in the accent colour if no other is given."""
        self._fraction, self._colour = fraction, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Return a thin strip."""
        return QSize(em(self, 6), em(self, 0.45))

    def minimumSizeHint(self) -> QSize:
        """Return a short thin strip."""
        return QSize(em(self, 2), em(self, 0.45))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track and filling."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = self._colour or self.palette().color(QPalette.ColorRole.Highlight)
        track = faint(self.palette(), 0.13)
        paint_bar(painter, QRectF(self.rect()), self._fraction, fill, track)
