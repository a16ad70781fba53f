"""What settings make of a still, computed beside the window as sliders move."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from app.still_images.newest_first import NewestFirst
from app.still_images.preview_picture import PreviewPicture
from core.images.settings import PreprocessingSettings

if TYPE_CHECKING:
    from core.images.previewing import PreviewPixels, StillToPreview

MOST_PIXELS = 12_000_000
"""Larger stills are shown reduced: their pictures are made anew with every step of a
slider. A 4K tower's have 8 million."""
SMALLEST_LEVEL = 256
"""Longest side of the smallest level, in pixels."""
BUDGET_BYTES = 48 * 2**20
"""Two decoded stills of 1920 x 1080; the one that is shown stays in any case."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    path: Path
    settings: PreprocessingSettings | None
    """``None``: only decode the still, for it may be next."""
    number: int = 0
    """Counts the calls of :meth:`LivePreview.show`."""


class LivePreview(QObject):
    """Decodes a still once and recomputes it with the newest settings only.

    Signals
    -------
    ready
        A :class:`PreviewPicture` of the still that was asked for last; while a slider
        is dragged also those of settings in between, never an older after a newer one.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._delivered = 0
        self._awaited: Path | None = None
        self._decoded = _DecodedStills(BUDGET_BYTES)
        self._threads = NewestFirst(
            self._decoded.work, _not_prepared, threads=2, name="live preview"
        )
        self._threads.bell.rung.connect(self._take)
        self.destroyed.connect(self._threads.stop)

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing more is to come for what was asked for last."""
        return self._delivered == self._number or self._awaited is None

    def show(self, path: Path, settings: PreprocessingSettings) -> None:
        """Ask for a still with some settings, instead of all asked for before."""
        self._number += 1
        self._awaited = path
        self._threads.keep()
        self._threads.ask(_Wanted(path, settings, self._number))

    def prefetch(self, paths: Iterable[Path]) -> None:
        """Decode these when nothing else is left to do."""
        for path in paths:
            self._threads.ask_later(_Wanted(path, None))

    def forget(self) -> None:
        """Deliver nothing that was asked for so far, and keep no decoded still."""
        self._awaited = None
        self._threads.keep()
        self._decoded.forget()

    def stop(self) -> None:
        """End the threads; nothing comes after this. Deleting does the same."""
        self._awaited = None
        self._threads.stop()

    @Slot()
    def _take(self) -> None:
        for wanted, picture in self._threads.take():
            if picture is None or wanted.path != self._awaited:
                continue
            if wanted.number > self._delivered:
                self._delivered = wanted.number
                self.ready.emit(picture)


@dataclass(slots=True, eq=False)
class _Decoded:
    """A still of which the large part of the work is done."""

    still: "StillToPreview"
    before: tuple[QImage, ...]
    size_in_bytes: int


@dataclass(slots=True, eq=False)
class _Place:
    """Where one thread decodes a still while others wait for it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    decoded: _Decoded | None = None


class _DecodedStills:
    """The stills looked at last; may be used from several threads."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._lock = threading.Lock()
        self._places: OrderedDict[Path, _Place] = OrderedDict()
        self._shown: Path | None = None

    def work(self, wanted: _Wanted) -> PreviewPicture | None:
        """Decode the still if need be, and say what the settings make of it."""
        # OpenCV and numpy take a third of a second to import: not before first paint
        from core.images.reading import UnreadableStill

        try:
            if wanted.settings is not None:
                self._shown = wanted.path
            decoded = self._get(wanted.path)
            if wanted.settings is None:
                return None
            return _picture(wanted.path, wanted.settings, decoded)
        except UnreadableStill as error:
            self._drop(wanted.path)
            return _failed(wanted, error.user_message)
        except MemoryError:
            self._drop(wanted.path)
            return _failed(wanted, "There is not enough memory to show the still.")

    def forget(self) -> None:
        with self._lock:
            self._places.clear()

    def _get(self, path: Path) -> _Decoded:
        with self._lock:
            place = self._places.setdefault(path, _Place())
            self._places.move_to_end(path)
        with place.lock:
            if place.decoded is None:
                place.decoded = _decode(path)
                self._keep_budget()
            return place.decoded

    def _drop(self, path: Path) -> None:
        """Read the file anew next time: it may be mended by then."""
        with self._lock:
            self._places.pop(path, None)

    def _keep_budget(self) -> None:
        with self._lock:
            oldest_first = [path for path in self._places if path != self._shown]
            for path in oldest_first:
                if self._bytes() <= self._budget:
                    return
                del self._places[path]

    def _bytes(self) -> int:
        kept = (place.decoded for place in self._places.values())
        return sum(decoded.size_in_bytes for decoded in kept if decoded is not None)


def _decode(path: Path) -> _Decoded:
    from app.still_images.pictures import levels, within
    from core.dataset.walking import path_as_kept
    from core.images.previewing import StillToPreview
    from core.images.reading import read_bytes

    data = read_bytes(path_as_kept(path))
    still = StillToPreview(data)
    before = levels(within(still.full.rgb, MOST_PIXELS), SMALLEST_LEVEL)
    pictures = sum(level.sizeInBytes() for level in before)
    size = len(data) + int(still.full.rgb.nbytes) + pictures
    return _Decoded(still, before, size)


def _picture(
    path: Path, settings: PreprocessingSettings, decoded: _Decoded
) -> PreviewPicture:
    from app.still_images.pictures import picture
    from core.images.previewing import preview_pixels

    still = decoded.still
    pixels = preview_pixels(still, settings)
    prepared = pixels.prepared
    return PreviewPicture(
        path,
        settings,
        before=decoded.before,
        after=_after(pixels, decoded.before),
        network=picture(prepared.image),
        width=still.full.width,
        height=still.full.height,
        panel=prepared.panel.box if prepared.panel else None,
        panel_kind=prepared.panel.kind.value if prepared.panel else "",
        removed=pixels.removed,
        field_of_view=prepared.field_of_view,
        green_left=prepared.green_left,
        leaves_green=prepared.leaves_green,
        note=_note(still.full.rgb.shape, decoded.before[0]),
    )


def _after(pixels: "PreviewPixels", before: tuple[QImage, ...]) -> tuple[QImage, ...]:
    """Return copies with the panel painted over, which is one plain colour.

    From the pixels themselves it would take twice as long, with every step of a slider.
    """
    if pixels.removed is None:
        return before
    height, width = pixels.before.shape[:2]
    red, green, blue = pixels.painted[pixels.removed.y0, pixels.removed.x0]
    colour = QColor(int(red), int(green), int(blue))
    after = []
    for level in before:
        copy = level.copy()
        box = pixels.removed.scaled(level.width() / width, level.height() / height)
        painter = QPainter(copy)
        painter.fillRect(box.x0, box.y0, box.width, box.height, colour)
        painter.end()
        after.append(copy)
    return tuple(after)


def _note(shape: tuple[int, ...], shown: QImage) -> str:
    if (shown.height(), shown.width()) == shape[:2]:
        return ""
    size = f"{shown.width():,} x {shown.height():,}"
    return f"Very large: shown reduced to {size} pixels."


def _failed(wanted: _Wanted, why: str) -> PreviewPicture | None:
    if wanted.settings is None:
        return None
    return PreviewPicture(wanted.path, wanted.settings, error=why)


def _not_prepared(wanted: _Wanted) -> PreviewPicture | None:
    return _failed(wanted, "Something went wrong while it was prepared.")
