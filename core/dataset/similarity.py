"""What identifies a still apart from its name: its bytes and what it looks like."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.control import Control
from core.images.preprocessing import prepare
from core.images.quality import ASSESSED_SIDE, QualityFinding, assess_quality
from core.images.reading import UnreadableStill, decode_still, read_bytes
from core.images.settings import PreprocessingSettings

HASH_BITS = 64

_DECODED_SIDE = 128
"""Shorter side, in pixels, at which a still is decoded to be hashed.

Measured on 916 real stills with 19 known copies: from 96 pixels 11 or 12 copies are
within 6 bits, at 64 only 6, because panels are found less exactly. Of 1.8 ms on one
core 0.9 are the JPEG's Huffman codes, which no reduction spares.
"""

_HASHED_SIDE = 32
"""``imagehash.phash`` works on 32 x 32 pixels; given those, it need not resize."""


_AHEAD = 16
"""Stills handed to each thread before one is waited for: one slow still holds up few,
and memory does not grow with the folder."""


@dataclass(frozen=True, slots=True)
class StillFingerprint:
    """What a still is recognised by."""

    digest: str
    """SHA-256 of the file, in hexadecimal."""
    phash: int
    """``imagehash.phash`` of the cropped still without its panel, 64 bits."""
    width: int
    """Of the original, upright, in pixels."""
    height: int
    """Of the original, upright, in pixels."""
    size_bytes: int
    """Of the file."""


@dataclass(frozen=True, slots=True)
class AssessedStill:
    """What one reading of a still's file tells about it."""

    fingerprint: StillFingerprint
    findings: tuple[QualityFinding, ...]
    """What is wrong with it; nothing if it is fine or was not asked."""


@dataclass(frozen=True, slots=True)
class LikenessSettings:
    """How near is near. The defaults were measured on 916 stills.

    Among them 19 pairs are known to show the same frame.
    """

    hash_radius: int = 6
    """Bits of 64 by which hashes of stills that stay together may differ: 11 of the 19
    are within 6 among 21 pairs in all, 12 within 8 among 65. Equal hashes always group.
    To keep two strangers together costs nothing; to part two copies is a leak."""
    conflict_radius: int = 4
    """Bits by which hashes of one picture under two labels may differ: 9 of the 19 are
    within 4 and no strangers; within 6 are 5 pairs of strangers."""
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
    found = assess_stills(
        paths,
        settings,
        threads=threads,
        control=control,
        progress=progress,
        quality=False,
    )
    return tuple(
        one.fingerprint if isinstance(one, AssessedStill) else one for one in found
    )


def assess_stills(
    paths: Sequence[Path],
    settings: PreprocessingSettings,
    *,
    threads: int,
    control: Control,
    progress: Callable[[int, int], None],
    quality: bool = True,
) -> tuple[AssessedStill | UnreadableStill, ...]:
    """Read every file once and return its fingerprint and what is wrong with it.

    Parameters
    ----------
    paths, settings, threads, control, progress
        As for :func:`fingerprint_stills`, and so is what is returned and raised.
    quality
        Whether to look for what is wrong: it takes as long again.
    """
    import imagehash  # noqa: F401  imported here once, not by the first of the threads
    import scipy.fftpack  # noqa: F401

    looking = _Looking(settings, quality=quality)
    results: list[AssessedStill | UnreadableStill] = []
    with _threads(threads) as pool:
        pending: deque[Future[AssessedStill | UnreadableStill]] = deque()
        for path in paths:
            pending.append(pool.submit(looking.assessed_or_reason, path))
            if len(pending) >= threads * _AHEAD:
                control.check()
                results.append(pending.popleft().result())
                progress(len(results), len(paths))
        while pending:
            control.check()
            results.append(pending.popleft().result())
            progress(len(results), len(paths))
    return tuple(results)


class _Looking:
    """What files show, decoding equal ones once; for any number of threads."""

    def __init__(self, settings: PreprocessingSettings, *, quality: bool) -> None:
        self._settings = PreprocessingSettings(
            size=_HASHED_SIDE,
            remove_scopeguide=settings.remove_scopeguide,
            crop_field_of_view=settings.crop_field_of_view,
            scopeguide=settings.scopeguide,
        )
        self._quality = quality
        self._known: dict[str, AssessedStill] = {}

    def assessed_or_reason(self, path: Path) -> AssessedStill | UnreadableStill:
        try:
            return self._assessed(read_bytes(path))
        except UnreadableStill as reason:
            return reason

    def _assessed(self, data: bytes) -> AssessedStill:
        digest = hashlib.sha256(data).hexdigest()
        # two threads may both meet new content first: they come to the same answer
        if digest not in self._known:
            self._known[digest] = AssessedStill(
                self._fingerprint(data, digest), self._findings(data)
            )
        return self._known[digest]

    def _fingerprint(self, data: bytes, digest: str) -> StillFingerprint:
        import imagehash

        still = decode_still(data, shortest_side=_DECODED_SIDE)
        image = prepare(still, self._settings).image
        return StillFingerprint(
            digest=digest,
            phash=int(str(imagehash.phash(Image.fromarray(image))), 16),
            width=still.width,
            height=still.height,
            size_bytes=len(data),
        )

    def _findings(self, data: bytes) -> tuple[QualityFinding, ...]:
        if not self._quality:
            return ()
        return assess_quality(decode_still(data, shortest_side=ASSESSED_SIDE))


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool that drops what has not begun if the block is left early."""
    pool = ThreadPoolExecutor(max(count, 1))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
