"""Durations in words, no finer than a person needs them."""

from core.time_span import TimeSpan

_MINUTE = 60
_HOUR = 60 * _MINUTE


def in_words(seconds: float) -> str:
    """Return a duration as a person says it: '12 s', '3 min', '1 h 40 min'.

    Seconds are named up to a minute and a half, minutes up to an hour and a half;
    what is longer is told to five minutes.
    """
    if seconds < 1:
        return "less than a second"
    if round(seconds) < 1.5 * _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    if minutes < 1.5 * _HOUR / _MINUTE:
        return f"{minutes} min"
    hours, rest = divmod(5 * round(seconds / _MINUTE / 5), 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def span_in_words(span: TimeSpan) -> str:
    """Return a span as a person says it: '2 to 14 min', '40 s to 5 min'.

    One number where the ends are close or said by the same words: 'about 12 min'.
    """
    if span.least < 1:
        return f"at most {in_words(span.most)}"
    least, most = in_words(span.least), in_words(span.most)
    if span.is_close or least == most:
        return f"about {in_words(span.middle)}"
    (number, *unit), (_, *other_unit) = least.split(), most.split()
    return f"{number if unit == other_unit else least} to {most}"


def time_left(left: TimeSpan | None) -> str:
    """Return how long it still takes: '2 to 14 min left'; empty where nobody knows."""
    if left is None or left.most < 1:
        return ""
    return f"{span_in_words(left)} left"
