"""Image files that no program writes in good faith, told before a decoder sees them.

Decoders take a file by its word: they make room for what it declares, and go through
all that it holds as often as it wants. A few kilobytes can cost gigabytes or minutes.
"""

import re
from typing import Final

from PIL import ImageFile

_HELD_BY_A_BYTE: Final = 2000
"""Pixels of a TIFF, BMP or WebP. Nothing forbids more, where all are of one colour; but
whoever declares it has no still to show for it.
"""

_DEFLATED_INTO_A_BYTE: Final = 1032
"""Bytes of a PNG's pixels; zlib's technical details: its limit."""

_CHANNELS_OF_PNG: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By the colour type, PNG specification 11.2.1."""

_HELD_BY_A_BYTE_OF_JPEG: Final = 600
"""Pixels: a block of 64 takes a bit at least, where a grey still is black, progressive
and has its codes made for it; as cameras write it, a byte holds 170.
"""

_SMALL: Final = 10_000_000
"""Pixels that take 30 MB: what declares no more is simply tried."""

_MOST_SCANS: Final = 100
"""Of a JPEG; libjpeg's own ``cjpeg`` writes no more. Each goes over the whole picture:
4,000 of them, in 50 kB, took 28 s of processor time.
"""

_MOST_PIECES: Final = 100_000
"""Chunks of a PNG, segments of a JPEG; 100 million pixels in chunks of 8 kB are 40,000.
Pillow goes through them in Python: a million empty ones, in 4 to 12 MB, took 1 to 4 s.
"""

_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""Of a JPEG, but for what its coded pixels contain: stuffed bytes and restarts."""

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_START: Final = b"\xff\xd8"
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9

_CUT_SHORT: Final = "The file is cut short."
_ODD_FORM: Final = "The image is stored in a form that Lumenary can't read."


def why_not_opened(data: bytes) -> str:
    """Return why even the header should not be read, as a sentence; empty if it may.

    Parameters
    ----------
    data
        The whole file, of any format.
    """
    if data.startswith(_PNG_START):
        return _problem_with_chunks(data)
    if data.startswith(_JPEG_START) and _pieces_before_scans(data) > _MOST_PIECES:
        return _ODD_FORM
    return ""


def why_not_decoded(image: ImageFile.ImageFile, data: bytes) -> str:
    """Return why the pixels should not be decoded, as a sentence; empty if they may.

    Parameters
    ----------
    image
        Its header was read by Pillow, its pixels not.
    data
        The whole file.
    """
    most = max(_SMALL, _held_by_a_byte(image, data) * len(data))
    if image.width * image.height > most:
        return (
            f"The file is damaged: it is far too small for the {image.width:,} x "
            f"{image.height:,} pixels that it declares."
        )
    if image.format != "JPEG" or image.fp is None:
        return ""
    return _ODD_FORM if _scans(data, image.fp.tell()) > _MOST_SCANS else ""


def _held_by_a_byte(image: ImageFile.ImageFile, data: bytes) -> float:
    """Return how many pixels a byte of the file can stand for, at most."""
    if image.format == "JPEG":
        return _HELD_BY_A_BYTE_OF_JPEG
    if image.format == "PNG":
        depth, colours = data[24:26]  # IHDR is always the first chunk
        bits = max(depth, 1) * _CHANNELS_OF_PNG.get(colours, 1)
        return 8 * _DEFLATED_INTO_A_BYTE / bits
    return _HELD_BY_A_BYTE


def _problem_with_chunks(data: bytes) -> str:
    """Go from chunk to chunk of a PNG.

    OpenCV makes room for a chunk of 2 GB before it finds that the file has none.
    """
    at = len(_PNG_START)
    for _ in range(_MOST_PIECES):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        if end > len(data):
            return _CUT_SHORT
        if data[at + 4 : at + 8] == b"IEND":
            return ""
        at = end
    return _ODD_FORM


def _pieces_before_scans(data: bytes) -> int:
    """Return how many segments a JPEG's header has, counted up to the limit."""
    pieces, at = 0, len(_JPEG_START)
    while pieces <= _MOST_PIECES and (found := _MARKER.search(data, at)):
        if data[found.start() + 1] == _START_OF_SCAN:
            break
        pieces, at = pieces + 1, _behind(data, found.end())
    return pieces


def _scans(data: bytes, start: int) -> int:
    """Return how many scans of a JPEG follow the first one, counted up to the limit."""
    scans, at = 0, start
    for _ in range(_MOST_PIECES):
        found = _MARKER.search(data, at)
        marker = data[found.start() + 1] if found else _END_OF_IMAGE
        if found is None or marker == _END_OF_IMAGE or scans > _MOST_SCANS:
            return scans
        scans += marker == _START_OF_SCAN
        at = _behind(data, found.end())
    return _MOST_PIECES


def _behind(data: bytes, at: int) -> int:
    """Return where the segment ends whose length stands at ``at``."""
    return at + int.from_bytes(data[at : at + 2], "big")
