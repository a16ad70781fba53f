"""Copies of a split: whole or not at all, and never an original touched."""

import csv
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.control import Cancelled, Control
from core.dataset.scanning import DatasetError, LabelledStill, Part
from core.dataset.split_copies import StillInSplit, copy_split
from core.files import WriteFailed

PARTS = (Part.TRAIN, Part.VALIDATION, Part.TEST)


def stills(root: Path, *names: str, size: int = 100) -> list[StillInSplit]:
    made = []
    for i, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode().ljust(size))
        still = LabelledStill(path, name, name.partition("/")[0], None)
        made.append(StillInSplit(still, PARTS[i % 3], i, f"digest of {name}"))
    return made


def copy(
    made: Sequence[StillInSplit], tmp_path: Path, control: Control | None = None
) -> Path:
    target = tmp_path / "out" / "split"
    copy_split(
        made,
        target,
        root=tmp_path / "data",
        control=control or Control(),
        progress=lambda done, total: None,
    )
    return target


def files_below(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_still_is_copied_into_its_part_and_class(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg", "b/sub/2.jpg", "b/é 3.png")
    originals = files_below(tmp_path / "data")
    target = copy(made, tmp_path)
    copies = files_below(target)
    table = list(csv.DictReader(copies.pop("split.csv").decode().splitlines()))
    assert copies == {
        "train/a/1.jpg": originals["a/1.jpg"],
        "val/b/2.jpg": originals["b/sub/2.jpg"],
        "test/b/é 3.png": originals["b/é 3.png"],
    }
    assert table[0] == {
        "file": "test/b/é 3.png",
        "class": "b",
        "part": "test",
        "group": "2",
        "digest": "digest of b/é 3.png",
    }
    assert [row["file"] for row in table] == sorted(copies)
    assert files_below(tmp_path / "data") == originals


def test_equal_names_get_numbers_that_do_not_depend_on_the_order(
    tmp_path: Path,
) -> None:
    names = ["a/x/1.jpg", "a/y/1.jpg", "a/z/1.JPG", "a/1 (2).jpg"]
    made = [
        StillInSplit(one.still, Part.TEST, one.group, one.digest)
        for one in stills(tmp_path / "data", *names)
    ]
    forwards = files_below(copy(made, tmp_path))
    shutil.rmtree(tmp_path / "out")
    assert files_below(copy(made[::-1], tmp_path)) == forwards
    contents = {name: data.strip().decode() for name, data in forwards.items()}
    assert contents.pop("split.csv")
    assert contents == {
        "test/a/1 (2).jpg": "a/1 (2).jpg",
        "test/a/1.jpg": "a/x/1.jpg",
        "test/a/1 (3).jpg": "a/y/1.jpg",
        "test/a/1 (4).JPG": "a/z/1.JPG",
    }


def test_a_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg")
    (tmp_path / "out/split").mkdir(parents=True)
    with pytest.raises(WriteFailed, match="exists already"):
        copy(made, tmp_path)
    assert list((tmp_path / "out").rglob("*")) == [tmp_path / "out/split"]


def test_copies_do_not_go_among_the_originals(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg")
    with pytest.raises(DatasetError, match="lies within the dataset"):
        copy_split(
            made,
            tmp_path / "data/a/split",
            root=tmp_path / "data",
            control=Control(),
            progress=lambda done, total: None,
        )


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg", "a/2.jpg")
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        copy(made, tmp_path, control)
    assert list((tmp_path / "out").iterdir()) == []


def test_an_original_that_is_gone_leaves_nothing(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg", "a/2.jpg")
    made[1].still.path.unlink()
    with pytest.raises(WriteFailed, match=r"Couldn't copy .*2\.jpg”: No such file"):
        copy(made, tmp_path)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path) -> None:
    import resource

    made = stills(tmp_path / "data", "a/1.jpg", "a/2.jpg", size=200_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(WriteFailed, match="Couldn't copy") as caught:
            copy(made, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "originals are unchanged" in caught.value.hint
    assert list((tmp_path / "out").iterdir()) == []


def test_too_little_room_is_said_before_the_first_copy(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg")
    with made[0].still.path.open("r+b") as stream:  # sparse: takes no room itself
        stream.truncate(shutil.disk_usage(tmp_path).free + (1 << 33))
    with pytest.raises(WriteFailed, match=r"The copies need .* MB are free"):
        copy(made, tmp_path)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_originals_that_are_read_only_are_copied(tmp_path: Path) -> None:
    made = stills(tmp_path / "data", "a/1.jpg")
    made[0].still.path.chmod(0o400)
    copied = copy(made, tmp_path) / "train/a/1.jpg"
    assert os.access(copied, os.W_OK)
    assert made[0].still.path.stat().st_mode & 0o777 == 0o400
