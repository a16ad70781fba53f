"""Lengths and fonts that grow with the system's font."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget


def em(widget: QWidget, times: float = 1.0) -> int:
    """Return a length in device-independent pixels, in heights of the widget's font."""
    return max(1, round(times * widget.fontMetrics().height()))


def thumbnail_side(widget: QWidget) -> int:
    """Return the longer side of a thumbnail in device pixels, sharp on its screen."""
    return round(em(widget, 16) * widget.devicePixelRatioF())


def title_font(font: QFont, *, scale: float = 1.35) -> QFont:
    """Return the font for the one heading of a page or dialog."""
    return _scaled(font, scale, QFont.Weight.DemiBold)


def strong_font(font: QFont) -> QFont:
    """Return the font for what is to be read first within a line or group."""
    return _scaled(font, 1.0, QFont.Weight.DemiBold)


def small_font(font: QFont) -> QFont:
    """Return the font for notes beneath what they explain."""
    return _scaled(font, 0.92, font.weight())


def _scaled(font: QFont, scale: float, weight: int) -> QFont:
    scaled = QFont(font)
    scaled.setWeight(QFont.Weight(weight))
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(scale * font.pointSizeF())
    else:  # a font set in pixels
        scaled.setPixelSize(round(scale * font.pixelSize()))
    return scaled
