"""How a job talks: events out, one JSON object a line; commands in, one word a line."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, TypeAlias

from pydantic import BaseModel

from core.control import Control
from core.jobs.events import Event, Notice, Progress, Severity, StillsClassified

Emit: TypeAlias = Callable[[Event], None]

PROGRESS_INTERVAL = 0.1
"""Seconds between two progress events of one activity: ten a second at most."""

CANCEL = "cancel"
STOP_AND_KEEP = "stop"


class JsonLines:
    """Writes each event as one line of JSON and flushes it; safe for many threads."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def emit(self, event: BaseModel) -> None:
        """Write one event."""
        line = event.model_dump_json() + "\n"
        with self._lock:
            self._stream.write(line)
            self._stream.flush()


class RunLog(JsonLines):
    """The run folder's ``events.jsonl``: all events but rows, which have a table."""

    def emit(self, event: BaseModel) -> None:
        """Write one event, unless it only carries rows or the disk is full."""
        if not isinstance(event, StillsClassified):
            with suppress(OSError):  # the work matters more than its log
                super().emit(event)


class Reporter:
    """What a job uses to say how far it is and what the user should know."""

    def __init__(
        self, emit: Emit, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._emit = emit
        self._clock = clock

    def event(self, event: Event) -> None:
        """Send an event as it is."""
        self._emit(event)

    def info(self, message: str) -> None:
        """Tell the user something that needs no action."""
        self._emit(Notice(severity=Severity.INFO, message=message))

    def warn(self, message: str) -> None:
        """Tell the user something to think about."""
        self._emit(Notice(severity=Severity.WARNING, message=message))

    def warn_all(self, messages: Iterable[str]) -> None:
        """Tell the user several things to think about."""
        for message in messages:
            self.warn(message)

    def activity(self, name: str, *, already: int = 0) -> "Activity":
        """Return a callable ``(done, total)`` that reports progress, rate-limited.

        ``already`` of ``done`` took none of its time, and tell nothing of the pace.
        """
        return Activity(name, self._emit, self._clock, already=already)


class Activity:
    """Progress of one activity, limited at the source; safe for many threads."""

    def __init__(
        self, name: str, emit: Emit, clock: Callable[[], float], *, already: int = 0
    ) -> None:
        self._name = name
        self._already = already
        self._emit = emit
        self._clock = clock
        self._begin = clock()
        self._last_sent = float("-inf")
        self._lock = threading.Lock()

    def __call__(self, done: int, total: int | None) -> None:
        """Report ``done`` of ``total``; the last of a known total is always sent."""
        with self._lock:
            now = self._clock()
            if done != total and now - self._last_sent < PROGRESS_INTERVAL:
                return
            self._last_sent = now
            self._emit(
                Progress(
                    activity=self._name,
                    done=done,
                    total=total,
                    seconds_left=self._seconds_left(now, done, total),
                )
            )

    def _seconds_left(self, now: float, done: int, total: int | None) -> float | None:
        at_this_pace = done - self._already
        if at_this_pace <= 0 or total is None:
            return None
        return (now - self._begin) / at_this_pace * max(total - done, 0)


def follow_commands(lines: Iterable[str], control: Control) -> None:
    """Carry out the commands of a stream; its end means that the parent has died.

    What can be gone on with is kept then, as it is where a worker is killed.

    Unknown words are ignored: a newer window may know more than this worker.
    """
    for line in lines:
        word = line.strip()
        if word == CANCEL:
            control.cancel()
        elif word == STOP_AND_KEEP:
            control.stop_and_keep()
    control.abandon()
