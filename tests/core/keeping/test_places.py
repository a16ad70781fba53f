"""Nothing that the program keeps is left out of the list, and sizes are true."""

import os
import time
from pathlib import Path

import platformdirs
import pytest

from core.control import Cancelled, Control
from core.keeping.places import KeptPlace, PlaceKey, places
from core.paths import SHIPPED_MODELS, UserFolders
from tests.core.keeping.used_home import UsedHome, files_below

OF_NOTHING = {"limit.json", "window.lock"}
"""Files that say nothing of stills, findings or people."""
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"data:image/", b"<image", b"<img")


@pytest.fixture(autouse=True)
def _own_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the real user's choice of a folder."""
    monkeypatch.setattr(
        platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / "config")
    )


def by_key(folders: UserFolders) -> dict[PlaceKey, KeptPlace]:
    return {place.key: place for place in places(folders)}


def test_every_file_of_a_used_data_folder_is_in_exactly_one_place(
    tmp_path: Path,
) -> None:
    home = UsedHome(tmp_path)
    home.fill()
    leftover = home.folders.home / ".lumenary-ab12_xyz"
    os.utime(leftover, (1, 1))
    found = [files_below(*place.paths) for place in places(home.folders)]
    everything = files_below(home.folders.home)
    listed = set().union(*found)
    assert {path.name for path in everything - listed} == {"limit.json"}
    assert sum(map(len, found)) == len(listed), "none counts twice"
    assert all(found), "each of them was met"


def test_sizes_and_counts_are_those_of_the_files(tmp_path: Path) -> None:
    home = UsedHome(tmp_path)
    home.fill()
    for place in places(home.folders):
        files = files_below(*place.paths)
        assert place.bytes == sum(file.stat().st_size for file in files), place.key
        assert place.problem == "" or place.key is PlaceKey.REVIEWS
        if place.counted == "file":
            assert place.count == len(files)
    found = by_key(home.folders)
    once = PlaceKey.RUNS, PlaceKey.UNFINISHED, PlaceKey.MODELS
    assert [found[key].count for key in once] == [1, 1, 1]
    reviews = found[PlaceKey.REVIEWS]
    assert (reviews.count, reviews.log.stills, reviews.log.readers) == (3, 3, 1)


def test_an_empty_data_folder_keeps_nothing(tmp_path: Path) -> None:
    folders = UserFolders(tmp_path / "none")
    assert [(p.bytes, p.count, p.paths) for p in places(folders)] == [(0, 0, ())] * len(
        PlaceKey
    )
    assert not folders.home.exists()


def test_what_is_not_deleted_says_what_to_do_instead(tmp_path: Path) -> None:
    for place in places(UserFolders(tmp_path)):
        assert place.deletable == (not place.why_not)
        assert place.holds.endswith(".")


def test_measuring_stops_when_asked(tmp_path: Path) -> None:
    home = UsedHome(tmp_path)
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        places(home.folders, control)


def test_a_link_counts_as_a_link(tmp_path: Path) -> None:
    home = UsedHome(tmp_path)
    home.cache(1)
    (home.folders.cache / "elsewhere").symlink_to(home.stills)
    assert by_key(home.folders)[PlaceKey.PREPARED].count == 2


def test_measuring_ten_thousand_files_takes_seconds(tmp_path: Path) -> None:
    home = UsedHome(tmp_path)
    folder = home.folders.prepared / "key" / "00"
    folder.mkdir(parents=True)
    for number in range(10_000):
        (folder / f"{number}.still").touch()
    began = time.perf_counter()
    assert by_key(home.folders)[PlaceKey.PREPARED].count == 10_000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("name", ["starter", "sample"])
def test_a_published_model_holds_no_picture_and_names_no_still(name: str) -> None:
    for path in files_below(SHIPPED_MODELS / name):
        content = path.read_bytes()
        if path.suffix in {".html", ".csv", ".json"}:
            assert not any(mark in content for mark in PICTURES), path
            text = content.decode().lower()
            assert not any(f".{kind}" in text for kind in ("jpg", "jpeg", "png")), path
    header, *lines = (SHIPPED_MODELS / name / "training_stills.csv").read_text().split()
    assert header.split(",")[0] == "digest"
    assert all(len(line.split(",")[0]) == 64 for line in lines)
