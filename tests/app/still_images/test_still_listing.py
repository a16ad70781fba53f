"""The stills of a folder, found beside the window."""

import threading
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.still_images.still_listing import StillList, StillLister

WriteStill = Callable[[Path], Path]


@pytest.fixture
def lister(qtbot: QtBot) -> Iterator[StillLister]:
    made = StillLister()
    yield made
    made.stop()
    assert not any(t.name.startswith("still lister") for t in threading.enumerate())


def listed(qtbot: QtBot, lister: StillLister, root: Path, *stills: Path) -> StillList:
    with qtbot.waitSignal(lister.listed) as told:
        lister.list(root, stills)
    found: StillList = told.args[0]  # type: ignore[index]
    return found


def test_a_folder_with_all_below_it(
    lister: StillLister, write_still: WriteStill, tmp_path: Path, qtbot: QtBot
) -> None:
    decomposed = unicodedata.normalize("NFD", "Lösung.png")
    names = ["a.png", "b/c.png", decomposed]
    paths = [write_still(tmp_path / name) for name in names]
    (tmp_path / "notes.txt").write_text("no still")
    found = listed(qtbot, lister, tmp_path)
    assert set(found.paths) == set(paths)
    composed = str(tmp_path / unicodedata.normalize("NFC", decomposed))
    assert found.paths[found.places[composed]] == tmp_path / decomposed
    assert not found.error


def test_some_stills_and_a_single_one(
    lister: StillLister, write_still: WriteStill, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [write_still(tmp_path / f"{n}.png") for n in range(3)]
    some = listed(qtbot, lister, tmp_path, paths[2], paths[0])
    assert some.paths == (paths[2], paths[0])
    assert listed(qtbot, lister, paths[1]).paths == (paths[1],)


def test_what_is_not_there_is_said(
    lister: StillLister, tmp_path: Path, qtbot: QtBot
) -> None:
    assert "no stills" in listed(qtbot, lister, tmp_path).error
    assert listed(qtbot, lister, tmp_path / "gone").error


def test_only_what_was_asked_for_last_comes(
    lister: StillLister, write_still: WriteStill, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(20):
        write_still(tmp_path / f"{number}" / "still.png")
    came: list[StillList] = []
    lister.listed.connect(came.append)
    for number in range(20):
        lister.list(tmp_path / f"{number}")
    qtbot.waitUntil(lambda: bool(came))
    qtbot.wait(50)
    assert [found.root.name for found in came] == ["19"]
