"""The chosen still in full, decoded beside the window; its neighbours ahead of time."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.still_images.loaded_still import LoadedStill
from app.still_images.newest_first import NewestFirst
from core.images.settings import PreprocessingSettings

BUDGET_BYTES = 24 * 2**20
"""Some twelve stills of 622 x 529 pixels; the one that is shown stays in any case."""
MOST_PIXELS = 40_000_000
"""Larger stills are shown reduced: in 32 bits this many take 160 MB."""
SMALLEST_LEVEL = 256
"""Longest side of the smallest level, in pixels."""

_Wanted: TypeAlias = tuple[Path, PreprocessingSettings]


class StillLoader(QObject):
    """Loads one still at a time; only what was asked for last is delivered.

    Signals
    -------
    loaded
        A :class:`LoadedStill`, always after ``load`` has returned.
    """

    loaded = Signal(object)
    _at_hand = Signal()

    def __init__(
        self,
        *,
        threads: int = 2,
        budget_bytes: int = BUDGET_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._budget = budget_bytes
        self._token = 0
        self._awaited: _Wanted | None = None
        self._kept: OrderedDict[_Wanted, LoadedStill] = OrderedDict()
        self._threads = NewestFirst(
            _load, _not_loaded, threads=threads, name="still loader"
        )
        self._threads.bell.rung.connect(self._take)
        self._at_hand.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._threads.stop)

    @property
    def bytes_kept(self) -> int:
        """What the stills kept for another look take in memory."""
        return sum(still.size_in_bytes for still in self._kept.values())

    def load(self, path: Path, settings: PreprocessingSettings) -> int:
        """Ask for a still, instead of any that was asked for before.

        Parameters
        ----------
        path
            The file.
        settings
            The model's, for what its network sees.

        Returns
        -------
        int
            The ``token`` of the still that will come.
        """
        self._token += 1
        self._awaited = (path, settings)
        self._threads.keep()
        if self._awaited in self._kept:
            self._at_hand.emit()
        else:
            self._threads.ask(self._awaited)
        return self._token

    def prefetch(self, paths: Iterable[Path], settings: PreprocessingSettings) -> None:
        """Load these when nothing else is left to do, the first of them first."""
        for path in paths:
            if (path, settings) not in self._kept and (path, settings) != self._awaited:
                self._threads.ask_later((path, settings))

    def forget(self) -> None:
        """Deliver nothing that was asked for so far, and keep no still."""
        self._awaited = None
        self._threads.keep()
        self._kept.clear()

    def stop(self) -> None:
        """End the threads; no still comes after this. Deleting does the same."""
        self._awaited = None
        self._threads.stop()

    @Slot()
    def _take(self) -> None:
        for wanted, still in self._threads.take():
            self._keep(wanted, still)
        self._deliver()

    def _keep(self, wanted: _Wanted, still: LoadedStill) -> None:
        if still.error and wanted != self._awaited:
            return  # a neighbour: it may be readable by the time it is chosen
        self._kept[wanted] = still
        while self.bytes_kept > self._budget and len(self._kept) > 1:
            oldest = next(key for key in self._kept if key != self._awaited)
            del self._kept[oldest]

    @Slot()
    def _deliver(self) -> None:
        if self._awaited is None or self._awaited not in self._kept:
            return
        wanted, self._awaited = self._awaited, None
        self._kept.move_to_end(wanted)
        still = self._kept[wanted]
        if still.error:  # to be tried anew when it is chosen again
            del self._kept[wanted]
        self.loaded.emit(replace(still, token=self._token))


def _load(wanted: _Wanted) -> LoadedStill:
    # OpenCV and numpy take a third of a second to import: not before first paint
    from core.dataset.walking import path_as_kept
    from core.images.reading import UnreadableStill, read_bytes

    path, settings = wanted
    digest = ""
    try:
        data = read_bytes(path_as_kept(path))
        digest = sha256(data).hexdigest()
        return _decoded(path, data, digest, settings)
    except UnreadableStill as error:
        return LoadedStill(path, digest=digest, error=error.user_message)
    except MemoryError:
        return LoadedStill(
            path, digest=digest, error="There is not enough memory to show the still."
        )


def _not_loaded(wanted: _Wanted) -> LoadedStill:
    path, _ = wanted
    return LoadedStill(path, error="Something went wrong while it was prepared.")


def _decoded(
    path: Path, data: bytes, digest: str, settings: PreprocessingSettings
) -> LoadedStill:
    from app.still_images.pictures import levels, picture, within
    from core.images.preprocessing import prepare_bytes
    from core.images.reading import decode_still

    prepared = prepare_bytes(data, settings)
    still = decode_still(data)
    shown = within(still.rgb, MOST_PIXELS)
    return LoadedStill(
        path,
        levels=levels(shown, SMALLEST_LEVEL),
        network=picture(prepared.image),
        width=still.width,
        height=still.height,
        panel=prepared.panel.box if prepared.panel else None,
        panel_kind=prepared.panel.kind if prepared.panel else "",
        field_of_view=prepared.field_of_view,
        digest=digest,
        note="" if shown is still.rgb else _reduced(shown.shape[1], shown.shape[0]),
    )


def _reduced(width: int, height: int) -> str:
    return f"Very large: shown reduced to {width:,} x {height:,} pixels."
