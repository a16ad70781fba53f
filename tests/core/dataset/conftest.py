"""Pictures drawn for the dataset's tests, and folders of them."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

Draw = Callable[..., NDArray[np.uint8]]
PutStill = Callable[..., Path]


@pytest.fixture
def draw() -> Draw:
    """Draw a picture of soft patches; another seed gives quite another picture."""

    def draw_patches(seed: int, *, side: int = 160) -> NDArray[np.uint8]:
        noise = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), np.uint8)
        large = cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC)
        return np.asarray(np.clip(large, 40, 255), np.uint8)

    return draw_patches


@pytest.fixture
def put_still(tmp_path: Path, draw: Draw) -> PutStill:
    """Write a drawn still below the test's folder, in the format of its suffix."""

    def put(name: str, seed: int, *, side: int = 160, quality: int = 95) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        options = [cv2.IMWRITE_JPEG_QUALITY, quality]
        done, data = cv2.imencode(path.suffix, draw(seed, side=side), options)
        assert done
        path.write_bytes(data.tobytes())
        return path

    return put
