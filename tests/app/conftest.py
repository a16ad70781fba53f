"""The program as a user starts it: a child process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.control import Control
from core.images.sample_sets import SampleSet, draw_samples

Lumenary = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lumenary() -> Lumenary:
    """Run a command and return what it printed and how it ended."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
            check=False,
            env={**os.environ, "COLUMNS": "200", **environment},
        )

    return run


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    """A small set of drawn stills; read only."""
    return draw_samples(
        tmp_path_factory.mktemp("drawn") / "samples",
        stills=60,
        control=Control(),
        progress=lambda done, total: None,
    )


@pytest.fixture
def write_still() -> Callable[[Path], Path]:
    """Write a plain still at any path and return it."""

    def write(path: Path) -> Path:
        rng = np.random.default_rng(sum(path.name.encode()))
        pixels = rng.integers(60, 200, (160, 200, 3), dtype=np.uint8)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
        return path

    return write
