"""Real stills of known colours, and objects whose threads end with the test."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

PlainStill = Callable[..., Path]


@pytest.fixture
def plain_still(tmp_path: Path) -> PlainStill:
    """Write a PNG or JPEG of one colour (red, green, blue)."""

    def write(
        name: str, colour: tuple[int, int, int] = (200, 40, 10), size: int = 400
    ) -> Path:
        pixels = np.full((size * 3 // 4, size, 3), colour[::-1], np.uint8)
        path = tmp_path / name
        path.write_bytes(cv2.imencode(path.suffix, pixels)[1].tobytes())
        return path

    return write


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(5)
    assert not [thread for thread in left if thread.is_alive()]
