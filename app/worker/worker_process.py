"""A worker's process: its lines as they come, its one end, and how it is ended."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QProcess, QTimer, Signal

from app.worker.process_end import Ending, ProcessEnd

SLICE = 0.008
"""Seconds of reading at a stretch; the window paints and reacts in between."""

_LONGEST_LINE = 1 << 26
"""Bytes; a stream without an end of line must not fill the memory."""

_STRAY_OUTPUT = 1 << 14
"""Bytes of what stands beside the event stream that are kept."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that are waited at each step of ending a process; below five in all."""

    to_leave: float = 3.0
    """After it was asked to end."""
    to_terminate: float = 1.0
    """After it was told to."""
    to_die: float = 0.7
    """After it was killed; then it is left to the system."""


class WorkerProcess(QObject):
    """One run of a child process that writes lines and reads words.

    What it writes is handed on in slices of at most :data:`SLICE`, so that no stream,
    however fast, holds up the window. ``gone`` comes exactly once, after the last line.
    """

    line = Signal(bytes)
    """Each whole line of standard output, in order."""
    gone = Signal(object)
    """The :class:`ProcessEnd`; nothing comes after it."""

    def __init__(self, patience: Patience, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patience = patience
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_stray_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._end: ProcessEnd | None = None
        self._over = False
        self._muted = False
        self._stray = b""
        self._turn = _single_shot(self, self._read)
        self._waiting = _single_shot(self, self._lose_patience)
        self._harder: list[tuple[Callable[[], None], float]] = []

    @property
    def stray_output(self) -> str:
        """The last of what was written beside the events, decoded as far as it goes."""
        return self._stray.decode("utf-8", "replace").strip()

    def start(self, command: Sequence[str], working_folder: Path) -> None:
        """Start the process; if that fails, ``gone`` says so in its own time."""
        program, *arguments = command
        self._process.setWorkingDirectory(str(working_folder))
        self._process.start(program, arguments)

    def say(self, word: str) -> None:
        """Send one word to the process, if it still listens."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.write(f"{word}\n".encode())

    def say_no_more(self) -> None:
        """Let the process hear the end of what is said, as if this one had died."""
        self._process.closeWriteChannel()

    def keep_stray(self, line: bytes) -> None:
        """Remember a line that is no event together with the rest of them."""
        self._stray = (self._stray + line)[-_STRAY_OUTPUT:]

    def end(self) -> None:
        """See to it that the process, which was asked to leave, is gone in time."""
        if not self._waiting.isActive() and self._end is None:
            self._harder = self._steps()
            self._be_patient(self._patience.to_leave)

    def mute(self) -> None:
        """Hand on no more lines; ``gone`` still comes."""
        self._muted = True

    def wait_until_gone(self) -> None:
        """Block until the process is gone, by force if need be, and all was told."""
        self.end()
        while self._end is None:
            self._process.waitForFinished(max(0, self._waiting.remainingTime()))
            self._lose_patience()
        while not self._over:
            self._read()

    def _steps(self) -> list[tuple[Callable[[], None], float]]:
        """Return what is done when patience is lost, each with the patience after it.

        On Windows nothing can be terminated that has no window: that step is in vain.
        """
        return [
            (self._process.terminate, self._patience.to_terminate),
            (self._process.kill, self._patience.to_die),
            (self._abandon, 0.0),
        ]

    def _be_patient(self, seconds: float) -> None:
        self._waiting.start(round(seconds * 1000))

    def _lose_patience(self) -> None:
        if self._end is None and self._harder:
            harder, seconds = self._harder.pop(0)
            harder()
            self._be_patient(seconds)

    def _abandon(self) -> None:
        """Go on without a process that the system cannot end now."""
        process = self._process
        process.finished.disconnect(self._on_finished)
        process.setParent(None)
        # keeps it alive until then: to destroy it earlier would mean to wait for it
        process.finished.connect(lambda: process.deleteLater())
        self._conclude(ProcessEnd(Ending.ABANDONED))

    def _on_output(self) -> None:
        if not self._turn.isActive():  # one slice for each turn of the event loop
            self._read()

    def _read(self) -> None:
        """Hand on lines for one slice of time, and come back for the rest."""
        until = time.monotonic() + SLICE
        while not self._over and self._process.canReadLine():
            self._hand_on(self._process.readLine())
            if time.monotonic() >= until:
                self._turn.start(0)
                return
        if self._end is not None:
            self._leave(self._end)
        elif self._process.bytesAvailable() > _LONGEST_LINE:
            self._hand_on(self._process.readAllStandardOutput())

    def _hand_on(self, line: QByteArray) -> None:
        if not self._muted:
            self.line.emit(bytes(line.data()))

    def _leave(self, end: ProcessEnd) -> None:
        if not self._over:
            self._over = True
            self._turn.stop()
            self._waiting.stop()
            self.gone.emit(end)

    def _on_stray_output(self) -> None:
        self.keep_stray(bytes(self._process.readAllStandardError().data()))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # anything else is followed by the end, or is a pipe that nobody reads
        if error is QProcess.ProcessError.FailedToStart:
            reason = self._process.errorString()
            self._conclude(ProcessEnd(Ending.NEVER_STARTED, reason=reason))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_stray_output()
        crashed = status is QProcess.ExitStatus.CrashExit
        self._conclude(ProcessEnd(Ending.CRASHED if crashed else Ending.EXITED, code))

    def _conclude(self, end: ProcessEnd) -> None:
        """Take down the end; it is told when everything before it was handed on."""
        self._end = end
        self._waiting.stop()
        self._turn.start(0)


def _single_shot(parent: QObject, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer
