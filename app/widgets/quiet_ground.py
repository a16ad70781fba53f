"""A frame that sets a line of a page apart without shouting."""

from PySide6.QtGui import QPainter, QPaintEvent, QPen

from app.widgets.fitted import Fitted
from app.widgets.strokes import faint


class QuietGround(Fitted):
    """Has a faint ground and a hairline about it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(faint(self.palette(), 0.25), 1))
        painter.setBrush(faint(self.palette(), 0.06))
        inside = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inside, 3, 3)
