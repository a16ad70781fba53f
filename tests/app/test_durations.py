"""Durations as a person says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.durations import in_words, time_left


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a second"),
        (0.99, "less than a second"),
        (1, "1 s"),
        (12.4, "12 s"),
        (89.4, "89 s"),
        (89.6, "1 min"),
        (95, "2 min"),
        (89 * 60, "89 min"),
        (90 * 60, "1 h 30 min"),
        (100 * 60, "1 h 40 min"),
        (119 * 60, "2 h"),
        (26 * 3600, "26 h"),
    ],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.4, ""), (12, "about 12 s left"), (200, "about 3 min left")],
)
def test_how_long_it_still_takes(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


@given(st.floats(0, 1e7))
def test_what_is_said_is_right_to_a_third(seconds: float) -> None:
    units = {"s": 1, "min": 60, "h": 3600}
    words = in_words(seconds).split()
    if words[0] == "less":
        assert seconds < 1
        return
    said = sum(
        int(number) * units[unit]
        for number, unit in zip(words[::2], words[1::2], strict=True)
    )
    assert abs(said - seconds) <= max(0.5, seconds / 3)
