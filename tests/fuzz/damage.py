"""Damage to a file's bytes that knows nothing of its format."""

import struct
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

Random: TypeAlias = np.random.Generator
Damage: TypeAlias = Callable[[bytes, Random], bytes]

NUMBERS: Final = (
    *(0, 1, 2, 7, 8, 16, 127, 128, 255, 256, 32767, 32768, 65535, 65536),
    *(100_000, 2**24 - 1, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1),
)
"""Where readers miscount: limits of the types that hold sizes, and their neighbours."""
HEADER: Final = 400
"""Bytes in which most formats keep what they say of themselves."""


def _place(data: bytes, random: Random) -> int:
    end = min(len(data), HEADER) if random.random() < 0.5 else len(data)
    return int(random.integers(max(end, 1)))


def flipped_bits(data: bytes, random: Random) -> bytes:
    """Flip up to 64 bits."""
    changed = bytearray(data)
    for _ in range(int(2 ** random.uniform(0, 6))):
        if changed:
            changed[_place(data, random)] ^= 1 << int(random.integers(8))
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    """Leave out the end."""
    return data[: _place(data, random)]


def overwritten(data: bytes, random: Random) -> bytes:
    """Write noise, zeros or ones over a stretch."""
    at, length = _place(data, random), int(2 ** random.uniform(0, 11))
    kind = int(random.integers(3))
    new = (random.bytes(length), b"\0" * length, b"\xff" * length)[kind]
    return data[:at] + new[: len(data) - at] + data[at + length :]


def lost_stretch(data: bytes, random: Random) -> bytes:
    """Leave out a stretch."""
    at = _place(data, random)
    return data[:at] + data[at + int(2 ** random.uniform(0, 11)) :]


def repeated_stretch(data: bytes, random: Random) -> bytes:
    """Repeat a stretch, up to 50 times."""
    at, length = _place(data, random), int(2 ** random.uniform(0, 9))
    stretch = data[at : at + length]
    return data[:at] + stretch * int(random.integers(2, 51)) + data[at + length :]


def odd_number(data: bytes, random: Random) -> bytes:
    """Write a number at which readers miscount, in 1, 2 or 4 bytes."""
    at = _place(data, random)
    size, kind = ((1, "B"), (2, "H"), (4, "I"))[int(random.integers(3))]
    number = NUMBERS[int(random.integers(len(NUMBERS)))] % 256**size
    order = "<>"[int(random.integers(2))]
    return data[:at] + struct.pack(order + kind, number) + data[at + size :]


def with_more_behind(data: bytes, random: Random) -> bytes:
    """Append zeros, noise or the file itself."""
    kind = int(random.integers(3))
    return data + (bytes(5000), random.bytes(5000), data)[kind]


def foreign_start(data: bytes, random: Random) -> bytes:
    """Give the file the first bytes of another format, as a wrong program would."""
    starts = (
        *(b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"MM\0*"),
        *(b"RIFF\x10\0\0\0WEBPVP8 ", b"GIF89a", b"%PDF-1.4", b"PK\x03\x04", b"II+\0"),
    )
    start = starts[int(random.integers(len(starts)))]
    kept = len(start) if random.random() < 0.5 else 0
    return start + data[kept:]


GENERAL: Final[tuple[Damage, ...]] = (
    flipped_bits,
    cut,
    overwritten,
    lost_stretch,
    repeated_stretch,
    odd_number,
    with_more_behind,
    foreign_start,
)
