"""Each still read and preprocessed once: a cache keyed by content and settings."""

import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.errors import LumenaryError
from core.files import rename
from core.images.box import RgbImage
from core.images.preprocessing import prepare_file
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings

_CHECKSUM_BYTES = 16
_CACHE_UNWRITABLE = (
    "The cache of prepared stills couldn't be written ({reason}). Prepared stills are "
    "kept in memory instead: the work goes on, but the next run prepares them again."
)

_Place: TypeAlias = "Path | RgbImage | UnreadableStill"
"""Where a prepared still is: its cache file, memory, or nowhere, with the reason."""


class CacheLost(LumenaryError):
    """A cache file vanished while it was in use."""


@dataclass(frozen=True)
class PreparedStills:
    """Prepared stills, read from the cache whenever they are asked for.

    Safe to read from several threads. ``notices`` are sentences for the user.
    """

    size: int
    places: tuple[_Place, ...] = field(repr=False)
    notices: tuple[str, ...] = ()

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
            If its cache file is gone by now.
        """
        place = self.places[index]
        if isinstance(place, UnreadableStill):
            raise place
        if isinstance(place, np.ndarray):
            return place
        image = _pixels(_read(place), self.size)
        if image is None:
            raise CacheLost(
                "A prepared still disappeared from the cache while it was in use.",
                hint="Start the work again; the still is then prepared again.",
                details=str(place),
            )
        return image

    def batch(self, indices: Iterable[int]) -> NDArray[np.uint8]:
        """Return several prepared stills, shape (n, size, size, 3), uint8, RGB."""
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

    A cache file holds a checksum and the pixels, and appears by one rename: two
    processes that prepare the same still write the same file, and a damaged or torn
    one is found by its checksum and made again.

    Parameters
    ----------
    folder
        Made when something is first written; may be deleted between two runs.
    settings
        Part of the key: other settings never meet the same files.
    """

    def __init__(self, folder: Path, settings: PreprocessingSettings) -> None:
        self._settings = settings
        self._folder = folder / _settings_key(settings)

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
        written (full disk, no permission) is replaced by memory, with a notice.

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
        """
        unwritable = _FirstReason()

        def place(path: Path, digest: str) -> _Place:
            control.check()
            return self._place(path, digest, unwritable)

        places: list[_Place] = []
        for done in _in_threads(place, paths, digests, threads=threads):
            places.append(done)
            progress(len(places), len(paths))
        notices = (
            (_CACHE_UNWRITABLE.format(reason=unwritable.reason),)
            if unwritable.reason
            else ()
        )
        return PreparedStills(self._settings.size, tuple(places), notices)

    def _place(self, path: Path, digest: str, unwritable: "_FirstReason") -> _Place:
        cached = self._folder / digest[:2] / f"{digest}.still"
        if _is_intact(cached, self._settings.size):
            return cached
        try:
            image = prepare_file(path, self._settings).image
        except UnreadableStill as error:
            return error
        try:
            _store(cached, image)
        except OSError as error:
            unwritable.note(error.strerror or type(error).__name__)
            return image
        return cached


class _FirstReason:
    """The first of several threads' reasons."""

    def __init__(self) -> None:
        self.reason = ""
        self._lock = threading.Lock()

    def note(self, reason: str) -> None:
        with self._lock:
            self.reason = self.reason or reason


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


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _is_intact(path: Path, size: int) -> bool:
    """Compare a cache file with its checksum: once a run, not once an epoch."""
    data = _read(path)
    return (
        _pixels(data, size) is not None
        and _checksum(data[_CHECKSUM_BYTES:]) == data[:_CHECKSUM_BYTES]
    )


def _pixels(data: bytes, size: int) -> RgbImage | None:
    """Return the pixels of a cache file; ``None`` if it is absent or too short."""
    if len(data) != _CHECKSUM_BYTES + size * size * 3:
        return None
    return np.frombuffer(data, np.uint8, offset=_CHECKSUM_BYTES).reshape(size, size, 3)


def _store(path: Path, image: RgbImage) -> None:
    # Not core.files.atomic_write: its fsync costs more than preparing the still, and
    # a file torn by a power cut is found by its checksum.
    pixels = image.tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(_checksum(pixels) + pixels)
            stream.flush()
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    rename(temporary, path)


def _checksum(pixels: bytes) -> bytes:
    return hashlib.blake2b(pixels, digest_size=_CHECKSUM_BYTES).digest()
