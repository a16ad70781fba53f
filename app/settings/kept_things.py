"""Measures and deletes what is kept, beside the window, one thing after the other."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.still_images.newest_first import NewestFirst
from core.control import Cancelled, Control
from core.errors import LumenaryError
from core.keeping.deletion import Deleted, delete
from core.keeping.places import KeptPlace, PlaceKey, measured
from core.paths import UserFolders

_PATIENCE: Final = 0.2
"""Seconds that a closing dialog waits; a network drive may take minutes to answer."""
_UNEXPECTED: Final = "Something unexpected went wrong. What is listed is still there."


@dataclass(frozen=True, slots=True)
class _Look:
    key: PlaceKey
    control: Control


@dataclass(frozen=True, slots=True)
class _Delete:
    key: PlaceKey
    older_than: timedelta | None
    in_use: frozenset[Path]
    control: Control


@dataclass(frozen=True, slots=True)
class _Failed:
    sentence: str


class KeptThings(QObject):
    """One thread that looks at every place, and deletes when told to.

    Parameters
    ----------
    folders
        The user's own.
    in_use
        Returns the run folders that the window shows or that waiting jobs need.
    """

    measured = Signal(object)
    """A :class:`~core.keeping.places.KeptPlace`."""
    deleted = Signal(object, object)
    """The :class:`~core.keeping.places.PlaceKey` and a
    :class:`~core.keeping.deletion.Deleted`."""
    failed = Signal(str)
    """A sentence: what was not deleted, and why."""

    def __init__(
        self,
        folders: UserFolders,
        in_use: Callable[[], Collection[Path]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._in_use = in_use
        self._looking = Control()
        self._threads = NewestFirst(
            self._work,
            lambda _: _Failed(_UNEXPECTED),
            threads=1,
            name="kept",
            patience=_PATIENCE,
        )
        self._threads.bell.rung.connect(self._take)

    def look(self) -> None:
        """Measure every place anew; earlier measures that are not done are dropped."""
        self._looking.cancel()
        self._looking = Control()
        self._threads.keep()
        for key in PlaceKey:
            self._threads.ask_later(_Look(key, self._looking))

    def delete(self, key: PlaceKey, older_than: timedelta | None) -> None:
        """Delete what is kept in a place, then look again."""
        self._looking.cancel()
        in_use = frozenset(self._in_use())
        self._threads.ask(_Delete(key, older_than, in_use, Control()))

    def stop(self) -> None:
        """End the thread; a deletion that has begun goes on to its end."""
        self._looking.cancel()
        self._threads.stop()

    def _work(self, task: _Look | _Delete) -> KeptPlace | Deleted | _Failed | None:
        try:
            if isinstance(task, _Look):
                return measured(self._folders, task.key, task.control)
            return delete(
                self._folders,
                task.key,
                older_than=task.older_than,
                in_use=task.in_use,
                control=task.control,
            )
        except Cancelled:
            return None
        except LumenaryError as error:
            return _Failed(f"{error.user_message} {error.hint}".strip())

    @Slot()
    def _take(self) -> None:
        for task, result in self._threads.take():
            if isinstance(result, KeptPlace) and task.control is self._looking:
                self.measured.emit(result)
            elif isinstance(result, Deleted):
                self.deleted.emit(task.key, result)
                self.look()
            elif isinstance(result, _Failed):
                self.failed.emit(result.sentence)
                if isinstance(task, _Delete):
                    self.look()
