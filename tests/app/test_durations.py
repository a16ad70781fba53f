"""Durations as a person says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.durations import in_words, span_in_words, time_left
from core.time_span import TimeSpan


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
    ("span", "words"),
    [
        (TimeSpan.of(12), "about 12 s"),
        (TimeSpan(660, 780), "about 12 min"),
        (TimeSpan(130, 840), "2 to 14 min"),
        (TimeSpan(12, 80), "12 to 80 s"),
        (TimeSpan(40, 300), "40 s to 5 min"),
        (TimeSpan(60 * 60, 100 * 60), "60 min to 1 h 40 min"),
        (TimeSpan(2 * 3600, 5 * 3600), "2 to 5 h"),
        (TimeSpan(2 * 3600 + 1800, 5 * 3600), "2 h 30 min to 5 h"),
        (TimeSpan(2 * 3600, 4 * 3600 + 1800), "2 h to 4 h 30 min"),
        (TimeSpan(0.2, 45), "at most 45 s"),
        (TimeSpan(95, 140), "about 2 min"),  # both are said by the same words
    ],
)
def test_a_span_in_words(span: TimeSpan, words: str) -> None:
    assert span_in_words(span) == words


def test_how_long_it_still_takes() -> None:
    assert time_left(None) == ""
    assert time_left(TimeSpan(0, 0.9)) == ""
    assert time_left(TimeSpan(130, 840)) == "2 to 14 min left"


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
