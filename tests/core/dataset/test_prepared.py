"""The cache of prepared stills: read once, never wrong, never in the way."""

import hashlib
import multiprocessing
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.control import Cancelled, Control
from core.dataset.cached_still import CacheLost
from core.dataset.prepared import PreparedCache, PreparedStills
from core.files import WriteFailed
from core.images.preprocessing import prepare_file
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings, ScopeGuideSettings

SETTINGS = PreprocessingSettings(size=32)


@pytest.fixture
def stills(tmp_path: Path) -> list[Path]:
    rng = np.random.default_rng(1)
    folder = tmp_path / "stills"
    folder.mkdir()
    paths = [folder / f"still {i} ä.png" for i in range(6)]
    for path in paths:
        pixels = rng.integers(60, 220, (12, 15, 3), np.uint8)
        image = cv2.resize(pixels, (150, 120), interpolation=cv2.INTER_NEAREST)
        path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    return paths


def prepare(
    cache: Path,
    paths: list[Path],
    *,
    settings: PreprocessingSettings = SETTINGS,
    digests: list[str] | None = None,
    control: Control | None = None,
) -> PreparedStills:
    known = digests or [hashlib.sha256(p.read_bytes()).hexdigest() for p in paths]
    return PreparedCache(cache, settings).prepare(
        paths,
        known,
        threads=2,
        control=control or Control(),
        progress=lambda done, total: None,
    )


def cache_files(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_gives_what_preprocessing_gives(tmp_path: Path, stills: list[Path]) -> None:
    prepared = prepare(tmp_path / "cache", stills)

    assert len(prepared) == len(stills)
    for index, path in enumerate(stills):
        expected = prepare_file(path, SETTINGS).image
        np.testing.assert_array_equal(prepared[index], expected)


def test_a_second_run_reads_no_still_again(tmp_path: Path, stills: list[Path]) -> None:
    digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in stills]
    first = prepare(tmp_path / "cache", stills).batch(range(6))
    for path in stills:
        path.unlink()

    second = prepare(tmp_path / "cache", stills, digests=digests)

    np.testing.assert_array_equal(second.batch(range(6)), first)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_cache_file_is_made_again(
    tmp_path: Path, stills: list[Path], damage: str
) -> None:
    first = prepare(tmp_path / "cache", stills).batch(range(6))
    victim = cache_files(tmp_path / "cache")[2]
    data = bytearray(victim.read_bytes())
    data[100] ^= 1
    damaged = {"flip": bytes(data), "cut": bytes(data[:200]), "empty": b""}
    victim.write_bytes(damaged[damage])

    again = prepare(tmp_path / "cache", stills)

    np.testing.assert_array_equal(again.batch(range(6)), first)


def test_other_settings_never_meet_the_same_files(
    tmp_path: Path, stills: list[Path]
) -> None:
    prepare(tmp_path / "cache", stills)
    grey = SETTINGS.model_copy(update={"greyscale": True})

    prepared = prepare(tmp_path / "cache", stills, settings=grey)

    assert (np.ptp(prepared[0], axis=2) == 0).all()
    assert len(cache_files(tmp_path / "cache")) == 2 * len(stills)


def test_other_colours_of_a_panel_are_other_settings(
    tmp_path: Path, stills: list[Path]
) -> None:
    prepare(tmp_path / "cache", stills)
    margin = SETTINGS.model_copy(update={"scopeguide": ScopeGuideSettings(margin=0.1)})

    prepare(tmp_path / "cache", stills, settings=margin)

    assert len(cache_files(tmp_path / "cache")) == 2 * len(stills)


def test_caches_of_the_first_program_are_used_still(
    tmp_path: Path, stills: list[Path]
) -> None:
    written = (
        '{"version":1,"size":32,"remove_scopeguide":true,"crop_field_of_view":true,'
        '"greyscale":false,"denoise_sigma":0.0,"clahe":null}'
    )
    key = hashlib.sha256(written.encode()).hexdigest()[:16]

    prepare(tmp_path / "cache", stills)

    assert [folder.name for folder in (tmp_path / "cache").iterdir()] == [key]


def test_an_unreadable_still_is_an_entry_with_a_reason(
    tmp_path: Path, stills: list[Path]
) -> None:
    stills[1].write_bytes(b"not an image")

    prepared = prepare(tmp_path / "cache", stills)

    assert list(prepared.failures) == [1]
    assert prepared.batch([0, 2]).shape == (2, 32, 32, 3)
    with pytest.raises(UnreadableStill):
        prepared[1]


def test_an_unwritable_cache_is_replaced_by_memory(
    tmp_path: Path, stills: list[Path]
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")

    prepared = prepare(blocked, stills)

    np.testing.assert_array_equal(prepared[3], prepare_file(stills[3], SETTINGS).image)
    (notice,) = prepared.notices
    assert "kept in memory" in notice


def test_cancelling_keeps_what_was_prepared(tmp_path: Path, stills: list[Path]) -> None:
    control = Control()
    cache = PreparedCache(tmp_path / "cache", SETTINGS)
    digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in stills]

    def cancel_after_two(done: int, total: int) -> None:
        if done == 2:
            control.cancel()

    with pytest.raises(Cancelled):
        cache.prepare(
            stills, digests, threads=1, control=control, progress=cancel_after_two
        )
    control_after = Control()
    seen: list[tuple[int, int]] = []
    cache.prepare(
        stills,
        digests,
        threads=1,
        control=control_after,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (6, 6)
    assert len(cache_files(tmp_path / "cache")) == 6


def lose_the_cache(cache: Path) -> None:
    for path in cache_files(cache):
        path.unlink()


def cut_the_cache(cache: Path) -> None:
    for path in cache_files(cache):
        path.write_bytes(path.read_bytes()[:200])


@pytest.mark.parametrize("harm", [lose_the_cache, cut_the_cache])
def test_a_still_lost_while_in_use_is_prepared_again(
    tmp_path: Path, stills: list[Path], harm: Callable[[Path], None]
) -> None:
    prepared = prepare(tmp_path / "cache", stills)
    first = prepared.batch(range(6))
    harm(tmp_path / "cache")

    np.testing.assert_array_equal(prepared.batch(range(6)), first)

    for path in stills:
        path.unlink()
    np.testing.assert_array_equal(prepared.batch(range(6)), first)


def test_a_lost_still_whose_file_is_gone_or_changed_is_a_sentence(
    tmp_path: Path, stills: list[Path]
) -> None:
    prepared = prepare(tmp_path / "cache", stills)
    lose_the_cache(tmp_path / "cache")
    stills[0].unlink()
    stills[1].write_bytes(stills[2].read_bytes())

    with pytest.raises(CacheLost, match=r"can't be read any more.*still 0"):
        prepared[0]
    with pytest.raises(CacheLost, match=r"was changed.*still 1"):
        prepared[1]
    assert not cache_files(tmp_path / "cache")


def test_a_full_disk_leaves_nothing_in_the_cache(
    tmp_path: Path, stills: list[Path]
) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        prepared = prepare(tmp_path / "cache", stills)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert not cache_files(tmp_path / "cache")
    assert "File too large" in prepared.notices[0]
    assert prepared.batch(range(6)).shape == (6, 32, 32, 3)


def test_a_name_that_is_taken_leaves_nothing_beside_it(
    tmp_path: Path, stills: list[Path]
) -> None:
    prepare(tmp_path / "cache", stills)
    taken = cache_files(tmp_path / "cache")[0]
    taken.unlink()
    taken.mkdir()

    again = prepare(tmp_path / "cache", stills)

    assert len(again.notices) == 1
    assert len(cache_files(tmp_path / "cache")) == 5


def test_more_than_memory_takes_is_refused(tmp_path: Path, stills: list[Path]) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in stills]
    for room in (6, 5):
        cache = PreparedCache(blocked, SETTINGS, memory_bytes=room * 32 * 32 * 3)
        outcome = (
            pytest.raises(WriteFailed, match=r"cache.*too many stills")
            if room == 5
            else nullcontext()
        )
        with outcome:
            cache.prepare(
                stills,
                digests,
                threads=2,
                control=Control(),
                progress=lambda done, total: None,
            )


def test_some_of_the_stills_in_another_order(
    tmp_path: Path, stills: list[Path]
) -> None:
    stills[1].write_bytes(b"not an image")
    prepared = prepare(tmp_path / "cache", stills)

    chosen = prepared.only([4, 1, 0])

    assert len(chosen) == 3
    assert list(chosen.failures) == [1]
    np.testing.assert_array_equal(chosen.batch([0, 2]), prepared.batch([4, 0]))


def test_no_stills_make_an_empty_batch(tmp_path: Path) -> None:
    prepared = prepare(tmp_path / "cache", [])

    assert prepared.batch([]).shape == (0, 32, 32, 3)


def _prepare_in_a_process(cache: Path, paths: list[Path]) -> int:
    return int(prepare(cache, paths).batch(range(len(paths))).sum(dtype=np.int64))


def test_two_processes_share_the_cache(tmp_path: Path, stills: list[Path]) -> None:
    work = [(tmp_path / "cache", stills)] * 2
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        sums = pool.starmap(_prepare_in_a_process, work)

    expected = prepare(tmp_path / "cache", stills).batch(range(6)).sum(dtype=np.int64)
    assert sums == [expected, expected]
    assert len(cache_files(tmp_path / "cache")) == len(stills)
