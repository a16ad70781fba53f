"""Folders as people have them: tidy, divided, untidy, unreadable."""

import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.dataset.scanning import (
    DatasetError,
    Part,
    find_stills,
    scan_labelled_folder,
)

needs_links = pytest.mark.skipif(
    sys.platform == "win32", reason="making links needs a privilege on Windows"
)


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"scanning looks at names only: " + name.encode())


def names(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_stills(root)]


def test_class_folders_are_classes_and_nested_folders_belong_to_them(
    tmp_path: Path,
) -> None:
    put(tmp_path, "polyps/b.jpg", "polyps/exam 2/a.PNG", "colitis/c.tif", "colitis/d.x")
    folder = scan_labelled_folder(tmp_path)
    assert folder.classes == ("colitis", "polyps")
    assert [still.name for still in folder.stills] == [
        "colitis/c.tif",
        "polyps/b.jpg",
        "polyps/exam 2/a.PNG",
    ]
    assert folder.labels == ("colitis", "polyps", "polyps")
    assert not folder.has_given_parts
    assert all(still.path == tmp_path / still.name for still in folder.stills)


def test_given_parts_are_read_in_any_case_and_spelling(tmp_path: Path) -> None:
    put(tmp_path, "Train/a/1.jpg", "Train/b/2.jpg", "validation/a/3.jpg")
    put(tmp_path, "TEST/b/4.jpg", "masks/5.jpg")
    folder = scan_labelled_folder(tmp_path)
    assert {still.name: still.part for still in folder.stills} == {
        "TEST/b/4.jpg": Part.TEST,
        "Train/a/1.jpg": Part.TRAIN,
        "Train/b/2.jpg": Part.TRAIN,
        "validation/a/3.jpg": Part.VALIDATION,
    }
    assert folder.classes == ("a", "b")
    assert folder.has_given_parts
    assert any("“masks” beside the part folders" in text for text in folder.notices)


def test_a_train_folder_alone_is_left_to_the_program_to_divide(tmp_path: Path) -> None:
    put(tmp_path, "train/a/1.jpg", "train/b/2.jpg", "test/a/notes.txt")
    folder = scan_labelled_folder(tmp_path)
    assert {still.part for still in folder.stills} == {None}


def test_a_class_may_be_called_test(tmp_path: Path) -> None:
    put(tmp_path, "test/1.jpg", "control/2.jpg")
    assert scan_labelled_folder(tmp_path).classes == ("control", "test")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "holds no stills"),
        (["notes.txt"], "holds no stills"),
        (["a.jpg", "b.jpg"], "2 stills but no class folders"),
        (["polyps/a.txt", "colitis/b.txt", "colitis/c.csv"], "but 2 .txt, 1 .csv"),
        (["polyps/a.jpg", "colitis/b.txt"], "Only one class, “polyps”"),
        (["Polyps/a.jpg", "polyps/b.jpg"], "“Polyps” and “polyps” differ only by case"),
        (["train/Polyps/a.jpg", "test/polyps/b.jpg"], "“Polyps” and “polyps” differ"),
    ],
)
def test_what_is_no_dataset_is_refused_with_what_to_do(
    tmp_path: Path, files: list[str], sentence: str
) -> None:
    put(tmp_path, *files)
    if sum(1 for path in tmp_path.rglob("*") if path.is_file()) < len(files):
        pytest.skip("this file system does not tell upper from lower case")
    with pytest.raises(DatasetError) as caught:
        scan_labelled_folder(tmp_path)
    assert sentence in caught.value.user_message
    assert caught.value.hint


def test_no_folder_and_a_file_are_refused_at_once(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg")
    with pytest.raises(DatasetError, match="There is no folder"):
        find_stills(tmp_path / "none")
    with pytest.raises(DatasetError, match="is a file, not a folder"):
        scan_labelled_folder(tmp_path / "a.jpg")
    assert list(find_stills(tmp_path / "a.jpg")) == [tmp_path / "a.jpg"]


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    put(tmp_path, "a/1.jpg", "a/2.jpg", "a/n.txt", "b/3.jpg", "b/m.TXT", "b/r", "c/x.y")
    put(tmp_path, "loose.png")
    notices = "\n".join(scan_labelled_folder(tmp_path).notices)
    assert "Passed over: 4 files that are no stills (2 .txt, 1 .y, 1 no suffix)." in (
        notices
    )
    assert "The class “b” has one still" in notices
    assert "The class folder “c” holds no stills" in notices
    assert "1 still directly in" in notices


def test_hidden_files_and_what_systems_leave_behind_are_passed_over(
    tmp_path: Path,
) -> None:
    put(tmp_path, "a/1.jpg", "a/._1.jpg", "a/Thumbs.db", "a/.DS_Store", ".git/x.jpg")
    put(tmp_path, "b/2.jpg", "b/__MACOSX/2.jpg", "b/desktop.ini", ".cache/3.jpg")
    folder = scan_labelled_folder(tmp_path)
    assert [still.name for still in folder.stills] == ["a/1.jpg", "b/2.jpg"]
    assert not any("passed over" in text for text in folder.notices)


def test_names_are_composed_whatever_the_file_system_hands_out(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "œsophage é")
    put(tmp_path, f"{apart}/é.jpg", "b/2.jpg")
    folder = scan_labelled_folder(tmp_path)
    assert folder.classes == ("b", "œsophage é")
    assert folder.stills[1].name == "œsophage é/é.jpg"
    assert folder.stills[1].path.is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    put(tmp_path, "a/1.jpg", "b/2.jpg")
    raw = os.fsencode(tmp_path / "a") + b"/caf\xe9.jpg"
    shutil.copy(os.fsencode(tmp_path / "a/1.jpg"), raw)
    still = scan_labelled_folder(tmp_path).stills[1]
    assert still.name.encode() == b"a/caf\\udce9.jpg"
    assert still.path.is_file()


@needs_links
def test_links_that_loop_end_and_every_still_is_taken_once(tmp_path: Path) -> None:
    put(tmp_path, "a/1.jpg", "b/deep/2.jpg")
    (tmp_path / "a/again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/other").symlink_to("../b", target_is_directory=True)
    (tmp_path / "b/deep/up").symlink_to("..", target_is_directory=True)
    (tmp_path / "b/copy.jpg").symlink_to("deep/2.jpg")
    (tmp_path / "b/ring").symlink_to("ring")
    (tmp_path / "b/dead.jpg").symlink_to("nowhere.jpg")
    folder = scan_labelled_folder(tmp_path)
    assert [still.name for still in folder.stills] == ["a/1.jpg", "b/deep/2.jpg"]
    assert names(tmp_path) == ["a/1.jpg", "b/deep/2.jpg"]
    assert any("dead.jpg” is a link to nothing" in text for text in folder.notices)
    assert any("ring" in text for text in folder.notices)


@needs_links
def test_links_that_lead_out_are_followed_once(tmp_path: Path) -> None:
    put(tmp_path, "store/1.jpg", "store/sub/2.jpg", "data/b/3.jpg", "data/.annex/4.jpg")
    (tmp_path / "data/a").symlink_to("../store", target_is_directory=True)
    (tmp_path / "data/b/5.jpg").symlink_to("../.annex/4.jpg")
    (tmp_path / "data/b/6.jpg").symlink_to("../.annex/4.jpg")
    (tmp_path / "store/back").symlink_to("../data", target_is_directory=True)
    folder = scan_labelled_folder(tmp_path / "data")
    assert [still.name for still in folder.stills] == [
        "a/1.jpg",
        "a/sub/2.jpg",
        "b/3.jpg",
        "b/5.jpg",
    ]


def test_stills_are_found_lazily_and_in_a_stable_order(tmp_path: Path) -> None:
    put(tmp_path, "b.jpg", "a/z.png", "a/y.webp", "c/notes.txt", "é.bmp", ".h/1.jpg")
    found = find_stills(tmp_path)
    assert isinstance(found, Iterator)
    assert next(found).name == "y.webp"
    put(tmp_path, "zz.jpg")
    assert names(tmp_path) == ["a/y.webp", "a/z.png", "b.jpg", "zz.jpg", "é.bmp"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_without_permission_is_said_and_the_rest_is_read() -> None:
    root = Path(tempfile.mkdtemp())
    try:
        root.chmod(0o755)
        put(root, "a/1.jpg", "a/locked/2.jpg", "b/3.jpg", "b/listed/4.jpg")
        (root / "a/locked").chmod(0)
        (root / "b/listed").chmod(0o444)
        with _as_nobody():
            folder = scan_labelled_folder(root)
        assert [still.name for still in folder.stills] == ["a/1.jpg", "b/3.jpg"]
        text = "\n".join(folder.notices)
        assert "locked”: Permission denied" in text
        assert "4.jpg”: Permission denied" in text
        root.chmod(0)
        with _as_nobody(), pytest.raises(DatasetError, match="Permission denied"):
            scan_labelled_folder(root)
        with _as_nobody(), pytest.raises(DatasetError, match="Permission denied"):
            find_stills(root / "a")
        root.chmod(0o444)
        with _as_nobody(), pytest.raises(DatasetError, match="holds no stills"):
            scan_labelled_folder(root)
    finally:
        subprocess.run(["chmod", "-R", "u+rwx", str(root)], check=True)
        shutil.rmtree(root)


class _as_nobody:
    """Root may read everything; give that up for a moment, on Linux."""

    def __enter__(self) -> None:
        self._was_root = os.geteuid() == 0
        if self._was_root:
            os.seteuid(65534)

    def __exit__(self, *_: object) -> None:
        if self._was_root:
            os.seteuid(0)


def test_one_class_is_enough_to_be_measured_on_and_none_is_not(tmp_path: Path) -> None:
    still = tmp_path / "polyp" / "a.png"
    still.parent.mkdir()
    still.write_bytes(b"not looked at")
    assert scan_labelled_folder(tmp_path, least_classes=1).classes == ("polyp",)
    with pytest.raises(DatasetError, match="Only one class"):
        scan_labelled_folder(tmp_path)
    still.unlink()
    with pytest.raises(DatasetError, match="hold no stills"):
        scan_labelled_folder(tmp_path, least_classes=1)
