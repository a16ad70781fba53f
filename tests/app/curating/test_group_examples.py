"""Groups tried while they are typed: by the core's own rule, beside the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.curating.group_examples import ExamplesSearch, GroupExamples
from core.jobs.requests import GroupingRequest
from tests.app.driven_window import write_still


@pytest.fixture
def search(qtbot: QtBot) -> Iterator[ExamplesSearch]:
    made = ExamplesSearch()
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        label = ("green", "red")[number % 2]
        write_still(tmp_path / "d" / label / f"p{number // 2}_{number}.png", label)
    write_still(tmp_path / "d" / "red" / "unknown.png", "red")
    return tmp_path / "d"


def found(
    qtbot: QtBot, search: ExamplesSearch, folder: Path, **grouping: object
) -> GroupExamples:
    with qtbot.waitSignal(search.found, timeout=10_000) as told:
        search.look(folder, GroupingRequest.model_validate(grouping))
    assert told.args is not None
    examples = told.args[0]
    assert isinstance(examples, GroupExamples)
    return examples


def test_a_pattern_shows_what_it_takes_from_the_names(
    qtbot: QtBot, search: ExamplesSearch, folder: Path
) -> None:
    examples = found(qtbot, search, folder, group_pattern=r"^(p\d)_")
    assert {group for _, group in examples.found} == {"p0", "p1", "p2"}
    assert examples.problem == ""
    assert examples.sentence == (
        "6 of 7 stills in 3 groups. 1 by likeness alone: “red/unknown.png”."
    )


def test_a_table_is_tried_as_well(
    qtbot: QtBot, search: ExamplesSearch, folder: Path, tmp_path: Path
) -> None:
    table = tmp_path / "groups.csv"
    table.write_text("file,group\nred/p0_1.png,Ada\nunknown.png,Ben\n", "utf-8")
    examples = found(qtbot, search, folder, groups_csv=table)
    assert dict(examples.found) == {"red/p0_1.png": "Ada", "red/unknown.png": "Ben"}
    table.write_text("file,group\nred/gone.png,Ada\n", "utf-8")
    examples = found(qtbot, search, folder, groups_csv=table)
    assert "line 2: no still is called “red/gone.png”" in examples.problem


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("^(x+)_", "fits none"), (r"(\d+)+_", "can take forever"), ("p", "parentheses")],
)
def test_what_is_wrong_is_said_in_words(
    qtbot: QtBot, search: ExamplesSearch, folder: Path, pattern: str, said: str
) -> None:
    examples = found(qtbot, search, folder, group_pattern=pattern)
    assert said in examples.sentence
    assert examples.found == ()


def test_likeness_has_no_examples(
    qtbot: QtBot, search: ExamplesSearch, folder: Path
) -> None:
    with qtbot.waitSignal(search.found, timeout=10_000) as told:
        search.look(folder, GroupingRequest())
    assert told.args == [None]


def test_only_the_last_pattern_is_told(
    qtbot: QtBot, search: ExamplesSearch, folder: Path
) -> None:
    told: list[GroupExamples | None] = []
    search.found.connect(told.append)
    for pattern in "^(p)", r"^(p\d)", r"^(p\d)_":
        search.look(folder, GroupingRequest(group_pattern=pattern))
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert [examples.groups for examples in told if examples] == [3]


def test_new_files_are_seen_once_the_scan_is_forgotten(
    qtbot: QtBot, search: ExamplesSearch, folder: Path
) -> None:
    pattern = r"^(p\d)_"
    assert found(qtbot, search, folder, group_pattern=pattern).stills == 7
    write_still(folder / "red" / "p9_1.png", "red")
    search.forget()
    assert found(qtbot, search, folder, group_pattern=pattern).stills == 8
