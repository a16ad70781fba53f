"""Looks, beside the window, for a classification that can be gone on with."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.still_images.newest_first import NewestFirst
from core.jobs.requests import ClassifyRequest
from core.jobs.resuming import UnfinishedRun, unfinished_runs


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked for, and for which time: what was true before may not be now."""

    number: int
    runs: Path
    request: ClassifyRequest
    model_key: str


class UnfinishedSearch(QObject):
    """Finds the newest run that a request would go on with; the last request counts.

    Reading a thousand runs takes a third of a second, and a network disk longer.

    Parameters
    ----------
    runs
        The folder of all run folders.
    """

    found = Signal(object)
    """An :class:`~core.jobs.resuming.UnfinishedRun`, or ``None``: there is none."""

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._last: _Look | None = None
        self._number = 0
        self._threads = NewestFirst(
            _newest, lambda _: None, threads=1, name="unfinished runs"
        )
        self._threads.bell.rung.connect(self._take)
        self.destroyed.connect(self._threads.stop)

    def look(self, request: ClassifyRequest, model_key: str) -> None:
        """Look anew; another offer than for the last request is void at once."""
        last = self._last
        if last is None or (last.request, last.model_key) != (request, model_key):
            self.found.emit(None)
        self._number += 1
        self._last = _Look(self._number, self._runs, request, model_key)
        self._threads.keep()
        self._threads.ask(self._last)

    def forget(self) -> None:
        """Offer nothing until asked again."""
        self._last = None
        self._threads.keep()
        self.found.emit(None)

    def stop(self) -> None:
        """End the thread."""
        self._last = None
        self._threads.stop()

    @Slot()
    def _take(self) -> None:
        for look, run in self._threads.take():
            if look == self._last:
                self.found.emit(run)


def _newest(look: _Look) -> UnfinishedRun | None:
    for run in unfinished_runs(look.runs):
        if run.suits(look.request, look.model_key):
            return run
    return None
