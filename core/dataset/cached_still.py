"""One prepared still on disk: written whole, checked, made again when it is gone."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import LumenaryError
from core.files import rename, sha256_of
from core.images.box import RgbImage
from core.images.preprocessing import prepare_file
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings

_CHECKSUM_BYTES = 16


class CacheLost(LumenaryError):
    """A cache file vanished while in use, and its still can't be prepared again."""


@dataclass(frozen=True, slots=True)
class CachedStill:
    """A prepared still in the cache, and how to make it again.

    A cache file holds a checksum and the pixels, and appears by one rename: two
    processes that prepare the same still write the same file, and a damaged or torn
    one is found by its checksum and made again.
    """

    file: Path
    """In the cache; need not exist."""
    source: Path
    """The still's own file."""
    digest: str
    """SHA-256 of the still's own file, in hexadecimal."""
    settings: PreprocessingSettings

    @property
    def image(self) -> RgbImage:
        """The pixels; prepared once more if the cache file is gone or cut short.

        Raises
        ------
        CacheLost
            If the still's own file is gone or changed, too.
        """
        image = _pixels(_read(self.file), self.settings.size)
        return self._prepared_again() if image is None else image

    @property
    def is_intact(self) -> bool:
        """Whether the file fits its checksum: asked once a run, not once an epoch."""
        data = _read(self.file)
        return (
            _pixels(data, self.settings.size) is not None
            and _checksum(data[_CHECKSUM_BYTES:]) == data[:_CHECKSUM_BYTES]
        )

    def mark_used(self) -> None:
        """Let the file count as new: room is made by removing the oldest first."""
        with suppress(OSError):
            os.utime(self.file)

    def write(self, image: RgbImage) -> None:
        """Put the pixels into the cache, whole or not at all.

        Raises
        ------
        OSError
            If that fails; nothing is left behind.
        """
        # Not core.files.atomic_write: its fsync costs more than preparing the still,
        # and a file torn by a power cut is found by its checksum.
        pixels = image.tobytes()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.file.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_checksum(pixels) + pixels)
            rename(Path(name), self.file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def _prepared_again(self) -> RgbImage:
        try:
            if sha256_of(self.source) != self.digest:
                raise self._lost("its file was changed since then")
            image = prepare_file(self.source, self.settings).image
        except (OSError, UnreadableStill) as error:
            raise self._lost("its file can't be read any more") from error
        with suppress(OSError):
            self.write(image)
        return image

    def _lost(self, why: str) -> CacheLost:
        return CacheLost(
            f"A prepared still disappeared from the cache while it was in use, and "
            f"{why}: “{self.source}”.",
            hint="Start the work again once the folder of stills no longer changes; "
            "all stills that are still cached are not prepared again.",
            details=str(self.file),
        )


def bytes_of_still(size: int) -> int:
    """Return how many bytes a prepared still of ``size`` pixels a side takes."""
    return _CHECKSUM_BYTES + size * size * 3


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _pixels(data: bytes, size: int) -> RgbImage | None:
    """Return the pixels of a cache file; ``None`` if it is absent or too short."""
    if len(data) != bytes_of_still(size):
        return None
    return np.frombuffer(data, np.uint8, offset=_CHECKSUM_BYTES).reshape(size, size, 3)


def _checksum(pixels: bytes) -> bytes:
    return hashlib.blake2b(pixels, digest_size=_CHECKSUM_BYTES).digest()
