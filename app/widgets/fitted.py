"""A frame that follows the font and the palette while it is shown."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame

_LOOKS = {QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange}


def bold() -> QFont:
    """Return a font that is bold and leaves family and size to the parent."""
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font


class Fitted(QFrame):
    """A frame whose measures and colours are taken anew with each change of looks.

    Subclasses build a layout in ``__init__``, end it with ``self._fit()`` and set there
    whatever depends on the font's size or on whether the palette is dark.
    """

    def changeEvent(self, event: QEvent) -> None:
        """Fit again when the font, the palette or the style has changed."""
        super().changeEvent(event)
        if event.type() in _LOOKS and self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        """Take measures and colours from the font and the palette."""
