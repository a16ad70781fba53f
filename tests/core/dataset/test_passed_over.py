"""What a look for stills leaves out, in the words that a user reads."""

import sys
from pathlib import Path

import pytest

from core.dataset.passed_over import PassedOver
from core.dataset.scanning import find_stills, scan_labelled_folder


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"names are all that is looked at")


def looked_through(root: Path) -> PassedOver:
    passed_over = PassedOver()
    list(find_stills(root, passed_over=passed_over))
    return passed_over


def test_nothing_left_out_is_not_spoken_of(tmp_path: Path) -> None:
    put(tmp_path, "a/1.jpg", "a/.hidden.dcm", "Thumbs.db")
    assert list(looked_through(tmp_path).sentences()) == []
    assert list(looked_through(tmp_path / "a" / "1.jpg").sentences()) == []


def test_files_that_are_no_stills_are_counted_by_their_endings(tmp_path: Path) -> None:
    put(tmp_path, "1.jpg", *(f"a/{n}.dcm" for n in range(7)), "b/8.DCM")
    put(tmp_path, *(f"{n}.gif" for n in range(4)))
    assert list(looked_through(tmp_path).sentences()) == [
        "Passed over: 12 files that are no stills (8 .dcm, 4 .gif)."
    ]


def test_one_file_is_told_as_one(tmp_path: Path) -> None:
    put(tmp_path, "README")
    (said,) = looked_through(tmp_path).sentences()
    assert said == "Passed over: 1 file that is no still (1 no suffix)."


def test_a_sentence_stays_short_however_files_are_called(tmp_path: Path) -> None:
    put(tmp_path, *(f"1.2.840.{n}" for n in range(300)), "a.txt", "b.txt")
    passed_over = looked_through(tmp_path)
    assert passed_over.files == "2 .txt, 1 .0, 1 .1, 1 .10, 1 .100, 296 others"


def test_dicom_is_known_by_its_endings(tmp_path: Path) -> None:
    put(tmp_path, "notes.txt")
    assert looked_through(tmp_path).dicom == ""
    put(tmp_path, "a.dcm")
    assert looked_through(tmp_path).dicom == "is 1 .dcm file"
    put(tmp_path, "b.DCM", "c.dicom")
    assert looked_through(tmp_path).dicom == "are 2 .dcm and 1 .dicom files"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_to_what_is_met_anyway_are_counted_together(tmp_path: Path) -> None:
    inside, outside = tmp_path / "stills", tmp_path / "elsewhere"
    put(inside, "a/1.jpg", "a/2.jpg")
    put(outside, "3.jpg")
    for name in ("b.jpg", "c.jpg"):
        (inside / name).symlink_to(inside / "a" / "1.jpg")
    (inside / "loop").symlink_to(inside)
    (inside / "far").symlink_to(outside)
    (inside / "far again").symlink_to(outside)
    assert list(looked_through(inside).sentences()) == [
        "Passed over: 4 links to what is met by another way."
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_labelled_folder_tells_its_links_as_well(tmp_path: Path) -> None:
    put(tmp_path, "a/1.jpg", "a/2.jpg", "b/3.jpg", "b/4.jpg")
    (tmp_path / "b" / "5.jpg").symlink_to(tmp_path / "b" / "3.jpg")
    notices = scan_labelled_folder(tmp_path).notices
    assert notices == ("Passed over: 1 link to what is met by another way.",)
