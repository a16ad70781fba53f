import struct
from typing import Final

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_spec.proof.screen import is_blank
from build_spec.proof.xwd import Picture, read_xwd

_NAME: Final = b"Xvfb\0"


def _dump(pixels: np.ndarray, *, padding: int = 0, bits: int = 32) -> bytes:
    """Return an RGB picture as Xvfb writes it."""
    height, width, _ = pixels.shape
    line = width * 4 + padding
    words = [0] * 25
    words[0] = 100 + len(_NAME)
    words[1], words[2], words[3] = 7, 2, 24
    words[4], words[5] = width, height
    words[7], words[11], words[12] = 0, bits, line
    words[19] = 2  # colours
    rows = np.zeros((height, line), np.uint8)
    blue_first = np.zeros((height, width, 4), np.uint8)
    blue_first[..., :3] = pixels[..., ::-1]
    rows[:, : width * 4] = blue_first.reshape(height, width * 4)
    return struct.pack(">25I", *words) + _NAME + bytes(2 * 12) + rows.tobytes()


@given(
    width=st.integers(1, 20),
    height=st.integers(1, 20),
    padding=st.sampled_from([0, 4, 60]),
    seed=st.integers(0, 99),
)
def test_what_xvfb_keeps_becomes_the_same_png(
    width: int, height: int, padding: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (height, width, 3), np.uint8)

    png = read_xwd(_dump(pixels, padding=padding)).png()

    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert np.array_equal(decoded[..., ::-1], pixels)


@pytest.mark.parametrize("bytes_kept", [0, 40, 99, 140, -1])
def test_a_dump_that_is_cut_off_is_refused(bytes_kept: int) -> None:
    dump = _dump(np.zeros((9, 9, 3), np.uint8))

    with pytest.raises(ValueError, match="cut off"):
        read_xwd(dump[:bytes_kept])


def test_a_dump_of_another_depth_is_refused() -> None:
    with pytest.raises(ValueError, match="another kind"):
        read_xwd(_dump(np.zeros((2, 2, 3), np.uint8), bits=16))


def test_an_empty_screen_is_blank_and_a_drawn_one_is_not() -> None:
    drawn = np.full((100, 100, 3), 240, np.uint8)
    empty = Picture(100, 100, drawn.tobytes())
    drawn[40:60] = np.arange(100, dtype=np.uint8)[:, None]

    assert is_blank(empty)
    assert empty.colours == 1
    assert not is_blank(Picture(100, 100, drawn.tobytes()))


def test_a_window_without_anything_in_it_is_blank() -> None:
    screen = np.zeros((100, 100, 3), np.uint8)
    screen[20:80, 20:80] = 239

    assert is_blank(Picture(100, 100, screen.tobytes()))
