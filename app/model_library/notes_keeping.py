"""Saves notes by itself, a moment after the last key."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.problems.problem import Problem
from core.errors import LumenaryError
from core.library.notes import ModelNotes

_PAUSE_MS: Final = 700
"""Longer than between two keys, shorter than it takes to close a window."""


class NotesKeeping(QObject):
    """Holds the notes on one model at a time, and writes what was changed of them.

    Parameters
    ----------
    notes
        Where they are kept.
    present
        Shows a problem.
    """

    opened = Signal(str)
    """What is written on the model that was opened."""
    told = Signal(str)
    """Where saving stands, in a word or two."""

    def __init__(
        self,
        notes: ModelNotes,
        present: Callable[[Problem], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notes = notes
        self._present = present
        self._key: str | None = None
        self._unsaved: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.save)

    @property
    def can_write(self) -> bool:
        """Whether a model is open whose notes could be read."""
        return self._key is not None

    def open(self, key: str | None) -> None:
        """Save what is unsaved, then read the notes on another model, or on none."""
        if key is not None and key == self._key:
            return
        self.save()
        self._key, self._unsaved = None, None
        text = ""
        if key is not None:
            try:
                text = self._notes.read(key)
                self._key = key
            except LumenaryError as error:
                self._present(Problem.of(error))
        self.opened.emit(text)
        self.told.emit("")

    def read_again(self) -> None:
        """Show what another program, or an import, wrote meanwhile."""
        if self._unsaved is None:
            key, self._key = self._key, None
            self.open(key)

    def change(self, text: str) -> None:
        """Take what a person has written; it is saved in a moment."""
        if self._key is not None:
            self._unsaved = text
            self._pause.start()
            self.told.emit("Saving…")

    def save(self) -> None:
        """Write at once what is unsaved; what cannot be written stays unsaved."""
        self._pause.stop()
        if self._key is None or self._unsaved is None:
            return
        try:
            self._notes.write(self._key, self._unsaved)
        except LumenaryError as error:
            self.told.emit("Not saved")
            self._present(Problem.of(error))
            return
        self._unsaved = None
        self.told.emit("Saved")
