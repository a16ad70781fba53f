"""Which stills a folder holds, found beside the window."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.still_images.newest_first import NewestFirst


@dataclass(frozen=True, slots=True)
class StillList:
    """Stills in the order in which a job goes through them."""

    root: Path
    paths: tuple[Path, ...] = ()
    places: dict[str, int] = field(default_factory=dict)
    """Where in ``paths`` a still stands, by the name by which jobs tell of it."""
    error: str = ""
    """Why there are none, as a sentence."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    root: Path
    stills: tuple[Path, ...]
    number: int


class _Walker:
    """Walks for the newest request only; may be told in the middle of a walk."""

    def __init__(self) -> None:
        self.awaited = 0
        """The number of the request whose stills are waited for; 0 for none."""

    def walk(self, wanted: _Wanted) -> StillList:
        from core.dataset.scanning import find_stills  # loads OpenCV
        from core.errors import LumenaryError

        if wanted.stills:
            return _list_of(wanted.root, wanted.stills)
        paths: list[Path] = []
        try:
            for path in find_stills(wanted.root):
                if wanted.number != self.awaited:
                    break
                paths.append(path)
        except LumenaryError as error:
            return StillList(wanted.root, error=error.user_message)
        return _list_of(wanted.root, tuple(paths))


class StillLister(QObject):
    """Lists one folder at a time; only what was asked for last is delivered.

    Signals
    -------
    listed
        A :class:`StillList`.
    """

    listed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        walker = self._walker = _Walker()
        threads = self._threads = NewestFirst(
            walker.walk, _not_listed, threads=1, name="still lister"
        )
        threads.bell.rung.connect(self._take)
        self.destroyed.connect(lambda: _end(walker, threads))

    def list(self, root: Path, stills: tuple[Path, ...] = ()) -> None:
        """Ask for the stills below a folder, or for some of them only."""
        self._number += 1
        self._walker.awaited = self._number
        self._threads.keep()
        self._threads.ask(_Wanted(root, stills, self._number))

    def stop(self) -> None:
        """End the thread, in the middle of a walk if need be."""
        _end(self._walker, self._threads)

    @Slot()
    def _take(self) -> None:
        for wanted, found in self._threads.take():
            if wanted.number == self._walker.awaited:
                self.listed.emit(found)


def _list_of(root: Path, paths: tuple[Path, ...]) -> StillList:
    from core.dataset.walking import normalised

    places = {normalised(str(path)): place for place, path in enumerate(paths)}
    why = "" if paths else f"There are no stills in “{root.name}”."
    return StillList(root, paths, places, why)


def _end(walker: _Walker, threads: NewestFirst[_Wanted, StillList]) -> None:
    walker.awaited = 0
    threads.stop()


def _not_listed(wanted: _Wanted) -> StillList:
    return StillList(wanted.root, error="Something went wrong while it was listed.")
