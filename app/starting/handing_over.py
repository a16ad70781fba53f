"""A model's file that was opened while a window is open already: it gets the file.

A file manager starts the program once more for each file that is opened. The second
program leaves a note in the data folder, which the window that is open watches, and
ends. No socket is needed for it, and what a note asks for is only offered: a person
decides in the window.
"""

import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from core.errors import LumenaryError
from core.files import write_bytes

_FOLDER: Final = "opened-files"
_SUFFIX: Final = ".path"
_LONGEST: Final = 1 << 16
"""Bytes of a path; systems take some thousand."""
_PATIENCE: Final = 5.0
"""Seconds; a window that is at work takes a note within some tenths."""
_PAUSE: Final = 0.05


def hand_over(home: Path, file: Path, *, patience: float = _PATIENCE) -> bool:
    """Leave a file for the window that has this data folder.

    Parameters
    ----------
    home
        The data folder.
    file
        What was opened.
    patience
        Seconds for the window to take it.

    Returns
    -------
    bool
        Whether the window took it; nothing is left where it did not.
    """
    if not (home / _FOLDER).is_dir():  # the window is not as far yet, or older
        return False
    note = home / _FOLDER / f"{secrets.token_hex(8)}{_SUFFIX}"
    try:
        write_bytes(note, os.fsencode(file.absolute()))
    except LumenaryError:
        return False
    give_up = time.monotonic() + patience
    while note.exists() and time.monotonic() < give_up:
        time.sleep(_PAUSE)
    return not _withdrawn(note)


def _withdrawn(note: Path) -> bool:
    try:
        note.unlink()
    except OSError:  # it was taken
        return False
    return True


class HandedOver(QObject):
    """Takes the files that other programs leave for this window.

    Parameters
    ----------
    home
        The data folder, which this window has to itself.
    parent
        The window.
    """

    taken = Signal(object)
    """The ``Path`` of a file; it may be of any kind, and need not be there."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = home / _FOLDER
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)

    def start(self) -> None:
        """Watch from now on; notes of earlier days are removed."""
        with suppress(OSError):  # then nothing can be handed over, which is said there
            self._folder.mkdir(parents=True, exist_ok=True)
            self._each_note(lambda _: None)
            self._watcher.addPath(str(self._folder))

    def stop(self) -> None:
        """Watch no more; who comes now is told that the window does not answer."""
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        with suppress(OSError):
            self._each_note(lambda _: None)
            self._folder.rmdir()

    def _look(self) -> None:
        with suppress(OSError):
            self._each_note(self.taken.emit)

    def _each_note(self, take: Callable[[Path], None]) -> None:
        for note in sorted(self._folder.glob(f"[!.]*{_SUFFIX}")):
            with note.open("rb") as stream:
                named = stream.read(_LONGEST)
            note.unlink()
            if named and b"\0" not in named:
                take(Path(os.fsdecode(named)))
