"""The time that a training takes, with what it depends on where one number lies."""

from app.learning.estimate_wording import time_left_in_words
from core.time_span import TimeSpan


def test_a_span_says_what_it_depends_on() -> None:
    words = "2 to 14 min left, depending on when it stops improving"
    assert time_left_in_words(TimeSpan(120, 840)) == words


def test_one_number_depends_on_nothing() -> None:
    assert time_left_in_words(TimeSpan(110, 120)) == "about 2 min left"
    assert time_left_in_words(None) == ""
    assert time_left_in_words(TimeSpan.of(0.2)) == ""
