"""Measures how long the window did not answer."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 2


class EventLoopWatch(QObject):
    """A timer that beats every two milliseconds and remembers its longest gap."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self._longest = 0.0

    @property
    def longest_pause_ms(self) -> float:
        """Longest time between two beats, less the time that there should be."""
        return max(self._longest * 1000 - _BEAT_MS, 0.0)

    def start(self) -> None:
        """Begin anew."""
        self._longest = 0.0
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Stop measuring; what was measured stays."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now
