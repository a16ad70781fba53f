"""Words that end in a link, which keeps its colour when the palette changes."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget


class LinkLabel(QLabel):
    """A label whose last words can be clicked or reached by Tab."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.linkActivated.connect(lambda _: self.clicked.emit())

    def set_words(self, words: str, link: str) -> None:
        """Show plain ``words``, then the ``link``."""
        before = f"{escape(words)} " if words else ""
        self.setText(f'{before}<a href="go">{escape(link)}</a>')
        self.setAccessibleName(f"{words} {link}".strip("· "))

    def changeEvent(self, event: QEvent) -> None:
        """Read the text anew: Qt gives a link its colour when it reads it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            text = self.text()
            self.clear()
            self.setText(text)
