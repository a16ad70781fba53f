"""Icons wear the palette's colours and are sharp at every size."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from app.appearance.icons import icon, icon_pixmap
from app.appearance.palettes import dark_palette, light_palette
from core.paths import RESOURCES

NAMES = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))
PROMISED = (
    *("classify", "settings", "about", "folder", "stills", "play", "stop", "table"),
    *("grid", "export", "undo", "zoom-fit", "zoom-one", "zoom-in", "zoom-out"),
    *("outline", "network", "search", "next", "warning", "copy", "lumenary"),
)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_at_twice_its_size(qapp: QApplication, name: str) -> None:
    made = icon(name, light_palette())
    for side in (16, 24, 32):
        pixmap = made.pixmap(QSize(side, side), 2.0)
        assert pixmap.size() == QSize(2 * side, 2 * side)
        assert coverage(pixmap.toImage()) > 0.03


@pytest.mark.parametrize("made", [light_palette, dark_palette])
@pytest.mark.parametrize(
    ("mode", "group", "role"),
    [
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText),
        (
            QIcon.Mode.Disabled,
            QPalette.ColorGroup.Disabled,
            QPalette.ColorRole.ButtonText,
        ),
        (
            QIcon.Mode.Selected,
            QPalette.ColorGroup.Active,
            QPalette.ColorRole.HighlightedText,
        ),
    ],
    ids=["normal", "disabled", "selected"],
)
def test_an_icon_wears_the_palette(
    qapp: QApplication,
    made: Callable[[], QPalette],
    mode: QIcon.Mode,
    group: QPalette.ColorGroup,
    role: QPalette.ColorRole,
) -> None:
    palette = made()
    pixmap = icon("stop", palette).pixmap(QSize(48, 48), 1.0, mode)
    assert only_colour(pixmap.toImage()) == palette.color(group, role).name()


def test_a_picture_wears_the_colour_asked_for(qapp: QApplication) -> None:
    pixmap = icon_pixmap("stop", QColor("#0d7286"), 48, ratio=2.0)
    assert pixmap.deviceIndependentSize().width() == 48
    assert only_colour(pixmap.toImage()) == "#0d7286"


def test_the_programs_icon_keeps_its_colours(qapp: QApplication) -> None:
    sizes = QSize(48, 48)
    light, dark = (
        icon("lumenary", palette).pixmap(sizes, 1.0).toImage()
        for palette in (light_palette(), dark_palette())
    )
    assert light == dark


def test_an_icon_that_is_not_there_is_said(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", light_palette())


def coverage(image: QImage) -> float:
    return float(np.mean(pixels(image)[..., 3] > 128))


def only_colour(image: QImage) -> str:
    """Return the one colour of all pixels that are wholly covered."""
    shown = pixels(image)
    ((red, green, blue),) = np.unique(shown[shown[..., 3] == 255][:, :3], axis=0)
    return QColor(int(red), int(green), int(blue)).name()


def pixels(image: QImage) -> NDArray[np.uint8]:
    """Return shape (H, W, 4), RGBA, not premultiplied."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    flat = np.frombuffer(plain.constBits(), np.uint8)
    return flat.reshape(plain.height(), plain.width(), 4).copy()  # outlives the image
