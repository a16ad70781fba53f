"""Small pictures of the stills, decoded beside the window and kept within a budget."""

from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.still_images.levels import level_for
from app.still_images.newest_first import NewestFirst

BUDGET_BYTES = 48 * 2**20
"""Some 450 stills at a side of 154, the contact sheet's at 100 %."""
SMALLEST_LEVEL = 40
"""Longest side of the smallest level, in device pixels: a row of the table at 100 %."""


class Thumbnails(QObject):
    """Thumbnails by path: those painted last are kept, those asked for last come first.

    Pictures are as the program reads a still: upright, in RGB, of 8 bits. They are
    ``QImage`` in 32 bits, which widgets paint as fast as a ``QPixmap``.

    Signals
    -------
    loaded
        The path of a still whose thumbnail has come, or has failed.
    """

    loaded = Signal(Path)

    def __init__(
        self,
        side: int,
        *,
        threads: int = 2,
        budget_bytes: int = BUDGET_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._budget = budget_bytes
        self._bytes = 0
        self._kept: OrderedDict[Path, tuple[int, tuple[QImage, ...]]] = OrderedDict()
        self._failed: set[Path] = set()
        self._threads = NewestFirst(
            _decode, lambda _: (), threads=threads, name="thumbnails"
        )
        self._threads.bell.rung.connect(self._take)
        self.destroyed.connect(self._threads.stop)

    @property
    def side(self) -> int:
        """The longest side of a thumbnail, in device pixels."""
        return self._side

    @property
    def bytes_kept(self) -> int:
        """What the thumbnails take in memory."""
        return self._bytes

    @property
    def requests(self) -> int:
        """Thumbnails that were asked for and are not begun."""
        return self._threads.pending

    def image(self, path: Path, side: int | None = None) -> QImage | None:
        """Return a still's thumbnail; ``None`` if it failed or is still to come.

        Parameters
        ----------
        path
            The still.
        side
            The longest side it will be painted at, in device pixels: the smallest
            picture at hand is returned that is as large, or the largest.
        """
        if not self.is_final(path):
            self._threads.ask((path, self._side))
        if path not in self._kept:
            return None
        self._kept.move_to_end(path)
        _, pictures = self._kept[path]
        return level_for(pictures, self._side if side is None else side)

    def is_final(self, path: Path) -> bool:
        """Return whether nothing more is to come for a still."""
        made_for, _ = self._kept.get(path, (0, ()))
        return made_for == self._side or path in self._failed

    def failed(self, path: Path) -> bool:
        """Return whether a still was asked for and could not be decoded."""
        return path in self._failed

    def keep_requests(self, paths: Collection[Path]) -> None:
        """Drop all requests but these: a view calls it when it has been scrolled."""
        self._threads.keep({(path, self._side) for path in paths})

    def forget_requests(self) -> None:
        """Drop all requests that are not begun."""
        self._threads.keep()

    def forget_all(self) -> None:
        """Drop thumbnails, failures and requests: another folder is shown."""
        self.forget_requests()
        self._kept.clear()
        self._failed.clear()
        self._bytes = 0

    def set_side(self, side: int) -> None:
        """Make thumbnails of another size from now on; those there serve until then."""
        if side != self._side:
            self.forget_requests()
            self._side = side

    def warm_up(self) -> None:
        """Load the decoders, beside the window; to be called once it is painted."""
        self._threads.ask_later((None, self._side))

    def stop(self) -> None:
        """End the threads; no thumbnail comes after this. Deleting does the same."""
        self._threads.stop()

    @Slot()
    def _take(self) -> None:
        for (path, side), pictures in self._threads.take():
            if path is None or side != self._side:
                continue
            if pictures:
                self._keep(path, pictures)
            else:
                self._failed.add(path)
            self.loaded.emit(path)

    def _keep(self, path: Path, pictures: tuple[QImage, ...]) -> None:
        if path in self._kept:
            self._drop(path)
        self._kept[path] = self._side, pictures
        self._bytes += _size(pictures)
        while self._bytes > self._budget and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def _drop(self, path: Path) -> None:
        _, pictures = self._kept.pop(path)
        self._bytes -= _size(pictures)


def _size(pictures: tuple[QImage, ...]) -> int:
    return sum(picture.sizeInBytes() for picture in pictures)


def _decode(wanted: tuple[Path | None, int]) -> tuple[QImage, ...]:
    """Return a still's levels, none if it cannot be read."""
    # OpenCV and numpy take a third of a second to import: not before first paint
    from app.still_images.pictures import fitted, levels
    from core.dataset.walking import path_as_kept
    from core.images.reading import UnreadableStill, read_still

    path, side = wanted
    if path is None:
        return ()
    try:
        still = read_still(path_as_kept(path), shortest_side=side)
    except (UnreadableStill, MemoryError):
        return ()
    return levels(fitted(still.rgb, side), SMALLEST_LEVEL)
