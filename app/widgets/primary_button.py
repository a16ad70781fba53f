"""The one button of a page that does what the page is for."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QWidget

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
