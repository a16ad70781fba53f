"""Numbers as a reader sees them in sentences and tables."""

from core.library.comparison_record import Difference
from core.library.evaluation_record import Rate
from core.percent import percent as percent_of

NOT_DEFINED = "\N{EN DASH}"
"""Stands where a number is not defined."""


_TO = "\N{EN DASH}"


def percent(value: float | None, decimals: int = 1) -> str:
    """Return 0.913 as ``91.3 %``, with a space that does not break."""
    if value is None:
        return NOT_DEFINED
    return percent_of(value, decimals)


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


def difference(each: Difference) -> str:
    """Return ``+3.1 points``, of percentages, or ``+0.031`` of a number such as F1."""
    number = _signed(each, each.value)
    in_points = each.value is not None and not _is_decimal(each)
    return f"{number}\N{NO-BREAK SPACE}points" if in_points else number


def difference_interval(each: Difference) -> str:
    """Return the limits as ``+0.4 to +5.8``, or nothing."""
    if each.low is None or each.high is None:
        return ""
    return f"{_signed(each, each.low)} to {_signed(each, each.high)}"


def support_of(each: Difference) -> str:
    """Return on how many stills and groups a difference rests."""
    stills, groups = count_of(each.n, "still"), count_of(each.groups, "group")
    if each.is_mean_of_classes:
        return f"{stills}, {groups} or more of each class"
    return f"{stills}, {groups}"


def thousands(number: int) -> str:
    """Return 1200 as ``1,200``."""
    return f"{number:,}"


def count_of(number: int, singular: str) -> str:
    """Return ``1 still`` or ``1,200 stills``."""
    return f"{number:,} {singular}" if number == 1 else f"{number:,} {singular}s"


def _signed(each: Difference, value: float | None) -> str:
    if value is None:
        return NOT_DEFINED
    text = f"{value:+.3f}" if _is_decimal(each) else f"{100 * value:+.1f}"
    rounded_away = not float(text)
    return text[1:] if rounded_away else text.replace("-", "\N{MINUS SIGN}")


def _is_decimal(each: Difference) -> bool:
    return each.measure == "macro_f1"


def _dagger(rate: Rate) -> str:
    return "\N{DAGGER}" if rate.exact else ""
