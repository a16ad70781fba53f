"""Image files taken apart into the pieces that their formats consist of."""

import struct
import zlib
from itertools import pairwise
from typing import Final

_WITHOUT_BODY: Final = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers of a JPEG that have no length: TEM, RSTn, SOI, EOI."""
PNG_START: Final = b"\x89PNG\r\n\x1a\n"


def format_of(data: bytes) -> str:
    """Return what a file's first bytes say it is; empty if none of them."""
    starts = {b"\xff\xd8": "jpeg", PNG_START: "png", b"BM": "bmp"}
    starts |= {b"II*\0": "tiff", b"MM\0*": "tiff", b"RIFF": "webp", b"PK": "zip"}
    return next((kind for s, kind in starts.items() if data.startswith(s)), "")


def pieces_of(data: bytes) -> list[bytes]:
    """Return a sound file's pieces, which joined are the file again."""
    kind = format_of(data)
    ends = {"jpeg": _jpeg, "png": _png, "webp": _riff, "tiff": _tiff, "bmp": _bmp}
    places = sorted({0, len(data), *ends.get(kind, _thirds)(data)})
    inside = [place for place in places if 0 <= place <= len(data)]
    return [data[a:b] for a, b in pairwise(inside)]


def with_checksum(piece: bytes) -> bytes:
    """Return a chunk of a PNG with the checksum that its name and body now have."""
    return piece[:-4] + struct.pack(">I", zlib.crc32(piece[4:-4]))


def tiff_entries(data: bytes) -> tuple[str, list[int]]:
    """Return the byte order of a TIFF and where its first directory's entries are."""
    order = "<" if data.startswith(b"II") else ">"
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    return order, [start + 2 + 12 * i for i in range(count)]


def _png(data: bytes) -> list[int]:
    places, at = [8], 8
    while at + 12 <= len(data):
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        places.append(at)
    return places


def _jpeg(data: bytes) -> list[int]:
    places, at = [2], 2
    while at + 4 <= len(data):
        marker = data[at + 1]
        at += 2
        if marker not in _WITHOUT_BODY:
            at += int.from_bytes(data[at : at + 2], "big")
        places.append(at)
        if marker == 0xDA:
            at = _next_marker(data, at)
            places.append(at)
    return places


def _next_marker(data: bytes, at: int) -> int:
    while at + 1 < len(data):
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            break
        if data[at + 1] and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _riff(data: bytes) -> list[int]:
    places, at = [12], 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
        places.append(at)
    return places


def _tiff(data: bytes) -> list[int]:
    _, entries = tiff_entries(data)
    return [8, entries[0] - 2, *entries, entries[-1] + 12, entries[-1] + 16]


def _bmp(data: bytes) -> list[int]:
    return [14, 14 + int.from_bytes(data[14:18], "little"), _number(data, 10)]


def _thirds(data: bytes) -> list[int]:
    return [len(data) // 3, 2 * len(data) // 3]


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
