"""What identifies a still apart from its name: its bytes and what it looks like."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.control import Control
from core.images.preprocessing import prepare
from core.images.reading import UnreadableStill, decode_still
from core.images.settings import PreprocessingSettings

HASH_BITS = 64

_DECODED_SIDE = 128
"""Shorter side, in pixels, at which a still is decoded to be hashed.

Measured on 916 real stills with 19 known copies: at 96 and 128 pixels 12 copies are
within 6 bits, as at 224; at 64 only 5, because panels are found less exactly. 2.0 ms of
one core at 128, 3.1 ms at 224, 10 ms for ``imagehash.phash`` of the whole file.
"""

_HASHED_SIDE = 32
"""``imagehash.phash`` works on 32 x 32 pixels; given those, it need not resize."""


@dataclass(frozen=True, slots=True)
class StillFingerprint:
    """What a still is recognised by."""

    digest: str
    """SHA-256 of the file, in hexadecimal."""
    phash: int
    """``imagehash.phash`` of the cropped still without its panel, 64 bits."""


@dataclass(frozen=True, slots=True)
class LikenessSettings:
    """How near is near. The defaults were measured on 916 stills.

    Among them 19 pairs are known to show the same frame.
    """

    hash_radius: int = 6
    """Bits of 64 by which hashes of one picture may differ: 12 of the 19 pairs are
    within 6 among 22 pairs in all, 14 within 8 among 63. Equal hashes always group."""
    cosine: float = 0.85
    """Cosine of two embeddings (ImageNet MobileNetV2, pooled) from which stills are
    alike: all 19 pairs are, among 30 pairs in all; at 0.80 among 432, at 0.90 15."""


def fingerprint_stills(
    paths: Sequence[Path],
    settings: PreprocessingSettings,
    *,
    threads: int,
    control: Control,
    progress: Callable[[int, int], None],
) -> tuple[StillFingerprint | UnreadableStill, ...]:
    """Read every file once and return its fingerprint, or why it has none.

    Parameters
    ----------
    paths
        Image files.
    settings
        Of the network the stills are for: whether panels are removed and the field of
        view is cropped. Its size and its optional steps play no part.
    threads
        Stills in work at once; as many as there are cores is best.
    control
        Looked at after each still.
    progress
        Called in this thread with the number done and the number of all.

    Returns
    -------
    In the order of ``paths``; equal files have equal fingerprints.

    Raises
    ------
    Cancelled
        If ``control`` asks for it.
    """
    import imagehash  # noqa: F401  imported here once, not by the first of the threads
    import scipy.fftpack  # noqa: F401

    own = _settings_for_hashing(settings)
    results: list[StillFingerprint | UnreadableStill] = []
    with _threads(threads) as pool:
        futures: list[Future[StillFingerprint | UnreadableStill]] = [
            pool.submit(_fingerprint_or_reason, path, own) for path in paths
        ]
        for future in futures:
            control.check()
            results.append(future.result())
            progress(len(results), len(paths))
    return tuple(results)


def fingerprint(data: bytes, settings: PreprocessingSettings) -> StillFingerprint:
    """Return the fingerprint of an image file's bytes.

    Raises
    ------
    UnreadableStill
        If they hold no image that can be decoded.
    """
    import imagehash

    still = decode_still(data, shortest_side=_DECODED_SIDE)
    prepared = prepare(still, _settings_for_hashing(settings))
    picture = imagehash.phash(Image.fromarray(prepared.image))
    return StillFingerprint(hashlib.sha256(data).hexdigest(), int(str(picture), 16))


def _settings_for_hashing(settings: PreprocessingSettings) -> PreprocessingSettings:
    return PreprocessingSettings(
        size=_HASHED_SIDE,
        remove_scopeguide=settings.remove_scopeguide,
        crop_field_of_view=settings.crop_field_of_view,
    )


def _fingerprint_or_reason(
    path: Path, settings: PreprocessingSettings
) -> StillFingerprint | UnreadableStill:
    try:
        return fingerprint(_read(path), settings)
    except UnreadableStill as reason:
        return reason


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableStill(
            f"The file could not be read: {error.strerror or type(error).__name__}.",
            details=repr(error),
        ) from error


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool that drops what has not begun if the block is left early."""
    pool = ThreadPoolExecutor(max(count, 1))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
