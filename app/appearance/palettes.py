"""Two palettes of our own, light and dark, and who chooses between them.

Colours are set for every role, since X11 and offscreen Qt report no colour scheme and
Fusion's own highlight has a contrast of 3.7. ``tests/app/appearance`` holds every pair
of text and ground to a contrast of 4.5, disabled ones to 3.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from app.settings.kept_settings import Theme

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

_LIGHT: Final = {
    _Role.Window: "#f2f4f5",
    _Role.WindowText: "#1b2125",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f7f8f9",
    _Role.Text: "#1b2125",
    _Role.PlaceholderText: "#646c73",
    _Role.Button: "#f9fafb",
    _Role.ButtonText: "#1b2125",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#2a3136",
    _Role.ToolTipText: "#f2f4f5",
    _Role.Highlight: "#0d7286",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#0d7286",
    _Role.Link: "#0a6678",
    _Role.LinkVisited: "#5f5191",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e8ebed",
    _Role.Mid: "#c3c9cd",
    _Role.Dark: "#9ba3a9",
    _Role.Shadow: "#5a6268",
}
_LIGHT_DISABLED: Final = {
    _Role.WindowText: "#7d858c",
    _Role.Text: "#7d858c",
    _Role.ButtonText: "#7d858c",
    _Role.PlaceholderText: "#7d858c",
    _Role.Link: "#7d858c",
    _Role.LinkVisited: "#7d858c",
    _Role.Base: "#f7f8f9",
    _Role.Button: "#f2f4f5",
    _Role.Highlight: "#dce1e4",
    _Role.HighlightedText: "#6b7379",
    _Role.Accent: "#a3abb1",
}
_DARK: Final = {
    _Role.Window: "#252a2e",
    _Role.WindowText: "#e3e7ea",
    _Role.Base: "#15181a",
    _Role.AlternateBase: "#1b1f22",
    _Role.Text: "#e3e7ea",
    _Role.PlaceholderText: "#949da5",
    _Role.Button: "#343b40",
    _Role.ButtonText: "#e3e7ea",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#3a4248",
    _Role.ToolTipText: "#f0f3f5",
    _Role.Highlight: "#178096",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#178096",
    _Role.Link: "#5cc3d6",
    _Role.LinkVisited: "#b6a7e6",
    _Role.Light: "#434b51",
    _Role.Midlight: "#363d42",
    _Role.Mid: "#3d454b",
    _Role.Dark: "#121517",
    _Role.Shadow: "#0a0c0d",
}
_DARK_DISABLED: Final = {
    _Role.WindowText: "#838c93",
    _Role.Text: "#838c93",
    _Role.ButtonText: "#838c93",
    _Role.PlaceholderText: "#838c93",
    _Role.Link: "#838c93",
    _Role.LinkVisited: "#838c93",
    _Role.Base: "#1b1f22",
    _Role.Button: "#2b3136",
    _Role.Highlight: "#394147",
    _Role.HighlightedText: "#99a1a8",
    _Role.Accent: "#4d565d",
}
_EDGED: Final = (
    "QCheckBox",
    "QRadioButton",
    "QLineEdit",
    "QComboBox",
    "QAbstractSpinBox",
    "QSlider",
)
"""What is hard to find without an edge; Fusion draws it 1.4 times darker than Window.

None of them paints its ground in Window, so that nothing else of them changes.
"""
_EDGE_LIGHT: Final = "#a6aeb4"
_EDGE_DARK: Final = "#bcc4ca"


def light_palette() -> QPalette:
    """Return dark text on light greys."""
    return _palette(_LIGHT, _LIGHT_DISABLED)


def dark_palette() -> QPalette:
    """Return light text on dark greys."""
    return _palette(_DARK, _DARK_DISABLED)


def edged(palette: QPalette) -> QPalette:
    """Return a palette in which the edges of boxes and fields can be made out."""
    with_edge = QPalette(palette)
    colour = QColor(_EDGE_DARK if is_dark(palette) else _EDGE_LIGHT)
    for group in _Group.Active, _Group.Inactive:
        with_edge.setColor(group, _Role.Window, colour)
    return with_edge


def is_dark(palette: QPalette) -> bool:
    """Return whether text is lighter than what it stands on."""
    text, ground = palette.color(_Role.Text), palette.color(_Role.Base)
    return text.lightness() > ground.lightness()


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the program in Fusion and a palette; as ``SYSTEM``, follow the system live.

    Widgets hear of a later change by ``QEvent.Type.PaletteChange``; whatever keeps
    coloured pictures, icons among them, makes them anew then.
    """
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    wardrobe = app.findChild(_Wardrobe) or _Wardrobe(app)
    wardrobe.wear(theme)


class _Wardrobe(QObject):
    """Lives with the application and changes its palette when the system's changes."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._theme = Theme.SYSTEM
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        hints = self._app.styleHints()
        # what the system draws, title bars and its own dialogs, goes along
        hints.setColorScheme(_SCHEMES[theme])
        self._put_on(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def _system_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._theme is Theme.SYSTEM:
            self._put_on(scheme)

    def _put_on(self, scheme: Qt.ColorScheme) -> None:
        dark = self._theme is Theme.DARK or (
            self._theme is Theme.SYSTEM and scheme is Qt.ColorScheme.Dark
        )
        palette = dark_palette() if dark else light_palette()
        if palette != self._app.palette():
            self._app.setPalette(palette)
            for widgets in _EDGED:
                # the stubs ask for bytes, which PySide 6.11 does not take for a name
                self._app.setPalette(edged(palette), widgets)  # type: ignore[arg-type]
            QToolTip.setPalette(palette)


_SCHEMES: Final = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
}


def _palette(
    colours: Mapping[QPalette.ColorRole, str],
    disabled: Mapping[QPalette.ColorRole, str],
) -> QPalette:
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(_Group.All, role, QColor(colour))
    for role, colour in disabled.items():
        palette.setColor(_Group.Disabled, role, QColor(colour))
    return palette
