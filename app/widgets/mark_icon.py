"""A decision's symbol as a picture for lists and labels."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap

from app.appearance.marks import Mark, paint_symbol

_SIDES = 16, 24, 32, 48, 64
"""Pixels; Qt takes the nearest for the size and the scaling of the screen."""


def mark_icon(mark: Mark, palette: QPalette) -> QIcon:
    """Return the symbol as an icon; make it anew when the palette changes."""
    made = QIcon()
    for side in _SIDES:
        made.addPixmap(mark_pixmap(mark, palette, side))
    return made


def mark_pixmap(
    mark: Mark, palette: QPalette, side: int, ratio: float = 1.0
) -> QPixmap:
    """Return the symbol as a picture.

    Parameters
    ----------
    mark
        What it stands for.
    palette
        Of the widget that shows it.
    side
        Width and height in device-independent pixels.
    ratio
        The widget's ``devicePixelRatioF()``.
    """
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.fill("transparent")
    painter = QPainter(pixmap)
    cut = palette.color(QPalette.ColorRole.Base)
    paint_symbol(painter, QRectF(pixmap.rect()), mark, ink=mark.colour, cut=cut)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
