"""A word in a rounded frame."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.appearance.measures import small_font
from app.widgets.strokes import faint


class Badge(QLabel):
    """A short remark that should be seen without shouting."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the word's size with room for the frame."""
        size = super().sizeHint()
        height = self.fontMetrics().height()
        return QSize(size.width() + height, round(height * 1.25))

    def minimumSizeHint(self) -> QSize:
        """Return the whole size: a badge is never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for another size with another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(faint(self.palette(), 0.45), 1))
        painter.setBrush(faint(self.palette(), 0.07))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(small_font(self.font()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
