"""Which stills are asked for: all below a folder, some, or one."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dataset.scanning import DatasetError, find_stills
from core.errors import BadRequest
from core.jobs.chosen_stills import ChosenStills, relative_name
from core.jobs.requests import ClassifyRequest

NAMES = (
    "b.png",
    "a.png",
    "é.png",
    "e\u0301a.png",
    "B/z.jpg",
    "a/2.jpg",
    "a/b/1.jpg",
    "a-c/1.jpg",
    "a b/1.jpg",
    "№ 7/снимок 🩺.webp",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("осмотры")
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root / "a" / "notes.txt").touch()
    return root


def chosen(folder: Path, *stills: Path) -> ChosenStills:
    return ChosenStills.of(ClassifyRequest(folder=folder, stills=stills))


def count(stills: ChosenStills) -> tuple[int, dict[str, int]]:
    found = stills.count(pytest.fail, lambda done: None)
    return found.total, found.by_folder


def test_all_stills_are_found_as_a_walk_finds_them(folder: Path) -> None:
    assert list(chosen(folder).find()) == list(find_stills(folder))


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=12))
def test_some_stills_come_once_each_in_the_order_of_a_walk(
    folder: Path, names: list[str]
) -> None:
    paths = [folder / name for name in names]
    walk = [path for path in find_stills(folder) if path in paths]
    assert list(chosen(folder, *paths).find()) == walk


def test_each_folder_counts_the_stills_that_lie_right_in_it(folder: Path) -> None:
    total, by_folder = count(chosen(folder))
    assert total == len(NAMES)
    assert by_folder == {
        "": 4,
        "B": 1,
        "a": 1,
        "a/b": 1,
        "a-c": 1,
        "a b": 1,
        "№ 7": 1,
    }


def test_counted_folders_are_those_of_the_rows(folder: Path) -> None:
    stills = chosen(folder)
    names = [relative_name(path, stills.root) for path in stills.find()]
    assert count(stills)[1] == Counter(name.rpartition("/")[0] for name in names)


def test_two_spellings_of_one_name_are_one_folder(tmp_path: Path) -> None:
    for name in ("é/1.png", "e\u0301/2.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert count(chosen(tmp_path)) == (2, {"é": 2})


def test_some_stills_are_counted_where_they_lie(folder: Path) -> None:
    stills = chosen(folder, folder / "a/2.jpg", folder / "b.png", folder / "a/b/1.jpg")
    assert count(stills) == (3, {"": 1, "a": 1, "a/b": 1})


def test_a_still_that_is_gone_still_counts(folder: Path) -> None:
    assert count(chosen(folder, folder / "a" / "gone.png")) == (1, {"a": 1})


def test_a_file_is_a_folder_of_one(folder: Path) -> None:
    still = folder / "a" / "2.jpg"
    for stills in (chosen(still), chosen(still, still)):
        assert list(stills.find()) == [still]
        assert stills.root == folder / "a"
        assert count(stills) == (1, {"": 1})


@pytest.mark.parametrize("name", ["../b.png", "a/../b.png", "../a-c/1.jpg", ".", ".."])
def test_a_still_elsewhere_is_refused(folder: Path, name: str) -> None:
    for outside in (folder / "a" / name, Path(name)):
        with pytest.raises(BadRequest, match="does not lie in the folder"):
            chosen(folder / "a", folder / "a" / "2.jpg", outside)


def test_a_folder_whose_name_merely_begins_alike_is_elsewhere(folder: Path) -> None:
    with pytest.raises(BadRequest):
        chosen(folder / "a", folder / "a-c" / "1.jpg")


def test_stills_of_a_folder_that_is_gone_are_said_once(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(DatasetError, match="There is no folder"):
        chosen(gone, gone / "a.png").find()
