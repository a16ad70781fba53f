"""A rate as a table shows it: never without n, and where undefined, why."""

from dataclasses import dataclass
from typing import Final

from core.evaluation.wording import (
    decimal,
    decimal_interval,
    percent,
    percent_interval,
    thousands,
)
from core.library.evaluation_record import Rate

_SPACE: Final = "\N{NO-BREAK SPACE}"
_NO_INTERVAL: Final = (
    "No 95 % interval: it rests on too few groups, or could not be resampled."
)
_EXACT: Final = "† exact interval (Clopper and Pearson), on the number of groups."


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in a cell, on two lines, and what is said of it."""

    text: str
    note: str = ""
    """Interval and n."""
    meaning: str = ""
    """The tooltip: why a number or an interval is missing, say."""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return ", ".join(filter(None, (self.text, self.note, self.meaning)))


def percent_cell(rate: Rate | None, undefined: str = "") -> TableCell:
    """Return a rate in percent; ``undefined`` is why there may be none."""
    if rate is None:
        return TableCell(percent(None), meaning=undefined)
    return _cell(rate, percent(rate.value), percent_interval(rate), undefined)


def decimal_cell(rate: Rate, undefined: str = "") -> TableCell:
    """Return a number between 0 and 1, or a loss, with three decimals."""
    return _cell(rate, decimal(rate.value), decimal_interval(rate), undefined)


def count_cell(count: int) -> TableCell:
    """Return a number of stills."""
    return TableCell(thousands(count))


def _cell(rate: Rate, value: str, interval: str, undefined: str) -> TableCell:
    n = f"n{_SPACE}={_SPACE}{thousands(rate.n)}"
    if rate.value is None:
        return TableCell(value, n, undefined)
    meaning = _NO_INTERVAL if not interval else _EXACT if rate.exact else ""
    return TableCell(value, " · ".join(filter(None, (interval, n))), meaning)
