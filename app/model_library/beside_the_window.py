"""Work on files that takes a second or two, in a thread, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal

from app.problems.problem import Problem

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Ended:
    """What came of some work, and who wants to know."""

    result: Any = None
    problem: Problem | None = None
    then: Callable[[Any], None] | None = None


class BesideTheWindow(QObject):
    """Does what is too slow for the event loop and too short for the line of jobs.

    A model is imported in a second, also while a training runs for hours.

    Parameters
    ----------
    present
        Shows a problem.
    """

    busy_changed = Signal(str)
    """What is being done, in words; empty where nothing is."""
    _ended = Signal(object)
    """From the thread: an :class:`_Ended`."""

    def __init__(
        self, present: Callable[[Problem], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._present = present
        self._words: list[str] = []
        self._threads = QThreadPool(self)
        self._threads.setMaxThreadCount(1)
        self._ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return bool(self._words)

    def do(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        *,
        words: str,
    ) -> None:
        """Do some work; a problem is shown, and ``then`` is not called.

        Parameters
        ----------
        work
            Called in the thread; it must touch nothing of the window.
        then
            Called in the window's thread with what ``work`` returned.
        words
            What is being done: ``Exporting “colon 2”…``.
        """
        self._words.append(words)
        self.busy_changed.emit(self._words[0])
        self._threads.start(lambda: self._ended.emit(_done(work, then)))

    def stop(self) -> None:
        """Wait for what is being done, and begin nothing more."""
        self._threads.clear()
        self._threads.waitForDone()

    def _on_ended(self, ended: _Ended) -> None:
        self._words.pop(0)
        self.busy_changed.emit(self._words[0] if self._words else "")
        if ended.problem is not None:
            self._present(ended.problem)
        elif ended.then is not None:
            ended.then(ended.result)


def _done(work: Callable[[], Any], then: Callable[[Any], None]) -> _Ended:
    try:
        return _Ended(work(), then=then)
    except Exception as error:  # noqa: BLE001  the window waits for an answer
        return _Ended(problem=Problem.of(error))
