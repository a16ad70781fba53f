"""From the name that is shown back to the file on the disk."""

import os
import sys
from pathlib import Path

import pytest

from core.dataset.scanning import find_stills
from core.dataset.walking import normalised, path_of_name

COMPOSED = "é"
DECOMPOSED = "e\u0301"


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(str(path).encode("utf-8", "surrogateescape"))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "a.png",
        "Обследование 🩺/полип №1.png",
        f"{COMPOSED}/{COMPOSED}.png",
        f"{DECOMPOSED}/x/{DECOMPOSED}.png",
    ],
)
def test_every_still_that_a_walk_finds_is_found_by_its_name(
    tmp_path: Path, name: str
) -> None:
    still = written(tmp_path / name)
    (walked,) = find_stills(tmp_path)
    shown = normalised(walked.relative_to(tmp_path).as_posix())
    found = path_of_name(tmp_path, shown)
    assert found.read_bytes() == still.read_bytes()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has file names that are no text"
)
def test_a_name_that_is_no_text_is_found_as_it_was_spelt_out(tmp_path: Path) -> None:
    still = written(tmp_path / os.fsdecode(b"\xfe") / os.fsdecode(b"\xff.png"))
    shown = normalised(still.relative_to(tmp_path).as_posix())
    assert path_of_name(tmp_path, shown) == still


@pytest.mark.parametrize("name", ["gone.png", "gone/é.png", "file.png/é.png"])
def test_what_is_gone_is_where_it_would_be(tmp_path: Path, name: str) -> None:
    written(tmp_path / "file.png")
    assert path_of_name(tmp_path, name) == tmp_path / name
