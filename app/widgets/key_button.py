"""A button that shows, as a keycap, the key that does the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.widgets.strokes import keycap_size, paint_keycap


class KeyButton(QPushButton):
    """Text at the left, its key at the right; the page handles the key itself.

    A click leaves the keyboard's focus where it is, so that the keys go on working.

    Parameters
    ----------
    text
        What the button does.
    key
        The key as it is printed on a keyboard.
    parent
        The widget it stands in.
    """

    def __init__(self, text: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"Key: {key}")

    def set_words(self, text: str) -> None:
        """Say what the button does now, to a screen reader as well."""
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return the room for text and keycap."""
        line = self.fontMetrics().height()
        text = self.fontMetrics().horizontalAdvance(self.text())
        cap = keycap_size(self.font(), self._key)
        return QSize(round(text + cap.width() + line * 1.9), round(line * 1.9))

    def minimumSizeHint(self) -> QSize:
        """Return the whole size: neither the words nor the key are cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's button with text and keycap on it."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        pad = self.fontMetrics().height() * 0.5
        rect = QRectF(self.rect()).adjusted(pad, 0, -pad, 0)
        colour = self.palette().color(QPalette.ColorRole.ButtonText)
        painter.setPen(colour)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, left | Qt.TextFlag.TextShowMnemonic, self.text())
        size = keycap_size(self.font(), self._key)
        cap = QRectF(0, 0, size.width(), size.height())
        cap.moveCenter(rect.center())
        cap.moveRight(rect.right())
        paint_keycap(painter, cap, self._key, colour)
