"""Durations in words, no finer than a person needs them."""

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


def time_left(seconds: float | None) -> str:
    """Return how long it still takes: 'about 12 s left'; empty where nobody knows."""
    if seconds is None or seconds < 1:
        return ""
    return f"about {in_words(seconds)} left"
