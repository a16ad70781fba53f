"""Small files that would like to take much memory or much time."""

import struct
import zlib
from collections.abc import Callable
from typing import Final

from tests.fuzz.damage import Random
from tests.fuzz.pieces import PNG_START, pieces_of
from tests.fuzz.sound_stills import chunk, sound_still


def _png(width: int, height: int, depth: int, colours: int, *chunks: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    body = b"".join(chunks)
    return PNG_START + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def dense_png(random: Random) -> bytes:
    """Hold 16 million black pixels in 50 kB: sound, and within the limit."""
    side = int(random.integers(3500, 4500))
    compressor = zlib.compressobj(1)
    rows = b"".join(compressor.compress(bytes(side * 3 + 1)) for _ in range(side))
    return _png(side, side, 8, 2, chunk(b"IDAT", rows + compressor.flush()))


def two_sizes_png(random: Random) -> bytes:
    """Declare a giant size first and a small one after it."""
    data = sound_still(("plain.png", "deep.png", "alpha.png")[int(random.integers(3))])
    first, *rest = pieces_of(data)
    small = rest[0]
    body = struct.pack(">II", 30_000, 30_000) + small[16:-4]
    pieces = [chunk(b"IHDR", body), *rest]
    if random.random() < 0.5:
        pieces[0], pieces[1] = pieces[1], pieces[0]
    return first + b"".join(pieces)


def text_bomb_png(random: Random) -> bytes:
    """Carry compressed text or a colour profile of a hundred megabytes."""
    packed = zlib.compress(bytes(100 << 20), 9)
    name = (b"zTXt", b"iCCP", b"iTXt")[int(random.integers(3))]
    head = b"k\0\1\0\0\0" if name == b"iTXt" else b"k\0\0"
    pieces = pieces_of(sound_still("plain.png"))
    times = int(random.integers(1, 4))
    return b"".join([*pieces[:2], *[chunk(name, head + packed)] * times, *pieces[2:]])


def giant_frames_png(random: Random) -> bytes:
    """Declare frames of an animation that are larger than the picture."""
    pieces = pieces_of(sound_still("animated.png"))
    giant = (40_000, 2**31 - 1)[int(random.integers(2))]
    for i, piece in enumerate(pieces):
        if piece[4:8] == b"fcTL" and random.random() < 0.7:
            body = piece[8:12] + struct.pack(">II", giant, giant) + piece[20:-4]
            pieces[i] = chunk(b"fcTL", body)
        if piece[4:8] == b"acTL":
            pieces[i] = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    return b"".join(pieces)


def many_scans_jpeg(random: Random) -> bytes:
    """Go over a large picture thousands of times: progressive scans of a few bytes."""
    side = int(random.integers(2000, 3100))
    pieces = pieces_of(sound_still("progressive.jpg"))
    scans = [i for i, piece in enumerate(pieces) if piece[:2] == b"\xff\xda"]
    head = b"".join(pieces[: scans[0]]).replace(*_sizes(pieces, side))
    # an end-of-band run over all blocks: nothing changes, all of them are visited
    scan = pieces[scans[-1]] + b"\x00"
    return head + b"".join(pieces[scans[0] : -1]) + scan * 20_000 + b"\xff\xd9"


def _sizes(pieces: list[bytes], side: int) -> tuple[bytes, bytes]:
    frame = next(piece for piece in pieces if piece[:2] == b"\xff\xc2")
    return frame, frame[:5] + struct.pack(">HH", side, side) + frame[9:]


def empty_giant_jpeg(random: Random) -> bytes:
    """Declare 95 million pixels, and hold those of a small picture."""
    name = ("plain.jpg", "progressive.jpg", "cmyk.jpg")[int(random.integers(3))]
    pieces = pieces_of(sound_still(name))
    size = struct.pack(">HH", 9700, 9800)
    starts = (b"\xff\xc0", b"\xff\xc2")
    resized = [p[:5] + size + p[9:] if p[:2] in starts else p for p in pieces]
    return b"".join(resized)


def empty_giant_bmp(random: Random) -> bytes:
    """Declare 95 million pixels, and hold hardly any."""
    depth, packed = ((24, 0), (8, 1), (32, 0), (1, 0))[int(random.integers(4))]
    sizes = struct.pack("<IIiHHIIiiII", 40, 9700, 9800, 1, depth, packed, *[0] * 5)
    colours = bytes(1024) if depth <= 8 else b""
    start = 54 + len(colours)
    return (
        struct.pack("<2sIHHI", b"BM", start, 0, 0, start) + sizes + colours + bytes(99)
    )


def two_sizes_tiff(random: Random) -> bytes:
    """Say the size twice in one directory: giant for whoever takes the first one."""
    order = "<>"[int(random.integers(2))]
    giant, small = (30_000, 8) if random.random() < 0.5 else (8, 30_000)
    entries = [(256, giant), (256, small), (257, giant), (257, small)]
    return _tiff(order, entries, bytes(8 * 8 * 6), 8)


def giant_strip_tiff(random: Random) -> bytes:
    """Declare 95 million pixels of 16 bits in one strip of a few bytes."""
    order = "<>"[int(random.integers(2))]
    compression = (1, 5, 8, 32773)[int(random.integers(4))]
    return _tiff(order, [(256, 9800), (257, 9700)], bytes(400), 9700, compression)


def _tiff(
    order: str, size: list[tuple[int, int]], pixels: bytes, rows: int, packed: int = 1
) -> bytes:
    depths = struct.pack(f"{order}3H", 16, 16, 16)
    tags = [(tag, 4, 1, value) for tag, value in size]
    tags += [(258, 3, 3, 8), (259, 4, 1, packed), (262, 4, 1, 2), (273, 4, 1, 14)]
    tags += [(277, 4, 1, 3), (278, 4, 1, rows), (279, 4, 1, len(pixels))]
    entries = b"".join(struct.pack(f"{order}HHII", *tag) for tag in tags)
    mark = b"II" if order == "<" else b"MM"
    head = struct.pack(f"{order}2sHI", mark, 42, 14 + len(pixels)) + depths + pixels
    return head + struct.pack(f"{order}H", len(tags)) + entries + bytes(4)


def giant_chunk_png(random: Random) -> bytes:
    """Let a chunk say that it has two gigabytes."""
    name = ("plain.png", "deep.png", "alpha.png", "animated.png")[
        int(random.integers(4))
    ]
    pieces = pieces_of(sound_still(name))
    at = int(random.integers(2, len(pieces) - 1))
    pieces[at] = (2**31 - 1).to_bytes(4, "big") + pieces[at][4:]
    return b"".join(pieces)


def many_chunks_png(random: Random) -> bytes:
    """Hold a million empty chunks."""
    pieces = pieces_of(sound_still("plain.png"))
    at = int(random.integers(2, 4))
    empty = chunk((b"vpAg", b"tEXt")[int(random.integers(2))], b"") * 1_000_000
    return b"".join([*pieces[:at], empty, *pieces[at:]])


def many_segments_jpeg(random: Random) -> bytes:
    """Hold a million empty comments or blocks of camera data."""
    start, *rest = pieces_of(sound_still("plain.jpg"))
    empty = (b"\xff\xfe\0\2", b"\xff\xe1\0\2", b"\xff\xed\0\2")[int(random.integers(3))]
    return start + rest[0] + empty * 1_000_000 + b"".join(rest[1:])


def flat_webp(random: Random) -> bytes:
    """Declare 99 million pixels in a file of a few kilobytes."""
    data = sound_still(("lossless.webp", "lossy.webp")[int(random.integers(2))])
    if data[12:16] == b"VP8L":
        rest = struct.unpack_from("<I", data, 21)[0] & 0xF0000000
        return data[:21] + struct.pack("<I", rest | 9899 << 14 | 9899) + data[25:]
    return data[:26] + struct.pack("<HH", 9900, 9900) + data[30:]


BOMBS: Final[dict[str, Callable[[Random], bytes]]] = {
    "dense.png": dense_png,
    "two sizes.png": two_sizes_png,
    "text bomb.png": text_bomb_png,
    "giant frames.png": giant_frames_png,
    "many scans.jpg": many_scans_jpeg,
    "empty giant.jpg": empty_giant_jpeg,
    "empty giant.bmp": empty_giant_bmp,
    "two sizes.tif": two_sizes_tiff,
    "giant strip.tif": giant_strip_tiff,
    "giant chunk.png": giant_chunk_png,
    "many chunks.png": many_chunks_png,
    "many segments.jpg": many_segments_jpeg,
    "flat.webp": flat_webp,
}
