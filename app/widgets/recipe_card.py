"""One recipe to choose: its name, a sentence, and what its network sees of a still."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.strokes import faint

_WIDTH_EM: Final = 25.0
_PICTURE_EM: Final = 3.6


class RecipeCard(Fitted):
    """A radio button in a frame that can be clicked all over.

    Parameters
    ----------
    title, sentence, facts
        The recipe's name, what it is for, and its measures in a line.
    """

    def __init__(
        self, title: str, sentence: str, facts: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.button = QRadioButton(title.replace("&", "&&"))
        self.button.setFont(bold())
        self.button.setAccessibleName(title)
        self.button.setAccessibleDescription(f"{sentence} {facts}")
        self.button.toggled.connect(self.update)
        self.picture = BeforeAfterPicture()
        self._sentence = ClampedLabel(4)
        self._sentence.set_text(sentence)
        self._facts = ClampedLabel(1)
        self._facts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._facts.set_text(facts)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.button, 0, 0, 1, 2)
        self._grid.addWidget(self.picture, 1, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._sentence, 1, 1)
        self._grid.addWidget(self._facts, 2, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(1, 1)
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return a size that does not depend on the words: cards stand in columns."""
        return QSize(em(self, _WIDTH_EM), super().sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it, wherever it is pressed."""
        self.button.setChecked(True)
        self.button.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, in the accent colour if it is chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        line = QPen(faint(self.palette(), 0.25), 1)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        if self.button.isChecked():
            line = QPen(accent, 2)
        painter.setPen(line)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(rect, em(self, 0.35), em(self, 0.35))

    def _fit(self) -> None:
        margin = em(self, 0.7)
        self._grid.setContentsMargins(margin, margin, margin, margin)
        self._grid.setHorizontalSpacing(em(self, 0.8))
        self._grid.setVerticalSpacing(em(self, 0.35))
        self.setMinimumWidth(em(self, _WIDTH_EM))
        self._sentence.setMinimumHeight(4 * self.fontMetrics().lineSpacing())


class BeforeAfterPicture(QWidget):
    """A still, an arrow, and what the network sees of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._after = QImage(), QImage()
        fixed = QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed, fixed)
        self.setAccessibleName("A drawn still before and after preparing")
        self.setToolTip(
            "A drawn still, and the pixels that this recipe's network sees of it"
        )

    def show_images(self, before: QImage, after: QImage) -> None:
        """Show both."""
        self._before, self._after = before, after
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of both beside each other."""
        side = em(self, _PICTURE_EM)
        return QSize(round(side * 1.25) + em(self, 1.3) + side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the whole size."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both, or quiet grounds until they are drawn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = self.height()
        before = QRectF(0, 0, round(side * 1.25), side)
        after = QRectF(self.width() - side, 0, side, side)
        for room, image in (before, self._before), (after, self._after):
            self._paint_image(painter, room, image)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.4))
        middle, half = side / 2, em(self, 0.28)
        tip = QPointF(after.left() - em(self, 0.3), middle)
        painter.drawLine(QPointF(before.right() + em(self, 0.3), middle), tip)
        for up in -half, half:
            painter.drawLine(tip, tip + QPointF(-half, up))

    def _paint_image(self, painter: QPainter, room: QRectF, image: QImage) -> None:
        painter.setPen(QPen(faint(self.palette(), 0.25), 1))
        painter.setBrush(faint(self.palette(), 0.06))
        painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))
        if not image.isNull():
            painter.drawImage(room, image)
