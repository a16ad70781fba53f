"""The program's own ways from an image file to a picture, one after another.

Each returns ``""`` for a still that was read, or the sentence that says why not.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer, SignalInstance

from app.still_images.live_preview import LivePreview
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from core.images.preprocessing import prepare_bytes
from core.images.quality import assess_quality
from core.images.reading import UnreadableStill, read_bytes, read_still
from core.images.settings import PreprocessingSettings

PATIENCE: Final = 60_000
"""Milliseconds that a still is waited for; the watchdog is not as patient."""


class SilentlyFailed(Exception):
    """A thread of the window met something that it was not made for."""


class StillWays:
    """All ways of a process, whose Qt objects serve one file after another."""

    def __init__(self) -> None:
        self._application = QCoreApplication.instance() or QCoreApplication([])
        self._settings = PreprocessingSettings()
        self._thumbnails = Thumbnails(96)
        self._loader = StillLoader()
        self._preview = LivePreview()
        self._bugs: list[str] = []
        threading.excepthook = self._note_bug

    def all(self, path: Path) -> dict[str, str]:
        """Return what each way says of a file."""
        ways: dict[str, Callable[[Path], str]] = {
            "read": self._read,
            "prepare": self._prepare,
            "thumbnail": self._thumbnail,
            "still": self._large,
            "preview": self._previewed,
        }
        said = {name: way(path) for name, way in ways.items()}
        if self._bugs:
            bugs, self._bugs = self._bugs, []
            raise SilentlyFailed("; ".join(bugs))
        return said

    def _read(self, path: Path) -> str:
        return _reason(lambda: assess_quality(read_still(path)))

    def _prepare(self, path: Path) -> str:
        return _reason(lambda: prepare_bytes(read_bytes(path), self._settings))

    def _thumbnail(self, path: Path) -> str:
        self._thumbnails.forget_all()
        self._awaited(self._thumbnails.loaded, lambda: self._thumbnails.image(path))
        return "no thumbnail." if self._thumbnails.failed(path) else ""

    def _large(self, path: Path) -> str:
        load = self._loader.load
        still = self._awaited(self._loader.loaded, lambda: load(path, self._settings))
        self._loader.forget()
        return str(still.error)

    def _previewed(self, path: Path) -> str:
        show = self._preview.show
        shown = self._awaited(self._preview.ready, lambda: show(path, self._settings))
        self._preview.forget()
        return str(shown.error)

    def _awaited(self, signal: SignalInstance, ask: Callable[[], object]) -> Any:
        loop, came = QEventLoop(), []
        connection = signal.connect(lambda result: (came.append(result), loop.quit()))
        QTimer.singleShot(PATIENCE, loop, loop.quit)
        ask()
        if not came:
            loop.exec()
        signal.disconnect(connection)
        if not came:
            raise SilentlyFailed(f"nothing came within {PATIENCE} ms")
        return came[-1]

    def _note_bug(self, told: threading.ExceptHookArgs) -> None:
        self._bugs.append(repr(told.exc_value))


def _reason(work: Callable[[], object]) -> str:
    try:
        work()
    except UnreadableStill as error:
        return error.user_message
    return ""
