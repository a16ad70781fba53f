"""Threads that do what was asked for last, first, and hand it to the GUI thread."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Container, Hashable
from types import TracebackType
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

PATIENCE: Final = 2.0
"""Seconds that the end waits for what was begun: a window whose stills lie on a network
drive that does not answer must close all the same."""


class Bell(QObject):
    """Rings in the GUI thread when results lie ready; belongs to no other object.

    Threads may ring it at any time, also while what listens to it is being deleted.
    """

    rung = Signal()


class NewestFirst(Generic[Key, Result]):
    """Daemon threads, started at the first request, that work on a stack of requests.

    ``work`` is called in those threads and must touch neither widgets nor objects of
    Qt; values such as ``QImage`` may be made there. What it fails with is a bug: it
    goes to ``threading.excepthook``, ``on_bug`` stands in, and the threads go on.
    """

    def __init__(
        self,
        work: Callable[[Key], Result],
        on_bug: Callable[[Key], Result],
        *,
        threads: int,
        name: str,
        patience: float = PATIENCE,
    ) -> None:
        self._patience = patience
        self._work = work
        self._on_bug = on_bug
        self._wanted_threads = threads
        self._name = name
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._pending: OrderedDict[Key, None] = OrderedDict()  # the last is next
        self._in_work: set[Key] = set()
        self._results: list[tuple[Key, Result]] = []
        self._stopped = False
        self.bell = Bell()

    def ask(self, key: Key) -> None:
        """Do this before all else."""
        self._add(key, last=True)

    def ask_later(self, key: Key) -> None:
        """Do this when nothing else is left to do."""
        self._add(key, last=False)

    def keep(self, wanted: Container[Key] = ()) -> None:
        """Drop the requests that are not ``wanted`` and not begun."""
        with self._changed:
            for key in [key for key in self._pending if key not in wanted]:
                del self._pending[key]

    @property
    def pending(self) -> int:
        """Requests that are not begun."""
        return len(self._pending)

    def take(self) -> list[tuple[Key, Result]]:
        """Return what was done since the last call, in the order it was done."""
        with self._changed:
            taken, self._results = self._results, []
        return taken

    def stop(self) -> None:
        """End the threads; asking is then in vain.

        What they have begun is waited for, but not for long: what has not come by then
        never does, and its thread is left to the end of the process.
        """
        with self._changed:
            self._stopped = True
            self._pending.clear()
            self._changed.notify_all()
        until = time.monotonic() + self._patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _add(self, key: Key, *, last: bool) -> None:
        with self._changed:
            if self._stopped or key in self._in_work:
                return
            self._pending[key] = None
            self._pending.move_to_end(key, last=last)
            self._changed.notify()
        self._start_threads()

    def _start_threads(self) -> None:
        while len(self._threads) < self._wanted_threads:
            name = f"{self._name} {len(self._threads) + 1}"
            thread = threading.Thread(target=self._go_on, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _go_on(self) -> None:
        while self._wait_for_request():
            with self._changed:
                if not self._pending:
                    continue  # another thread was quicker
                key, _ = self._pending.popitem(last=True)
                self._in_work.add(key)
            self._do(key)

    def _wait_for_request(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or bool(self._pending))
            return not self._stopped

    def _do(self, key: Key) -> None:
        try:
            result = self._work(key)
        except Exception as bug:  # noqa: BLE001  one file must not end the thread
            threading.excepthook(_hook_arguments(bug, bug.__traceback__))
            result = self._on_bug(key)
        self._finish(key, result)

    def _finish(self, key: Key, result: Result) -> None:
        with self._changed:
            self._in_work.discard(key)
            ring = not self._results and not self._stopped
            self._results.append((key, result))
        if ring:
            self.bell.rung.emit()


def _hook_arguments(
    bug: Exception, traceback: TracebackType | None
) -> threading.ExceptHookArgs:
    return threading.ExceptHookArgs(
        (type(bug), bug, traceback, threading.current_thread())
    )
