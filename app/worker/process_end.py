"""How a worker's process came to its end, as the system tells it."""

import signal
from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """The ways in which a process ends, or does not."""

    EXITED = "exited"
    CRASHED = "crashed"
    """By a signal or, on Windows, by an exception of the system."""
    NEVER_STARTED = "never_started"
    ABANDONED = "abandoned"
    """Even killing it had no effect: it waits for a disk or a network drive."""


@dataclass(frozen=True, slots=True)
class ProcessEnd:
    """The end of one process, which can say itself in a sentence."""

    ending: Ending
    code: int = 0
    """The exit status, or the number of the signal that ended it."""
    reason: str = ""
    """The system's own words where it could not be started."""

    def __str__(self) -> str:
        """Return the end as a sentence for the person at the screen."""
        match self.ending:
            case Ending.EXITED:
                return "The work stopped without saying how it ended."
            case Ending.CRASHED if self.was_killed:
                return "The work was ended from outside the program."
            case Ending.CRASHED:
                return "The work crashed."
            case Ending.NEVER_STARTED:
                return "The work could not be started."
            case Ending.ABANDONED:
                return "The work does not react and could not be ended."

    @property
    def was_killed(self) -> bool:
        """Whether somebody, or a system short of memory, ended it by force."""
        return self.ending is Ending.CRASHED and self.signal_name in {
            "SIGKILL",
            "SIGTERM",
        }

    @property
    def is_unexplained(self) -> bool:
        """Whether the program itself is to blame, as far as one can tell."""
        ended_itself = self.ending in {Ending.EXITED, Ending.CRASHED}
        return ended_itself and not self.was_killed

    @property
    def signal_name(self) -> str:
        """The name of the signal that ended it; empty where there was none."""
        if self.ending is not Ending.CRASHED:
            return ""
        try:
            return signal.Signals(self.code).name
        except ValueError:
            return ""

    @property
    def details(self) -> str:
        """The end in the system's terms, for a report."""
        match self.ending:
            case Ending.EXITED:
                return f"The worker's exit status was {self.code}."
            case Ending.CRASHED:
                name = self.signal_name or f"{self.code:#x}"
                return f"The worker was ended by {name}."
            case Ending.NEVER_STARTED:
                return f"The worker could not be started: {self.reason}"
            case Ending.ABANDONED:
                return "The worker was still there after it had been killed."
