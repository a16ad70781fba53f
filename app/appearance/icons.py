"""Icons in the palette's own colours, crisp at every scaling."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.paths import RESOURCES

_FOLDER: Final = RESOURCES / "icons"
_SIDES: Final = 16, 24, 32, 48, 64
"""Pixels: the sizes in use at 100 %, 150 % and 200 %; Qt scales down to others."""
_PROGRAM: Final = "lumenary"
_PROGRAM_SIDES: Final = 16, 24, 32, 48, 64, 128, 256


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon in the palette's colours for every state.

    Make it anew on ``QEvent.Type.PaletteChange``. The program's own icon,
    ``"lumenary"``, keeps its colours.

    Parameters
    ----------
    name
        A file of ``resources/icons`` without its ending.
    palette
        Of the widget that shows it.

    Raises
    ------
    FileNotFoundError
        If there is no such icon.
    """
    shape = _shape(name)
    made = QIcon()
    if name == _PROGRAM:
        for side in _PROGRAM_SIDES:
            made.addPixmap(_drawn(shape, side))
        return made
    for side in _SIDES:
        drawn = _drawn(shape, side)
        for mode, colour in _colours(palette).items():
            made.addPixmap(_tinted(drawn, colour), mode)
    return made


def icon_pixmap(name: str, colour: QColor, side: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon in one colour, as a picture of an empty page or a label.

    Parameters
    ----------
    name
        A file of ``resources/icons`` without its ending.
    colour
        Of every line.
    side
        Width and height in device-independent pixels.
    ratio
        The widget's ``devicePixelRatioF()``.
    """
    pixmap = _drawn(_shape(name), round(side * ratio))
    if name != _PROGRAM:
        pixmap = _tinted(pixmap, colour)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _colours(palette: QPalette) -> dict[QIcon.Mode, QColor]:
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    return {
        QIcon.Mode.Normal: palette.color(group.Active, role.ButtonText),
        QIcon.Mode.Disabled: palette.color(group.Disabled, role.ButtonText),
        QIcon.Mode.Selected: palette.color(group.Active, role.HighlightedText),
    }


def _shape(name: str) -> QSvgRenderer:
    return QSvgRenderer((_FOLDER / f"{name}.svg").read_bytes())


def _drawn(shape: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    shape.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def _tinted(shape: QPixmap, colour: QColor) -> QPixmap:
    tinted = QPixmap(shape)
    painter = QPainter(tinted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(tinted.rect(), colour)
    painter.end()
    return tinted
