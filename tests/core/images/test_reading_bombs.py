"""Small files that would take much memory or time are refused before they take it.

All were found by ``tests/fuzz``, whose recipes make them.
"""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from core.images.reading import UnreadableStill, decode_still
from tests.fuzz.bombs import (
    empty_giant_bmp,
    empty_giant_jpeg,
    flat_webp,
    giant_chunk_png,
    giant_strip_tiff,
    many_chunks_png,
    many_scans_jpeg,
    many_segments_jpeg,
)
from tests.fuzz.measured import measured
from tests.fuzz.pieces import pieces_of, with_checksum
from tests.fuzz.sound_stills import sound_still

MEGABYTES = 1 << 20


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "bomb", [empty_giant_jpeg, empty_giant_bmp, giant_strip_tiff, flat_webp]
)
def test_a_file_too_small_for_what_it_declares_takes_no_memory(
    bomb: type[empty_giant_jpeg], seed: int
) -> None:
    data = bomb(np.random.default_rng(seed))
    assert len(data) < 30_000
    with measured() as cost, pytest.raises(UnreadableStill, match="far too small"):
        decode_still(data)
    assert cost.bytes_more < 20 * MEGABYTES


@pytest.mark.parametrize("seed", range(2))
def test_thousands_of_scans_do_not_take_minutes(seed: int) -> None:
    data = many_scans_jpeg(np.random.default_rng(seed))
    with measured() as cost, pytest.raises(UnreadableStill, match="in a form that"):
        decode_still(data)
    assert cost.seconds < 1


def test_an_animation_too_small_for_its_size_takes_no_memory() -> None:
    # its pixels end after 120 rows, and the rest would pass for black
    data = other_size_of("animated alpha.png", 9999)
    with measured() as cost, pytest.raises(UnreadableStill, match="far too small"):
        decode_still(data)
    assert cost.bytes_more < 20 * MEGABYTES


def other_size_of(name: str, side: int) -> bytes:
    start, header, *rest = pieces_of(sound_still(name))
    larger = header[:8] + side.to_bytes(4, "big") * 2 + header[16:]
    return b"".join([start, with_checksum(larger), *rest])


@pytest.mark.parametrize("seed", range(8))
def test_a_chunk_of_two_gigabytes_takes_no_memory(seed: int) -> None:
    data = giant_chunk_png(np.random.default_rng(seed))
    with measured() as cost, pytest.raises(UnreadableStill, match="cut short"):
        decode_still(data)
    assert cost.bytes_more < 20 * MEGABYTES


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("bomb", [many_chunks_png, many_segments_jpeg])
def test_a_million_empty_pieces_are_not_gone_through(
    bomb: type[many_chunks_png], seed: int
) -> None:
    data = bomb(np.random.default_rng(seed))
    with measured() as cost, pytest.raises(UnreadableStill, match="in a form that"):
        decode_still(data)
    assert cost.seconds < 1
    assert cost.bytes_more < 50 * MEGABYTES


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_transparency_takes_no_more_than_the_picture_and_its_copies(kind: str) -> None:
    stream = BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (500, 640, 4), np.uint8)
    large = np.tile(noise, (6, 6, 1))
    Image.fromarray(large).save(stream, kind, lossless=True, quality=0, method=0)
    pixels = large.shape[0] * large.shape[1]
    with measured() as cost:
        decode_still(stream.getvalue())
    assert cost.bytes_more < 24 * pixels


def test_a_png_of_a_palette_that_is_not_there_is_damaged() -> None:
    pieces = pieces_of(sound_still("palette.png"))
    kept = [piece for piece in pieces if piece[4:8] not in (b"PLTE", b"tRNS")]
    with pytest.raises(UnreadableStill, match="damaged"):
        decode_still(b"".join(kept))


def test_scans_are_not_counted_in_comments_or_behind_the_end() -> None:
    sound = sound_still("progressive.jpg")
    comment = b"\xff\xfe" + (2002).to_bytes(2, "big") + b"\xff\xda" * 1000
    telling = sound[:2] + comment + sound[2:] + b"\xff\xda\0\2" * 1000
    assert (decode_still(telling).rgb == decode_still(sound).rgb).all()


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("TIFF", {})],
)
def test_a_large_still_of_one_colour_is_read(
    kind: str, options: dict[str, bool]
) -> None:
    stream = BytesIO()
    Image.new("L", (4000, 3000), 9).save(stream, kind, optimize=True, **options)
    assert decode_still(stream.getvalue()).rgb.shape == (3000, 4000, 3)
