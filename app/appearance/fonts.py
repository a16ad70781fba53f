"""The font that comes with the program: of its reports, and where there is no other."""

from typing import Final

from PySide6.QtGui import QFontDatabase

from core.paths import RESOURCES

BUNDLED_FAMILIES: Final = ("DejaVu Sans Condensed", "DejaVu Sans")
"""What systems call the first of them."""
_FILES: Final = ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
_ALIASES: Final = frozenset({"Monospace", "Sans Serif", "Serif"})
"""What Qt lists on Linux even where no font is installed; seen with Qt 6.11."""


def load_bundled_font() -> None:
    """Let Qt know the bundled font."""
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


def be_legible() -> None:
    """Load the bundled font if the system has none, which would show boxes for letters.

    A workstation may be that bare when only the program's own packages are installed.
    """
    if set(QFontDatabase.families()) <= _ALIASES:
        load_bundled_font()
