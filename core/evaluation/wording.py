"""Numbers as a reader sees them in sentences and tables."""

from core.library.comparison_record import Difference
from core.library.evaluation_record import Rate

NOT_DEFINED = "\N{EN DASH}"
"""Stands where a number is not defined."""


_TO = "\N{EN DASH}"


def percent(value: float | None, decimals: int = 1) -> str:
    """Return 0.913 as ``91.3 %``, with a space that does not break."""
    if value is None:
        return NOT_DEFINED
    return f"{100 * value:.{decimals}f}\N{NO-BREAK SPACE}%"


def decimal(value: float | None) -> str:
    """Return 0.9134 as ``0.913``."""
    return NOT_DEFINED if value is None else f"{value:.3f}"


def percent_interval(rate: Rate) -> str:
    """Return the limits in percent as ``88.0-94.1``, with a dagger if exact."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{100 * rate.low:.1f}{_TO}{100 * rate.high:.1f}{_dagger(rate)}"


def decimal_interval(rate: Rate) -> str:
    """Return the limits as ``0.880-0.941``, with a dagger if exact."""
    if rate.low is None or rate.high is None:
        return ""
    return f"{rate.low:.3f}{_TO}{rate.high:.3f}{_dagger(rate)}"


def points(difference: float | None) -> str:
    """Return 0.0312 as ``+3.1``: percentage points with their sign."""
    if difference is None:
        return NOT_DEFINED
    text = f"{100 * difference:+.1f}".replace("-", "\N{MINUS SIGN}")
    return text[1:] if text[1:] == "0.0" else text


def points_interval(difference: Difference) -> str:
    """Return the limits as ``+0.4 to +5.8``, or nothing."""
    if difference.low is None or difference.high is None:
        return ""
    return f"{points(difference.low)} to {points(difference.high)}"


def thousands(number: int) -> str:
    """Return 1200 as ``1,200``."""
    return f"{number:,}"


def count_of(number: int, singular: str) -> str:
    """Return ``1 still`` or ``1,200 stills``."""
    return f"{number:,} {singular}" if number == 1 else f"{number:,} {singular}s"


def _dagger(rate: Rate) -> str:
    return "\N{DAGGER}" if rate.exact else ""
