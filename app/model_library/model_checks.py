"""Hashes the files of the library's models beside the window, and keeps the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.item_models.models_model import Health
from app.problems.problem import Problem
from app.still_images.newest_first import NewestFirst
from core.library.checking import Signature, problem_of, signature
from core.library.store import LibraryEntry


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a look at all files of a model gave."""

    signature: Signature
    problem: Problem | None = None
    """Why the model is not used, and what to do."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A model that is to be looked at; later looks at it are others."""

    folder: Path
    number: int
    entry: LibraryEntry = field(compare=False)
    before: Checkup | None = field(compare=False)


class ModelChecks(QObject):
    """A model is hashed again only where a file of it has another size or time."""

    changed = Signal()
    """Something is known that was not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[Path, Checkup] = {}
        self._number = 0
        self._thread = NewestFirst(
            _checked, lambda look: look.before, threads=1, name="model checks"
        )
        self._thread.bell.rung.connect(self._take)
        self.destroyed.connect(self._thread.stop)

    def look(self, entries: Sequence[LibraryEntry]) -> None:
        """Look at these; what was known of others is forgotten."""
        folders = {entry.folder for entry in entries}
        self._known = {f: c for f, c in self._known.items() if f in folders}
        self._number += 1
        self._thread.keep()
        for entry in entries:
            before = self._known.get(entry.folder)
            look = _Look(entry.folder, self._number, entry, before)
            self._thread.ask_later(look)

    def health(self, entry: LibraryEntry) -> Health:
        """Return what is known of a model."""
        if self.problem(entry) is not None:
            return Health.DAMAGED
        known = entry.folder in self._known
        return Health.WHOLE if known else Health.CHECKING

    def problem(self, entry: LibraryEntry) -> Problem | None:
        """Return why a model cannot be used; nothing as long as that is not known."""
        checkup = self._known.get(entry.folder)
        if checkup is not None and checkup.problem is not None:
            return checkup.problem
        return Problem.of(entry.problem) if entry.problem else None

    def stop(self) -> None:
        """End the thread."""
        self._thread.stop()

    @Slot()
    def _take(self) -> None:
        before = dict(self._known)
        for look, checkup in self._thread.take():
            if look.number == self._number and checkup is not None:
                self._known[look.folder] = checkup
        if self._known != before:
            self.changed.emit()


def _checked(look: _Look) -> Checkup | None:
    now = signature(look.entry)
    if look.before is not None and now and look.before.signature == now:
        return look.before
    problem = problem_of(look.entry)
    return Checkup(now, Problem.of(problem) if problem else None)
