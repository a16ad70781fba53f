"""A sentence in the middle of an empty view, and what explains it."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.appearance.measures import strong_font


def paint_message(
    painter: QPainter, room: QRect, message: str, detail: str = ""
) -> None:
    """Write in the painter's pen and font, wrapped and centred.

    Parameters
    ----------
    painter, room
        Where.
    message
        What has happened or is to be done; stronger if there is a detail.
    detail
        Why.
    """
    plain = painter.font()
    lines = [(message, strong_font(plain) if detail else plain), (detail, plain)]
    wrapped = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
    area = QRectF(room)
    heights = [
        QFontMetricsF(font).boundingRect(area, wrapped, text).height()
        for text, font in lines
        if text
    ]
    gap = 0.4 * painter.fontMetrics().height()
    top = area.center().y() - (sum(heights) + gap * (len(heights) - 1)) / 2
    for (text, font), height in zip(lines, heights, strict=False):
        painter.setFont(font)
        place = QRectF(area.left(), top, area.width(), height + 1)
        painter.drawText(place, wrapped, text)
        top += height + gap
