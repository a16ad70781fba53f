"""Native crashes, which no Python code survives, told when the program starts again."""

import faulthandler
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from app.problems.problem import Problem
from core.jobs.log_bounds import keep_ends

CRASH_LOG = "crash.log"
_KEPT = "crash-*.log"
_MOST_KEPT = 5
_MOST_TOLD = 1 << 16
"""Characters of a crash that are told; a stack that ran over is longer."""
_LARGEST: Final = 1 << 18
"""Bytes that one crash may take: the stacks of some thirty threads, ten times over."""


class CrashLog:
    """The file that Python writes to when the process dies of a native error.

    It is empty while all is well and gone after a clean end, so that whatever is found
    at the next start is a crash. For one window at a time for each data folder. What
    cannot be written or read is passed over: the program starts all the same.

    Parameters
    ----------
    home
        The user's data folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = home / CRASH_LOG
        self._stream: IO[bytes] | None = None
        self._last: str | None = None

    def start(self) -> None:
        """Put aside what the last run left, and watch this one."""
        with suppress(OSError):
            self._last = self._put_aside()
        with suppress(OSError):
            self._home.mkdir(parents=True, exist_ok=True)
            self._stream = self._path.open("ab")
            faulthandler.enable(self._stream)

    def last_crash(self) -> str | None:
        """Return what Python could tell of the crash before; ``None`` without one."""
        return self._last

    def close(self) -> None:
        """Stop watching: the program ends as it should.

        Windows also writes of errors that are caught later; they are no crash.
        """
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None
            with suppress(OSError):
                self._path.unlink()

    def _put_aside(self) -> str | None:
        try:
            keep_ends(self._path, largest=_LARGEST)
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        if not text.strip():
            return None
        time = datetime.now().astimezone().strftime("%Y-%m-%dT%H-%M-%S")
        self._path.replace(self._home / f"crash-{time}.log")
        for old in sorted(self._home.glob(_KEPT))[:-_MOST_KEPT]:
            old.unlink()
        return text[:_MOST_TOLD].strip()


def crash_problem(crash: str) -> Problem:
    """Return what to show at the start after a crash."""
    return Problem(
        "Lumenary crashed the last time it was open.",
        "Reviews were kept as they were given, and originals are untouched. If it "
        "happens again, pass the report on.",
        crash,
        is_bug=True,
    )
