"""Each decision has its symbol, its word, and a colour that all can tell apart."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from app.appearance.contrast import contrast_ratio
from app.appearance.marks import (
    decision_mark,
    is_dark,
    outline_colours,
    paint_mark,
    reader_colour,
)
from app.appearance.palettes import dark_palette, light_palette

Role = QPalette.ColorRole
PALETTES = pytest.mark.parametrize("made", [light_palette, dark_palette])
DECISIONS = ("accept", "review", "refuse", None)

# Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009: severity 1.0, on linear RGB
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


@PALETTES
def test_colours_can_be_read_on_every_ground(
    qapp: QApplication, made: Callable[[], QPalette]
) -> None:
    palette = made()
    dark = is_dark(palette)
    colours = [decision_mark(decision, dark).colour for decision in DECISIONS]
    for colour in [*colours, reader_colour(dark)]:
        for ground in (Role.Base, Role.AlternateBase, Role.Window):
            assert contrast_ratio(colour, palette.color(ground)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_colour_blind_tell_decisions_apart(dark: bool, blindness: str) -> None:
    seen = [
        as_seen(decision_mark(decision, dark).colour, BLINDNESS[blindness])
        for decision in ("accept", "review", "refuse")
    ]
    # CIE 1976; 2.3 is what can just be told apart, side by side
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) > 10


def test_no_two_share_a_symbol_or_a_word() -> None:
    marks = [decision_mark(decision, dark=False) for decision in DECISIONS]
    assert [mark.symbol for mark in marks] == ["✓", "?", "⊘", "!"]
    assert [mark.word for mark in marks] == ["Accept", "Review", "Refuse", "Unreadable"]


@PALETTES
@pytest.mark.parametrize("selected", [False, True])
def test_each_mark_paints_a_picture_of_its_own(
    qapp: QApplication, made: Callable[[], QPalette], selected: bool
) -> None:
    pictures = [painted(decision, made(), selected=selected) for decision in DECISIONS]
    empty = blank(made(), selected=selected)
    assert all(picture != empty for picture in pictures)
    assert all(one != other for one, other in combinations(pictures, 2))


def test_outlines_stand_out_from_their_casing() -> None:
    colours = outline_colours()
    for line in (colours.panel, colours.field_of_view):
        assert contrast_ratio(line, QColor("black")) >= 7
    assert colours.panel != colours.field_of_view


def painted(decision: str | None, palette: QPalette, *, selected: bool) -> QImage:
    image = blank(palette, selected=selected)
    painter = QPainter(image)
    mark = decision_mark(decision, is_dark(palette))
    area = QRectF(image.rect())
    paint_mark(painter, area, mark, palette, selected=selected, with_word=False)
    assert (
        painter.compositionMode() is QPainter.CompositionMode.CompositionMode_SourceOver
    )
    assert painter.transform().isIdentity()
    painter.end()
    return image


def blank(palette: QPalette, *, selected: bool) -> QImage:
    image = QImage(120, 24, QImage.Format.Format_RGB32)
    image.fill(palette.color(Role.Highlight if selected else Role.Base))
    return image


def as_seen(colour: QColor, matrix: list[list[float]]) -> NDArray[np.float64]:
    """Return CIE L*a*b* (D65) of a colour as someone colour-blind sees it."""
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(matrix) @ linear, 0, 1)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
