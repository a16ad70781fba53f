"""``lumenary kept``: lists, asks, deletes, and says what stayed."""

import json
import subprocess
from pathlib import Path

import pytest

from app.commands.kept import Deletable
from core.keeping.places import PlaceKey, places
from tests.app.conftest import Lumenary
from tests.core.keeping.used_home import UsedHome


@pytest.fixture
def home(tmp_path: Path) -> UsedHome:
    used = UsedHome(tmp_path)
    used.fill()
    return used


@pytest.fixture
def kept(home: UsedHome, lumenary: Lumenary) -> Lumenary:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return lumenary("kept", *arguments, LUMENARY_HOME=str(home.folders.home))

    return run


def test_every_place_is_listed_with_its_size(home: UsedHome, kept: Lumenary) -> None:
    lines = kept("--json").stdout.splitlines()
    told = {one["place"]: one for one in map(json.loads, lines)}
    assert list(told) == list(PlaceKey)
    for place in places(home.folders):
        if place.key is not PlaceKey.SETTINGS:  # some of it is the user's own
            assert told[place.key]["bytes"] == place.bytes
            assert told[place.key]["count"] == place.count
    words = kept().stdout
    assert "runs: 1 run, " in words
    assert "reviews: 3 answers, " in words
    assert f"in {home.folders.home}" in words.splitlines()[-1]


def test_it_asks_and_tells_what_is_lost(home: UsedHome, kept: Lumenary) -> None:
    asked = kept("delete", "reviews")
    assert asked.returncode == 3
    assert "3 reviews of 3 stills by 1 reader would be lost for good" in asked.stderr
    done = kept("delete", "reviews", "--yes", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["count"] == 3
    assert "There was nothing" in kept("delete", "reviews", "--yes").stdout


def test_runs_by_age_and_nothing_else_by_age(home: UsedHome, kept: Lumenary) -> None:
    none = kept("delete", "runs", "--older-than", 7, "--yes")
    assert (none.returncode, none.stdout) == (0, "There was nothing to delete.\n")
    done = kept("delete", "runs", "--older-than", 0, "--yes")
    assert "Deleted 1 run, " in done.stdout
    wrong = kept("delete", "prepared", "--older-than", 7, "--yes")
    assert wrong.returncode == 2
    assert "Only runs are deleted by their age" in wrong.stderr


def test_just_what_can_be_deleted_is_offered(home: UsedHome, kept: Lumenary) -> None:
    offered = {one.value for one in Deletable}
    assert offered == {one.key for one in places(home.folders) if one.deletable}
    assert kept("delete", "models", "--yes").returncode == 2


def test_the_limit_of_the_cache_is_shown_and_set(kept: Lumenary) -> None:
    assert kept("limit").stdout == "Prepared stills may take 1.0 GB.\n"
    assert kept("limit", "2.5").stdout == "Prepared stills may take 2.5 GB.\n"
    assert kept("limit").stdout == "Prepared stills may take 2.5 GB.\n"
    assert kept("limit", "--", "-1").returncode == 2
