"""The place of a picture in a view, for pictures and views of any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.zoom import MOST_SCALE, Zoom

sides = st.integers(1, 9000)
sizes = st.tuples(sides, sides)
scales = st.floats(0.01, 40)
parts = st.floats(0, 1)


def leaves_no_gap(zoom: Zoom) -> bool:
    lengths = zip(
        (zoom.left, zoom.top), (zoom.width, zoom.height), zoom.view, strict=True
    )
    for start, length, room in lengths:
        if length <= room:
            if abs(start - (room - length) / 2) > 0.5:
                return False
        elif start > 0 or start + length < room - 0.5:
            return False
    return True


@given(sizes, sizes)
def test_fitted_shows_the_whole_picture(
    picture: tuple[int, int], view: tuple[int, int]
) -> None:
    zoom = Zoom.fitted(picture, view)
    assert zoom.width <= view[0] + 1e-6
    assert zoom.height <= view[1] + 1e-6
    assert not zoom.can_pan
    assert leaves_no_gap(zoom)
    as_large = max(zoom.width / view[0], zoom.height / view[1])
    assert as_large == pytest.approx(1) or zoom.scale == MOST_SCALE


@given(sizes, sizes, scales, parts, parts)
def test_what_lies_under_the_cursor_stays_there(
    picture: tuple[int, int], view: tuple[int, int], scale: float, x: float, y: float
) -> None:
    before = Zoom.fitted(picture, view)
    at = x * view[0], y * view[1]
    after = before.scaled(scale, *at)
    assert leaves_no_gap(after)
    assert before.least_scale <= after.scale <= MOST_SCALE
    for axis in (0, 1):
        edge = (after.left, after.top)[axis]
        length = (after.width, after.height)[axis]
        pinned = length <= view[axis] or edge in (0, round(view[axis] - length))
        moved = (after.point(*at)[axis] - before.point(*at)[axis]) * after.scale
        assert pinned or abs(moved) <= 0.5 + 1e-6 * length


@given(sizes, sizes, scales, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_panning_never_leaves_a_gap(
    picture: tuple[int, int], view: tuple[int, int], scale: float, dx: float, dy: float
) -> None:
    zoom = Zoom.fitted(picture, view).scaled_in_the_middle(scale).panned(dx, dy)
    assert leaves_no_gap(zoom)
    assert zoom.left == round(zoom.left)
    assert zoom.top == round(zoom.top)


@given(sizes, sizes, scales, sizes, sizes)
def test_another_picture_keeps_the_scale(
    picture: tuple[int, int],
    view: tuple[int, int],
    scale: float,
    other: tuple[int, int],
    other_view: tuple[int, int],
) -> None:
    before = Zoom.fitted(picture, view).scaled_in_the_middle(scale)
    after = before.of(other, other_view)
    assert leaves_no_gap(after)
    assert after.scale == max(before.scale, after.least_scale)


def test_one_to_one_can_be_panned_to_each_edge() -> None:
    zoom = Zoom.fitted((1000, 800), (500, 400)).scaled(1.0, 0, 0)
    assert zoom.can_pan
    assert (zoom.left, zoom.top) == (0, 0)
    assert zoom.panned(-9000, -9000).point(500, 400) == (1000, 800)
