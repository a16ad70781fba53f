"""A time that cannot be told by one number: it lies between a least and a most."""

from dataclasses import dataclass
from typing import Final, Self

_CLOSE: Final = 0.8
"""From this part of the most on, the least is told by the same number: what is measured
on a computer that does other work too is no surer."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Seconds, 0 or more; ``least`` is never above ``most``."""

    least: float
    most: float

    @classmethod
    def of(cls, seconds: float) -> Self:
        """Return a time without any spread."""
        return cls(seconds, seconds)

    def __add__(self, other: "TimeSpan") -> "TimeSpan":
        """Return the time of one thing after the other."""
        return TimeSpan(self.least + other.least, self.most + other.most)

    def __mul__(self, times: float) -> "TimeSpan":
        """Return the time of the same thing so many times over."""
        return TimeSpan(self.least * times, self.most * times)

    def after(self, seconds: float) -> "TimeSpan":
        """Return what is left of it after some seconds."""
        return TimeSpan(max(self.least - seconds, 0.0), max(self.most - seconds, 0.0))

    @property
    def middle(self) -> float:
        """Half way between both, to tell a span whose ends are close."""
        return (self.least + self.most) / 2

    @property
    def is_close(self) -> bool:
        """Whether one number tells it."""
        return self.least >= _CLOSE * self.most
