"""All hues side by side, those of a range in full strength."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.appearance.measures import em

MOST_HUE: Final = 179
"""Hues go in steps of two degrees."""
_STOPS: Final = 12


class HueStrip(QWidget):
    """Says with colours what the numbers beside it say; nothing to be set here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = 0, MOST_HUE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Hues that count as a panel's")

    def set_range(self, low: int, high: int) -> None:
        """Show the hues from ``low`` to ``high`` in full strength."""
        self._low, self._high = low, high
        self.setAccessibleDescription(f"{2 * low} to {2 * high} degrees")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a strip as high as a line of text."""
        return QSize(em(self, 8), em(self, 0.8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hues faintly, and those of the range upon them."""
        painter = QPainter(self)
        knob = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength)
        # as long as the way of a slider's knob, so that the two stand in line
        room = QRectF(self.rect()).adjusted(knob / 2, 0.5, -knob / 2, -0.5)
        painter.setOpacity(0.28 if self.isEnabled() else 0.12)
        painter.fillRect(room, _hues(room))
        if not self.isEnabled():
            return
        painter.setOpacity(1.0)
        step = room.width() / MOST_HUE
        low, high = (room.left() + step * hue for hue in (self._low, self._high))
        taken = QRectF(low, room.top(), max(high - low, 1.0), room.height())
        painter.fillRect(taken, _hues(room))
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1))
        painter.drawRect(taken)


def _hues(room: QRectF) -> QLinearGradient:
    hues = QLinearGradient(room.topLeft(), room.topRight())
    for stop in range(_STOPS + 1):
        part = stop / _STOPS
        hues.setColorAt(part, QColor.fromHsvF(part % 1.0, 0.85, 0.8))
    return hues
