"""Sizes of files in words, no finer than a person needs them."""

from typing import Final

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")
_STEP: Final = 1000
"""As file managers and disks' makers count."""
_TO_TENTHS: Final = 10


def in_words(size: int) -> str:
    """Return a number of bytes as a person reads it: '512 bytes', '3.4 MB', '12 GB'.

    Tenths are named below ten, and nothing finer.
    """
    if size == 1:
        return "1 byte"
    value, unit = float(size), 0
    while round(value) >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    exact = unit == 0 or value >= _TO_TENTHS - 0.05
    return f"{value:,.0f} {_UNITS[unit]}" if exact else f"{value:.1f} {_UNITS[unit]}"
