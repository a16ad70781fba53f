"""The one button of a page that does what the page is for."""

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.appearance.icons import icon


class PrimaryButton(QPushButton):
    """A default button in the accent colour; grey like any other while disabled.

    Parameters
    ----------
    text
        With ``&`` before the letter that Alt reaches it by.
    icon_name
        A file of ``resources/icons`` without its ending; empty for none.
    parent
        The widget it stands in.
    """

    def __init__(
        self, text: str, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self._dressing = False
        self.setDefault(True)
        self.setAccessibleName(text.replace("&", "").rstrip("…"))
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Take the new palette's accent."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self._dressing:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it flat: the style's gradient would take contrast from the words."""
        if not self.isEnabled():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        self._paint_ground(painter)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)

    def _paint_ground(self, painter: QPainter) -> None:
        role = QPalette.ColorRole
        ground = self.palette().color(role.Button)
        ring = self.palette().color(role.HighlightedText)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ground.darker(130), 1))
        painter.setBrush(ground.darker(120 if self.isDown() else 100))
        if self.underMouse() and not self.isDown():
            painter.setBrush(ground.darker(108))
        rect = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(rect, 2.5, 2.5)  # as round as Fusion's own buttons
        if self.hasFocus():
            painter.setPen(QPen(ring, 1))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 1.5, 1.5)

    def _dress(self) -> None:
        self._dressing = True  # setting the palette is a change of palette, too
        own, role = QPalette(), QPalette.ColorRole
        for group in QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive:
            own.setColor(group, role.Button, self.palette().color(role.Highlight))
            text = self.palette().color(role.HighlightedText)
            own.setColor(group, role.ButtonText, text)
        self.setPalette(own)
        if self._icon_name:
            self.setIcon(icon(self._icon_name, self.palette()))
        self._dressing = False


def make_default(button: QPushButton) -> None:
    """Let Enter press a button of a dialog, in which it stands by now.

    A dialog overlooks one that was made a default button before it was put there.
    """
    button.setDefault(False)
    button.setDefault(True)
