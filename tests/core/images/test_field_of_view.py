"""The crop follows the bright picture, not text, lines or panels in its border."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.images.box import Box, RgbImage
from core.images.field_of_view import find_field_of_view
from core.images.scopeguide import Panel, PanelKind

WHITE = (235, 235, 235)


def circle(
    height: int = 288,
    width: int = 400,
    centre: tuple[int, int] = (230, 144),
    r: int = 130,
) -> tuple[RgbImage, Box]:
    """A round field of view in a border of black noise, and its box."""
    rgb = np.random.default_rng(3).integers(0, 6, (height, width, 3)).astype(np.uint8)
    cv2.circle(rgb, centre, r, (190, 110, 90), cv2.FILLED)
    x, y = centre
    return rgb, Box(x - r, y - r, x + r + 1, y + r + 1)


def test_a_round_field_of_view_is_found() -> None:
    rgb, box = circle()
    assert find_field_of_view(rgb).iou(box) >= 0.97


@settings(max_examples=30, deadline=None)
@given(
    scale=st.floats(0.5, 3),
    r=st.floats(0.25, 0.5),
    x=st.floats(0.4, 0.6),
)
def test_circles_of_any_size_are_found_within_the_still(
    scale: float, r: float, x: float
) -> None:
    height, width = round(288 * scale), round(400 * scale)
    rgb, box = circle(height, width, (round(x * width), height // 2), round(r * height))
    box = Box(max(box.x0, 0), max(box.y0, 0), min(box.x1, width), min(box.y1, height))
    assert find_field_of_view(rgb).iou(box) >= 0.93


def test_text_and_lines_in_the_border_do_not_count() -> None:
    rgb, box = circle()
    for row in range(20, 280, 16):
        cv2.putText(rgb, "22/08/2013", (2, row), 1, 0.9, WHITE)
    cv2.line(rgb, (396, 0), (396, 287), WHITE, 2)
    cv2.line(rgb, (0, 3), (399, 3), WHITE, 1)
    assert find_field_of_view(rgb).iou(box) >= 0.95


def test_a_panel_beside_the_picture_does_not_count() -> None:
    rgb, box = circle()
    panel = Panel(PanelKind.GREEN, Box(0, 200, 110, 284))
    rgb[panel.box.slices] = (17, 162, 134)
    assert find_field_of_view(rgb).x0 <= 2
    assert find_field_of_view(rgb, panel).iou(box) >= 0.95


def test_far_mucosa_in_the_shadow_belongs_to_the_picture() -> None:
    rgb, box = circle()
    rgb[:, 200:][rgb[:, 200:] > 50] = 14
    assert find_field_of_view(rgb).iou(box) >= 0.95


def test_a_dark_lumen_across_the_picture_does_not_cut_it() -> None:
    rgb, box = circle()
    rgb[:, 215:250] = 2
    assert find_field_of_view(rgb).iou(box) >= 0.95


@pytest.mark.parametrize("level", [0, 3, 20, 60, 128, 255])
def test_without_a_dark_border_it_is_the_whole_still(level: int) -> None:
    rgb = np.full((200, 300, 3), level, np.uint8)
    assert find_field_of_view(rgb) == Box(0, 0, 300, 200)


def test_a_speck_of_light_is_no_field_of_view() -> None:
    rgb = np.zeros((288, 400, 3), np.uint8)
    cv2.circle(rgb, (200, 144), 12, WHITE, cv2.FILLED)
    assert find_field_of_view(rgb) == Box(0, 0, 400, 288)


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 90), width=st.integers(1, 90), seed=st.integers(0, 2**32 - 1)
)
def test_the_box_is_never_empty_and_never_outside(
    height: int, width: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rgb = rng.integers(0, 256, (height, width, 3)) * rng.integers(0, 2, (height, 1, 1))
    box = find_field_of_view(rgb.astype(np.uint8))
    assert 0 <= box.x0 < box.x1 <= width
    assert 0 <= box.y0 < box.y1 <= height
