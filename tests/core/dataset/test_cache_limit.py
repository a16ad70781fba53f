"""Prepared stills take no more room than they may; those in use stay."""

import hashlib
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.control import Cancelled, Control
from core.dataset.cache_limit import (
    DEFAULT_LIMIT,
    cache_limit,
    is_cache_limit,
    set_cache_limit,
    trim,
)
from core.dataset.cached_still import bytes_of_still
from core.dataset.prepared import PreparedCache
from core.images.settings import PreprocessingSettings

SETTINGS = PreprocessingSettings(size=32)
STILL = bytes_of_still(32)


def test_the_limit_comes_back_and_a_broken_one_is_the_default(tmp_path: Path) -> None:
    assert cache_limit(tmp_path) == DEFAULT_LIMIT
    set_cache_limit(tmp_path, 12)
    assert cache_limit(tmp_path) == 12
    (file,) = tmp_path.iterdir()
    assert is_cache_limit(file)
    for broken in (
        "{",
        "[]",
        '{"bytes": "many"}',
        '{"bytes": -1}',
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
    ):
        file.write_text(broken)
        assert cache_limit(tmp_path) == DEFAULT_LIMIT
    with pytest.raises(ValueError, match="0 or more"):
        set_cache_limit(tmp_path, -1)


@given(
    sizes=st.lists(st.integers(1, 50), max_size=12),
    kept=st.sets(st.integers(0, 11)),
    limit=st.integers(-10, 400),
)
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_oldest_go_first_and_no_more_than_must(
    tmp_path_factory: pytest.TempPathFactory,
    sizes: list[int],
    kept: set[int],
    limit: int,
) -> None:
    folder = tmp_path_factory.mktemp("prepared")
    files = [folder / f"{number}.still" for number in range(len(sizes))]
    for number, (file, size) in enumerate(zip(files, sizes, strict=True)):
        file.write_bytes(bytes(size))
        os.utime(file, (number, number))
    keep = {file for number, file in enumerate(files) if number in kept}
    removed = trim(folder, limit, keep, Control())
    left = [file for file in files if file.exists()]
    gone = [file for file in files if file not in left]
    total = sum(file.stat().st_size for file in left)
    assert removed == sum(sizes) - total
    assert keep <= set(left)
    assert total <= max(limit, 0) or set(left) == keep
    free = [file for file in files if file not in keep]
    assert gone == free[: len(gone)], "the oldest"
    if gone:
        assert total + sizes[files.index(gone[-1])] > max(limit, 0), "not one more"


def test_other_files_are_not_touched_and_no_folder_is_no_error(tmp_path: Path) -> None:
    other = tmp_path / "somebody's notes.txt"
    other.write_text("kept")
    assert trim(tmp_path, 0, (), Control()) == 0
    assert trim(tmp_path / "none", 0, (), Control()) == 0
    assert other.exists()


def test_it_stops_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.still").write_bytes(b"pixels")
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        trim(tmp_path, 0, (), control)
    assert (tmp_path / "a.still").exists()


def test_a_work_makes_room_for_its_own_stills_and_keeps_them(tmp_path: Path) -> None:
    stills = drawn(tmp_path / "stills", 6)
    first, second = dict(list(stills.items())[:3]), dict(list(stills.items())[2:])
    cache = PreparedCache(tmp_path / "prepared", SETTINGS)
    prepare(cache, first)
    for file in (tmp_path / "prepared").rglob("*.still"):
        os.utime(file, (1, 1))
    room = 4 * STILL
    removed = cache.make_room(list(second.values()), limit=room, control=Control())
    prepare(cache, second)
    names = {file.stem for file in (tmp_path / "prepared").rglob("*.still")}
    assert removed == 2 * STILL
    assert names == set(second.values()), "the one of both works stayed"


def test_using_a_still_makes_it_new(tmp_path: Path) -> None:
    stills = drawn(tmp_path / "stills", 2)
    cache = PreparedCache(tmp_path / "prepared", SETTINGS)
    prepare(cache, stills)
    for file in (tmp_path / "prepared").rglob("*.still"):
        os.utime(file, (1, 1))
    used, *_ = stills
    prepare(cache, {used: stills[used]})
    assert trim(tmp_path / "prepared", STILL, (), Control()) == STILL
    (left,) = (tmp_path / "prepared").rglob("*.still")
    assert left.stem == stills[used]


def drawn(folder: Path, count: int) -> dict[Path, str]:
    """Return stills with their digests."""
    folder.mkdir()
    rng = np.random.default_rng(3)
    paths = [folder / f"{number}.png" for number in range(count)]
    for path in paths:
        pixels = rng.integers(60, 220, (40, 50, 3), np.uint8)
        path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def prepare(cache: PreparedCache, stills: dict[Path, str]) -> None:
    cache.prepare(
        list(stills),
        list(stills.values()),
        threads=2,
        control=Control(),
        progress=lambda done, total: None,
    )
