"""Lets the window of a benchmark work while something is waited for."""

import sys
import time
from collections.abc import Callable


def let_run(seconds: float) -> None:
    """Let the window work for some seconds."""
    end = time.perf_counter() + seconds
    until(lambda: time.perf_counter() >= end)


def until(done: Callable[[], bool], *, seconds: float = 120) -> None:
    """Let the window work until something is true; leave if that takes too long."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop
    from PySide6.QtWidgets import QApplication

    deadline = QDeadlineTimer(round(seconds * 1000))
    wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    while not done():
        if deadline.hasExpired():
            sys.exit("The window did not get there.")
        QApplication.processEvents(wait, 10)
