"""The tree of examinations: Qt's rules, counts of all below, natural order."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.item_models.examination_tree import ExaminationTree, natural_key
from app.item_models.examinations_model import (
    EXAMINATION_ROLE,
    PROGRESS_ROLE,
    REVIEWED_ROLE,
    ExaminationColumn,
    ExaminationsModel,
)
from core.review.tally import examination_of
from tests.app.item_models.drawn_findings import (
    AGREE,
    CLASSES,
    corrected,
    many,
    readable,
    unreadable,
)

FOLDERS = {"exam10": 2, "exam2": 3, "2024/ward/exam1": 4, "": 1}


@pytest.fixture
def model(qtbot: QtBot) -> ExaminationsModel:
    model = ExaminationsModel()
    model.begin("stills", FOLDERS)
    return model


def names(model: ExaminationsModel, folder: str) -> list[str]:
    parent = model.index_of(folder)
    return [model.index(at, 0, parent).data() for at in range(model.rowCount(parent))]


def cell(model: ExaminationsModel, folder: str, column: ExaminationColumn) -> str:
    text: str = model.index_of(folder).siblingAtColumn(column).data()
    return text


def test_it_keeps_qts_rules_while_it_changes(
    model: ExaminationsModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)  # it goes on watching
    model.add([readable("exam2/1.png"), unreadable("1.png")])
    model.count_review("exam2/1.png", None, AGREE)
    model.begin("none", {})
    model.begin("others", {"/".join("abc" * 30): 3})
    qtmodeltester.check(model, force_py=True)


def test_folders_stand_in_natural_order_below_one_row(model: ExaminationsModel) -> None:
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == "All examinations"
    assert names(model, "") == ["2024", "exam2", "exam10"]
    assert names(model, "2024") == ["ward"]
    assert names(model, "2024/ward") == ["exam1"]
    assert model.index_of("2024/ward/exam1").parent() == model.index_of("2024/ward")
    assert model.index_of("").parent() == QModelIndex()
    assert not model.index_of("nowhere").isValid()


def test_counts_include_what_lies_below(model: ExaminationsModel) -> None:
    model.add(
        [
            readable("2024/ward/exam1/1.png"),
            readable("2024/ward/exam1/2.png", "esophagitis"),
            readable("2024/ward/exam1/3.png"),
            readable("2024/ward/exam1/4.png", None),
            unreadable("top.png"),
        ]
    )
    assert cell(model, "2024", ExaminationColumn.STILLS) == "4"
    assert cell(model, "", ExaminationColumn.STILLS) == "5 of 10"
    assert cell(model, "exam2", ExaminationColumn.STILLS) == "0 of 3"
    assert cell(model, "exam2", ExaminationColumn.REVIEWED) == ""
    assert cell(model, "", ExaminationColumn.FINDINGS) == (
        "polyps 2, esophagitis 1, refused 1, unreadable 1"
    )
    assert model.index_of("").data(PROGRESS_ROLE) == (5, 10)
    assert model.index_of("").data(REVIEWED_ROLE) == (0, 4)
    assert model.index_of("2024/ward").data(EXAMINATION_ROLE) == "2024/ward"
    assert model.tally("2024").by_finding == {"polyps": 2, "esophagitis": 1}
    assert model.tally("nowhere").stills == 0


def test_reviews_are_counted_changed_and_withdrawn(model: ExaminationsModel) -> None:
    model.add([readable("exam2/1.png"), readable("exam2/2.png")])
    model.count_reviews([("exam2/1.png", None, AGREE), ("exam2/2.png", None, AGREE)])
    model.count_review("exam2/1.png", AGREE, corrected("Barretts"))
    model.count_review("exam2/2.png", AGREE, None)
    assert cell(model, "exam2", ExaminationColumn.REVIEWED) == "1 of 2"
    assert cell(model, "", ExaminationColumn.REVIEWED) == "1 of 2"
    assert model.tally("").reader_findings == {"Barretts": 1}


def test_a_batch_repaints_each_changed_row_once(model: ExaminationsModel) -> None:
    repainted: list[str] = []
    model.dataChanged.connect(
        lambda top, _: repainted.append(top.data(EXAMINATION_ROLE))
    )
    model.add([readable(f"2024/ward/exam1/{at}.png") for at in range(4)])
    assert sorted(repainted) == ["", "2024", "2024/ward", "2024/ward/exam1"]


def test_a_still_of_an_unforeseen_folder_counts_where_it_can(
    model: ExaminationsModel,
) -> None:
    model.add([readable("exam10/new/1.png"), readable("other/1.png")])
    assert cell(model, "exam10", ExaminationColumn.STILLS) == "1 of 2"
    assert cell(model, "", ExaminationColumn.STILLS) == "2 of 10"
    model.begin("stills", {})
    model.add([readable("a/1.png")])
    assert cell(model, "", ExaminationColumn.STILLS) == "1"


def test_every_cell_says_itself_in_words(model: ExaminationsModel) -> None:
    model.add([readable("exam2/1.png")])
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index_of("exam2").data(spoken) == (
        "exam2: 1 of 3 stills classified. 0 of 1 readable stills reviewed. polyps 1."
    )
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.index_of("").data(tip) == "All examinations in stills\npolyps: 1"
    assert model.index_of("2024/ward/exam1").data(tip) == "2024/ward/exam1"
    for column in ExaminationColumn:
        title = Qt.ItemDataRole.DisplayRole
        assert model.headerData(column, Qt.Orientation.Horizontal, title)


@given(st.lists(st.tuples(st.text("ab9", max_size=6), st.integers(0, 99)), max_size=9))
def test_numbers_in_names_are_compared_as_numbers(parts: list[tuple[str, int]]) -> None:
    in_order = sorted((f"{text}x{number}" for text, number in parts), key=natural_key)
    for first, second in pairwise(in_order):
        before, after = first.rpartition("x"), second.rpartition("x")
        if before[0] == after[0]:
            assert int(before[2]) <= int(after[2])


@given(
    st.dictionaries(
        st.from_regex(r"[ab]?(/[abc]){0,4}", fullmatch=True).map(
            lambda path: path.strip("/")
        ),
        st.integers(1, 5),
        max_size=8,
    )
)
def test_the_tree_agrees_with_plain_counting(by_folder: dict[str, int]) -> None:
    tree = ExaminationTree(by_folder)
    for examination in tree.examinations:
        folder = examination.folder
        assert tree.find(folder) is examination
        assert examination.expected == sum(
            stills
            for name, stills in by_folder.items()
            if not folder or name == folder or name.startswith(f"{folder}/")
        )
        for place, child in enumerate(examination.children):
            assert (child.parent, child.place) == (examination, place)
            assert examination_of(child.folder) == folder


def test_five_thousand_examinations_add_up(qtbot: QtBot) -> None:
    folders = {f"ward{at % 50}/exam{at}": 1 for at in range(5_000)}
    model = ExaminationsModel()
    model.begin("stills", folders)
    model.add([readable(f"{folder}/1.png") for folder in folders])
    assert model.index_of("").data(PROGRESS_ROLE) == (5_000, 5_000)
    assert model.index_of("ward7").data(PROGRESS_ROLE) == (100, 100)
    assert model.rowCount(model.index_of("ward7")) == 100


def test_tallies_are_those_of_all_stills(qtbot: QtBot) -> None:
    stills = many(100)
    model = ExaminationsModel()
    model.begin("stills", {f"exam{at}": 20 for at in range(5)})
    model.add(stills)
    tally = model.tally("")
    assert tally.unreadable == sum(bool(still.error) for still in stills)
    assert tally.by_finding.total() == sum(
        still.predicted_class in CLASSES for still in stills
    )
    assert (
        tally.stills == sum(model.tally(f"exam{at}").stills for at in range(5)) == 100
    )
