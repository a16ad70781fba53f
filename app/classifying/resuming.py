"""Looks, beside the window, for a classification that can be taken over."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.still_images.newest_first import NewestFirst
from core.jobs.requests import ClassifyRequest
from core.jobs.resuming import EarlierRun, earlier_run


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked for, and for which time: what was true before may not be now."""

    number: int
    runs: Path
    request: ClassifyRequest
    model_key: str
    shown: Path | None


class UnfinishedSearch(QObject):
    """Finds the run that a request would take over; the last request counts.

    Reading a thousand runs takes a third of a second, and a network disk longer.

    Parameters
    ----------
    runs
        The folder of all run folders.
    """

    found = Signal(object)
    """An :class:`~core.jobs.resuming.EarlierRun`, or ``None``: there is none."""

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._last: _Look | None = None
        self._number = 0
        self._threads = NewestFirst(
            _offered, lambda _: None, threads=1, name="earlier runs"
        )
        self._threads.bell.rung.connect(self._take)
        self.destroyed.connect(self._threads.stop)

    def look(
        self, request: ClassifyRequest, model_key: str, *, shown: Path | None = None
    ) -> None:
        """Look anew; another offer than for the last request is void at once.

        Parameters
        ----------
        request, model_key
            What is chosen.
        shown
            The run whose findings are on the screen: once finished, it is no news.
        """
        last = self._last
        if last is None or (last.request, last.model_key) != (request, model_key):
            self.found.emit(None)
        self._number += 1
        self._last = _Look(self._number, self._runs, request, model_key, shown)
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


def _offered(look: _Look) -> EarlierRun | None:
    run = earlier_run(look.runs, look.request, look.model_key)
    return None if run is not None and run.finished and run.run == look.shown else run
