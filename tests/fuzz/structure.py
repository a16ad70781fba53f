"""Damage that knows how a format is built: its pieces, its sizes, what it declares."""

import struct
from collections.abc import Callable
from typing import Final

from tests.fuzz.damage import GENERAL, NUMBERS, Damage, Random, flipped_bits
from tests.fuzz.pieces import (
    PNG_START,
    format_of,
    pieces_of,
    tiff_entries,
    with_checksum,
)

SIZES: Final = (
    *((0, 0), (0, 100), (1, 1), (1, 60_000), (65_535, 1), (9_999, 9_999)),
    *((16_383, 16_383), (65_500, 65_500), (65_535, 65_535), (2**24 - 1, 2**24 - 1)),
    *((2**31 - 1, 2**31 - 1), (2**32 - 1, 2**32 - 1), (40_000, 2_400), (161, 140)),
)
"""Width and height that a header may declare."""


def _one(random: Random, length: int) -> int:
    return int(random.integers(length))


def swapped_pieces(data: bytes, random: Random) -> bytes:
    """Exchange two pieces."""
    pieces = pieces_of(data)
    one, other = _one(random, len(pieces)), _one(random, len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def repeated_piece(data: bytes, random: Random) -> bytes:
    """Put a piece in again, up to 300 times, at its own or another place."""
    pieces = pieces_of(data)
    piece = pieces[_one(random, len(pieces))]
    times = int(2 ** random.uniform(0, 8.2)) if len(piece) < 2000 else 1
    at = _one(random, len(pieces) + 1)
    return b"".join([*pieces[:at], *[piece] * times, *pieces[at:]])


def lost_piece(data: bytes, random: Random) -> bytes:
    """Leave out a piece."""
    pieces = pieces_of(data)
    del pieces[_one(random, len(pieces))]
    return b"".join(pieces)


def cut_between_pieces(data: bytes, random: Random) -> bytes:
    """Leave out the end, up to three bytes beside the end of a piece."""
    pieces = pieces_of(data)
    kept = sum(map(len, pieces[: _one(random, len(pieces))]))
    return data[: max(kept + int(random.integers(-3, 4)), 0)]


def damaged_piece(data: bytes, random: Random) -> bytes:
    """Flip bits in one piece; a PNG's checksum is right again."""
    pieces = pieces_of(data)
    at = _one(random, len(pieces))
    piece = GENERAL[_one(random, len(GENERAL))](pieces[at], random)
    is_chunk = data.startswith(PNG_START) and at > 0 and len(piece) >= 12
    pieces[at] = with_checksum(piece) if is_chunk else piece
    return b"".join(pieces)


def wrong_length(data: bytes, random: Random) -> bytes:
    """Let a piece say another length than it has."""
    pieces = pieces_of(data)
    at = _one(random, len(pieces))
    where = {"jpeg": 2, "png": 0, "webp": 4, "tiff": 4, "bmp": 0}.get(
        format_of(data), 0
    )
    size, order = (2, ">H") if format_of(data) == "jpeg" else (4, "<I")
    order = ">I" if format_of(data) == "png" else order
    number = NUMBERS[_one(random, len(NUMBERS))] % 256**size
    piece = pieces[at]
    pieces[at] = piece[:where] + struct.pack(order, number) + piece[where + size :]
    return b"".join(pieces)


def other_size(data: bytes, random: Random) -> bytes:
    """Let the header declare another width and height."""
    width, height = SIZES[_one(random, len(SIZES))]
    change = _DECLARED.get(format_of(data), _as_it_is)
    return change(data, width, height)


def odd_header_field(data: bytes, random: Random) -> bytes:
    """Let the header declare another depth, colour, compression or the like."""
    change = _FIELDS.get(format_of(data), flipped_bits)
    return change(data, random)


def _as_it_is(data: bytes, width: int, height: int) -> bytes:
    del width, height
    return data


def _png_size(data: bytes, width: int, height: int) -> bytes:
    header = data[:16] + struct.pack(">II", width, height) + data[24:33]
    return header[:8] + with_checksum(header[8:]) + data[33:]


def _jpeg_size(data: bytes, width: int, height: int) -> bytes:
    pieces = pieces_of(data)
    size = struct.pack(">HH", height & 0xFFFF, width & 0xFFFF)
    return b"".join(
        piece[:5] + size + piece[9:] if _is_frame_header(piece) else piece
        for piece in pieces
    )


def _is_frame_header(piece: bytes) -> bool:
    return piece[:1] == b"\xff" and piece[1:2] in (b"\xc0", b"\xc1", b"\xc2")


def _bmp_size(data: bytes, width: int, height: int) -> bytes:
    return data[:18] + struct.pack("<II", width, height) + data[26:]


def _tiff_size(data: bytes, width: int, height: int) -> bytes:
    order, entries = tiff_entries(data)
    changed = bytearray(data)
    for at in entries:
        (tag,) = struct.unpack_from(f"{order}H", data, at)
        if tag in (256, 257):
            told = width if tag == 256 else height
            struct.pack_into(f"{order}HII", changed, at + 2, 4, 1, told)
    return bytes(changed)


def _webp_size(data: bytes, width: int, height: int) -> bytes:
    body = data[20:]
    across, down = max(width, 1) - 1 & 0x3FFF, max(height, 1) - 1 & 0x3FFF
    if data[12:16] == b"VP8X":
        three = struct.pack("<I", across)[:3] + struct.pack("<I", down)[:3]
        return data[:24] + three + data[30:]
    if data[12:16] == b"VP8L":
        rest = struct.unpack_from("<I", body, 1)[0] & 0xF0000000
        return data[:21] + struct.pack("<I", rest | down << 14 | across) + data[25:]
    return data[:26] + struct.pack("<HH", across + 1, down + 1) + data[30:]


_DECLARED: Final[dict[str, Callable[[bytes, int, int], bytes]]] = {
    "png": _png_size,
    "jpeg": _jpeg_size,
    "bmp": _bmp_size,
    "tiff": _tiff_size,
    "webp": _webp_size,
}


def _png_field(data: bytes, random: Random) -> bytes:
    field = 24 + _one(random, 5)  # depth, colour type, compression, filter, interlace
    value = (0, 1, 2, 3, 4, 6, 7, 8, 16, 32, 255)[_one(random, 11)]
    header = data[:field] + bytes((value,)) + data[field + 1 : 33]
    return header[:8] + with_checksum(header[8:]) + data[33:]


def _jpeg_field(data: bytes, random: Random) -> bytes:
    pieces = pieces_of(data)
    at = next((i for i, piece in enumerate(pieces) if _is_frame_header(piece)), 0)
    frame = bytearray(pieces[at])
    field = _one(random, len(frame) - 1) + 1  # precision, components, sampling, tables
    frame[field] = (0, 1, 2, 3, 4, 8, 0x11, 0x22, 0x44, 0xC1, 0xC3, 255)[
        _one(random, 12)
    ]
    pieces[at] = bytes(frame)
    return b"".join(pieces)


def _bmp_field(data: bytes, random: Random) -> bytes:
    # offset, header's size, planes, depth, compression, colours
    at, size = ((10, 4), (14, 4), (26, 2), (28, 2), (30, 4), (46, 4))[_one(random, 6)]
    small = (0, 1, 2, 3, 4, 8, 12, 16, 24, 32, 40, 64, 108, 124)
    values = (*small, *NUMBERS)
    value = values[_one(random, len(values))] % 256**size
    return data[:at] + value.to_bytes(size, "little") + data[at + size :]


def _tiff_field(data: bytes, random: Random) -> bytes:
    """Give an entry another tag, type, count or value, or double it beforehand."""
    order, entries = tiff_entries(data)
    at = entries[_one(random, len(entries))]
    entry = bytearray(data[at : at + 12])
    doubled = bytes(entry)
    values = (*range(10), 32, 32773, 34712, 34925, 50000, *NUMBERS)
    value = values[_one(random, len(values))]
    field = ("tag", "type", "count", "value")[_one(random, 4)]
    where, kind = {"tag": (0, "H"), "type": (2, "H"), "count": (4, "I")}.get(
        field, (8, "I")
    )
    most = 0xFFFF if kind == "H" else 0xFFFFFFFF
    struct.pack_into(order + kind, entry, where, value & most)
    if random.random() < 0.3:
        return _tiff_with_entry(data, at, doubled, bytes(entry))
    return data[:at] + bytes(entry) + data[at + 12 :]


def _tiff_with_entry(data: bytes, at: int, first: bytes, second: bytes) -> bytes:
    """Write two entries in the place of one, in a new directory at the end."""
    order, entries = tiff_entries(data)
    all_entries = [data[place : place + 12] for place in entries]
    all_entries[entries.index(at) : entries.index(at) + 1] = [second, first]
    directory = struct.pack(f"{order}H", len(all_entries)) + b"".join(all_entries)
    where = struct.pack(f"{order}I", len(data))
    return data[:4] + where + data[8:] + directory + bytes(4)


def _webp_field(data: bytes, random: Random) -> bytes:
    at = 20 + _one(random, 12)  # flags, versions, start codes
    return data[:at] + bytes((_one(random, 256),)) + data[at + 1 :]


_FIELDS: Final[dict[str, Damage]] = {
    "png": _png_field,
    "jpeg": _jpeg_field,
    "bmp": _bmp_field,
    "tiff": _tiff_field,
    "webp": _webp_field,
}

STRUCTURAL: Final[tuple[Damage, ...]] = (
    swapped_pieces,
    repeated_piece,
    lost_piece,
    cut_between_pieces,
    damaged_piece,
    wrong_length,
    other_size,
    odd_header_field,
)
"""They need a sound file: only the first damage of several can be one of these."""
