"""Each still read and preprocessed once: a cache keyed by content and settings."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.dataset.cache_limit import trim
from core.dataset.cached_still import CachedStill, bytes_of_still
from core.files import WriteFailed
from core.images.box import RgbImage
from core.images.preprocessing import prepare_file
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings

MEMORY_BYTES = 1 << 30
"""For stills that no cache takes: 7,100 of 224 pixels, a quarter of a small machine."""

_CACHE_UNWRITABLE = (
    "The cache of prepared stills couldn't be written ({reason}). Prepared stills are "
    "kept in memory instead: the work goes on, but the next run prepares them again."
)

_Place: TypeAlias = "CachedStill | RgbImage | UnreadableStill"
"""Where a prepared still is: the cache, memory, or nowhere, with the reason."""


@dataclass(frozen=True)
class PreparedStills:
    """Prepared stills, read from the cache whenever they are asked for.

    Safe to read from several threads. A still whose cache file is deleted meanwhile is
    prepared again.
    """

    size: int
    """Side of each in pixels."""
    places: tuple[_Place, ...] = field(repr=False)
    notices: tuple[str, ...] = ()
    """Sentences for the user."""

    def __len__(self) -> int:
        """Return the number of stills asked for, unreadable ones included."""
        return len(self.places)

    def __getitem__(self, index: int) -> RgbImage:
        """Return one prepared still, shape (size, size, 3), uint8, RGB.

        Raises
        ------
        UnreadableStill
            If the still could not be read in the first place.
        CacheLost
            If by now both its cache file is gone and its own file gone or changed.
        """
        place = self.places[index]
        if isinstance(place, UnreadableStill):
            raise place
        if isinstance(place, np.ndarray):
            return place
        return place.image

    def only(self, indices: Sequence[int]) -> "PreparedStills":
        """Return some of the stills, in the order of ``indices``."""
        return replace(self, places=tuple(self.places[i] for i in indices))

    def batch(self, indices: Iterable[int]) -> NDArray[np.uint8]:
        """Return several prepared stills, shape (n, size, size, 3), uint8, RGB.

        Raises as indexing does.
        """
        images = [self[index] for index in indices]
        if not images:
            return np.empty((0, self.size, self.size, 3), np.uint8)
        return np.stack(images)

    @property
    def failures(self) -> Mapping[int, UnreadableStill]:
        """The stills that could not be read, by index, each with its reason."""
        unreadable = {
            index: place
            for index, place in enumerate(self.places)
            if isinstance(place, UnreadableStill)
        }
        return MappingProxyType(unreadable)


class PreparedCache:
    """Prepared stills on disk; any number of threads and processes may share it.

    Parameters
    ----------
    folder
        Made when something is first written; may be deleted at any time.
    settings
        Part of the key: other settings never meet the same files.
    memory_bytes
        How much is kept in memory, at most, where the folder cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        settings: PreprocessingSettings,
        *,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._settings = settings
        self._folder = folder / _settings_key(settings)
        self._memory_bytes = memory_bytes

    def make_room(self, digests: Sequence[str], *, limit: int, control: Control) -> int:
        """Remove the stills not used for longest, so that these will fit; return bytes.

        The stills of this work are never removed, whatever the limit.

        Parameters
        ----------
        digests
            SHA-256 of each file of which a still is to be prepared.
        limit
            Bytes that all prepared stills may take, those of other settings as well.
        control
            Checked between two files.
        """
        wanted = {self._file_of(digest) for digest in digests}
        coming = sum(not file.is_file() for file in wanted)
        return trim(
            self._folder.parent,
            limit - coming * bytes_of_still(self._settings.size),
            wanted,
            control,
        )

    def prepare(
        self,
        paths: Sequence[Path],
        digests: Sequence[str],
        *,
        threads: int,
        control: Control,
        progress: Callable[[int, int], None],
    ) -> PreparedStills:
        """Return all stills prepared; those that the cache knows are not read again.

        An unreadable still becomes an entry of ``failures``. A cache that cannot be
        written (full disk, no permission) is replaced by memory, with a notice, as
        long as the stills fit there.

        Parameters
        ----------
        paths
            The stills.
        digests
            SHA-256 of each still's file, in hexadecimal.
        threads
            Stills prepared at the same time.
        control
            Checked between two stills.
        progress
            Called with the number done and the number of all stills.

        Raises
        ------
        Cancelled
            If asked to cancel; what was cached stays and is used next time.
        WriteFailed
            If the cache cannot be written and the stills are too many for memory.
        """
        memory = _Memory(self._folder, self._memory_bytes)

        def place(path: Path, digest: str) -> _Place:
            control.check()
            return self._place(path, digest, memory)

        places: list[_Place] = []
        for done in _in_threads(place, paths, digests, threads=threads):
            places.append(done)
            progress(len(places), len(paths))
        return PreparedStills(self._settings.size, tuple(places), memory.notices)

    def _place(self, path: Path, digest: str, memory: "_Memory") -> _Place:
        file = self._file_of(digest)
        cached = CachedStill(file, path, digest, self._settings)
        if cached.is_intact:
            cached.mark_used()
            return cached
        try:
            image = prepare_file(path, self._settings).image
        except UnreadableStill as error:
            return error
        try:
            cached.write(image)
        except OSError as error:
            return memory.keep(image, error)
        return cached

    def _file_of(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.still"


class _Memory:
    """Where stills go that the cache does not take; for several threads."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._left = limit
        self._reason = ""
        self._lock = threading.Lock()

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user: nothing if nothing came here."""
        if not self._reason:
            return ()
        return (_CACHE_UNWRITABLE.format(reason=self._reason),)

    def keep(self, image: RgbImage, error: OSError) -> RgbImage:
        """Return the still to be kept, or raise ``WriteFailed`` if memory is full."""
        with self._lock:
            self._reason = self._reason or error.strerror or type(error).__name__
            self._left -= image.nbytes
            if self._left >= 0:
                return image
        raise WriteFailed(
            f"The cache of prepared stills “{self._folder}” couldn't be written "
            f"({self._reason}), and there are too many stills to keep in memory.",
            hint="What was prepared before is kept. Free some space on its disk, check "
            "your permissions, or move LUMENARY_HOME, and start again.",
            details=repr(error),
        ) from error


def _in_threads(
    work: Callable[[Path, str], _Place],
    paths: Sequence[Path],
    digests: Sequence[str],
    *,
    threads: int,
) -> Iterator[_Place]:
    """Yield the results in order; an exception leaves what has not begun undone."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="prepare")
    try:
        yield from pool.map(work, paths, digests)
    finally:
        pool.shutdown(cancel_futures=True)


def _settings_key(settings: PreprocessingSettings) -> str:
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:16]
