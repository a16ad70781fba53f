"""Catches what nobody foresaw, in any thread, and has it shown; the program goes on."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.problems.problem import Problem
from core.control import Cancelled


class ExceptionHook(QObject):
    """Python's last resort for exceptions, leading to the presenter of errors.

    To be made in the window's thread, where problems are shown, after what is going on
    has come to its end. An interruption by the user is no error.

    Parameters
    ----------
    present
        Shows a problem.
    """

    _caught = Signal(object)

    def __init__(
        self, present: Callable[[Problem], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._present = present
        self._before = sys.excepthook
        self._before_threads = threading.excepthook
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of what Python does by itself, which still prints."""
        self._before = sys.excepthook
        self._before_threads = threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Put back what was there before."""
        sys.excepthook = self._before
        threading.excepthook = self._before_threads

    def __enter__(self) -> Self:
        """Install it."""
        self.install()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Uninstall it."""
        self.uninstall()

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        self._before(kind, error, traceback)
        self._tell(error)

    def _on_thread_exception(self, thrown: threading.ExceptHookArgs) -> None:
        self._before_threads(thrown)
        if thrown.exc_value is not None:
            self._tell(thrown.exc_value)

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, Exception) and not isinstance(error, Cancelled):
            self._caught.emit(Problem.of(error))

    @Slot(object)
    def _show(self, problem: Problem) -> None:
        try:
            self._present(problem)
        except Exception as error:  # noqa: BLE001  would come back here for ever
            self._before(type(error), error, error.__traceback__)
