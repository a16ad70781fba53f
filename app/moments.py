"""Moments of the past as a person tells them."""

from datetime import datetime, timedelta
from typing import Final

# not strftime's: those follow the system's language, and the sentences do not
_DAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS_KNOWN_BY_NAME: Final = 6


def when(moment: datetime, now: datetime) -> str:
    """Return when something was: 'today at 14:02', 'on Friday at 14:02'.

    Parameters
    ----------
    moment
        With its time zone.
    now
        With that of the person.
    """
    then = moment.astimezone(now.tzinfo)
    days = (now.date() - then.date()) // timedelta(days=1)
    return f"{_day(then, days)} at {then:%H:%M}"


def _day(then: datetime, days: int) -> str:
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if 1 < days <= _DAYS_KNOWN_BY_NAME:
        return f"on {_DAYS[then.weekday()]}"
    return f"on {then.day} {_MONTHS[then.month - 1]} {then.year}"
