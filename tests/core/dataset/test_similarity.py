"""Fingerprints of real files: equal for copies, near for re-encodings."""

import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import imagehash
import pytest
from PIL import Image

from core.control import Cancelled, Control
from core.dataset.similarity import (
    AssessedStill,
    StillFingerprint,
    assess_stills,
    fingerprint_stills,
)
from core.files import sha256_of
from core.images.quality import ASSESSED_SIDE, QualityProblem, assess_quality
from core.images.reading import MAX_FILE_BYTES, UnreadableStill, read_still
from core.images.settings import PreprocessingSettings, ScopeGuideSettings

PutStill = Callable[..., Path]


def fingerprints(
    *paths: Path, settings: PreprocessingSettings | None = None
) -> list[StillFingerprint]:
    found = fingerprint_stills(
        paths,
        settings or PreprocessingSettings(),
        threads=2,
        control=Control(),
        progress=lambda done, total: None,
    )
    assert all(isinstance(one, StillFingerprint) for one in found)
    return [one for one in found if isinstance(one, StillFingerprint)]


def bits(one: StillFingerprint, other: StillFingerprint) -> int:
    return (one.phash ^ other.phash).bit_count()


def test_copies_are_equal_re_encodings_near_and_others_far(
    tmp_path: Path, put_still: PutStill
) -> None:
    original = put_still("a.png", 1)
    copy = Path(shutil.copy(original, tmp_path / "copy.png"))
    smaller = put_still("a.jpg", 1, side=140, quality=70)
    other = put_still("b.png", 2)
    one, same, near, far = fingerprints(original, copy, smaller, other)
    assert one == same
    assert one.digest == sha256_of(original)
    assert (one.width, one.height) == (160, 160)
    assert one.size_bytes == original.stat().st_size
    assert near.digest != one.digest
    assert bits(one, near) <= 4
    assert bits(one, far) > 16


def test_the_hash_is_imagehash_s_own(put_still: PutStill) -> None:
    path = put_still("a.png", 3)  # without border or panel, nothing is cut away
    (found,) = fingerprints(path)
    with Image.open(path) as image:
        own = int(str(imagehash.phash(image)), 16)
    assert (found.phash ^ own).bit_count() <= 4


def test_a_black_border_does_not_change_the_hash_much(
    tmp_path: Path, put_still: PutStill
) -> None:
    plain = put_still("a.png", 4)
    framed = cv2.copyMakeBorder(
        cv2.imread(str(plain)), 20, 10, 90, 30, cv2.BORDER_CONSTANT
    )
    cv2.imwrite(str(tmp_path / "framed.png"), framed)
    one, other = fingerprints(plain, tmp_path / "framed.png")
    assert bits(one, other) <= 6


def test_the_recipe_says_which_panels_do_not_count(
    tmp_path: Path, put_still: PutStill
) -> None:
    plain = put_still("a.png", 4)
    rgb = cv2.imread(str(plain))
    rgb[100:150, 10:70] = (134, 162, 17)
    cv2.imwrite(str(tmp_path / "panel.png"), rgb)
    blind = PreprocessingSettings(scopeguide=ScopeGuideSettings(saturation_min=255))
    paths = (plain, tmp_path / "panel.png")
    without, removed = fingerprints(*paths)
    same, kept = fingerprints(*paths, settings=blind)
    assert without == same
    assert removed.phash != kept.phash


def test_what_cannot_be_read_is_a_result_in_its_place(
    tmp_path: Path, put_still: PutStill
) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "cut.jpg").write_bytes(put_still("a.jpg", 5).read_bytes()[:500])
    done: list[tuple[int, int]] = []
    found = fingerprint_stills(
        [
            tmp_path / "empty.png",
            tmp_path / "a.jpg",
            tmp_path / "cut.jpg",
            tmp_path / "no",
        ],
        PreprocessingSettings(),
        threads=2,
        control=Control(),
        progress=lambda *counts: done.append(counts),
    )
    wrong = [isinstance(one, UnreadableStill) for one in found]
    assert wrong == [True, False, True, True]
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "a.tif"
    with huge.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)  # takes no room on the disk
    (found,) = fingerprint_stills(
        [huge],
        PreprocessingSettings(),
        threads=1,
        control=Control(),
        progress=lambda done, total: None,
    )
    assert isinstance(found, UnreadableStill)
    assert "larger than 1 GB" in found.user_message


def test_cancelling_ends_it_at_the_next_still(put_still: PutStill) -> None:
    control = Control()
    paths = [put_still("a.png", 6)] * 50
    done: list[int] = []

    def progress(count: int, _: int) -> None:
        done.append(count)
        control.cancel()

    with pytest.raises(Cancelled):
        fingerprint_stills(
            paths,
            PreprocessingSettings(),
            threads=2,
            control=control,
            progress=progress,
        )
    assert done == [1]


def test_known_copies_among_real_stills_are_within_the_radius(real_data: Path) -> None:
    lines = (real_data / "known_copies.csv").read_text().splitlines()[1:]
    pairs = [line.split(",") for line in lines]
    found = fingerprints(*[real_data / name for pair in pairs for name in pair])
    near = [
        bits(one, other) <= 6
        for one, other in zip(found[::2], found[1::2], strict=True)
    ]
    assert sum(near) >= 9


def test_one_reading_gives_both_the_fingerprint_and_what_is_wrong(
    tmp_path: Path, put_still: PutStill
) -> None:
    sharp = put_still("sharp.png", 4)
    dark = tmp_path / "dark.png"
    pixels = cv2.imread(str(sharp))
    assert pixels is not None
    cv2.imwrite(str(dark), pixels // 16)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff")
    paths = [sharp, dark, broken]
    found = assess_stills(
        paths,
        PreprocessingSettings(),
        threads=2,
        control=Control(),
        progress=lambda done, total: None,
    )
    assert isinstance(found[2], UnreadableStill)
    for path, one in zip(paths[:2], found, strict=False):
        assert isinstance(one, AssessedStill)
        assert [one.fingerprint] == fingerprints(path)
        still = read_still(path, shortest_side=ASSESSED_SIDE)
        assert one.findings == assess_quality(still)
    assert isinstance(found[1], AssessedStill)
    assert [finding.problem for finding in found[1].findings] == [QualityProblem.DARK]


def test_a_long_folder_is_told_in_its_order_with_every_still(
    put_still: PutStill,
) -> None:
    paths = [put_still(f"{i:03}.png", i, side=40) for i in range(90)]
    done: list[int] = []
    found = fingerprint_stills(
        paths,
        PreprocessingSettings(),
        threads=2,
        control=Control(),
        progress=lambda now, total: done.append(now),
    )
    assert done == list(range(1, 91))
    digests = [one.digest for one in found if isinstance(one, StillFingerprint)]
    assert digests == [sha256_of(path) for path in paths]
