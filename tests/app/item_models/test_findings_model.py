"""The findings' model: Qt's rules, the frozen order, reviews, counts."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.item_models.findings_model import (
    CONFIDENCE_ROLE,
    FINDING_ROLE,
    Column,
    FindingsModel,
    ReviewChange,
)
from app.item_models.findings_order import FindingsFilter, SortKey
from tests.app.item_models.drawn_findings import (
    AGREE,
    CANNOT_JUDGE,
    CLASSES,
    NONE_OF_THESE,
    many,
    readable,
    unreadable,
)

ROOT = Path("stills")


@pytest.fixture
def model(qtbot: QtBot) -> FindingsModel:
    """An empty model of three classes."""
    model = FindingsModel()
    model.begin(CLASSES, ROOT)
    return model


@pytest.fixture
def filled(model: FindingsModel) -> FindingsModel:
    model.append(
        [
            unreadable("a/broken.png"),
            readable("a/half sure.png", "polyps", 0.7, "review"),
            readable("a/sure.png", "polyps", 0.99, "accept"),
            readable("b/unsure.png", "esophagitis", 0.4, "review"),
            readable("b/odd.png", None),
        ]
    )
    return model


def rows(model: FindingsModel) -> list[int]:
    """The rows that are shown, from the top."""
    return [model.row_at(model.index(place, 0)) for place in range(model.rowCount())]


def text(model: FindingsModel, row: int, column: Column) -> object:
    return model.index_of(row).siblingAtColumn(column).data()


def test_it_keeps_qts_rules_while_it_changes(
    model: FindingsModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)  # it goes on watching
    stills = many(400)
    model.append(stills[:100])
    model.set_sort(SortKey.UNCERTAIN, False)
    model.set_filter(FindingsFilter(finding="polyps"))
    model.append(stills[100:200])
    model.freeze()
    model.append(stills[200:300])
    model.set_filter(FindingsFilter(decision="review", text="still"))
    model.set_review(model.row_at(model.index(0, 0)), AGREE)
    model.set_filter(FindingsFilter(text="nowhere"))
    model.set_filter(FindingsFilter())
    model.thaw()
    model.append(stills[300:])
    assert model.shown < model.total == 400  # the last ones are still to be placed
    model.sort(Column.READER, Qt.SortOrder.DescendingOrder)
    assert model.shown == 400
    model.begin(CLASSES, ROOT)
    model.append(stills)
    qtmodeltester.check(model, force_py=True)


def test_rows_stand_in_the_folders_order_and_can_be_sorted(
    filled: FindingsModel,
) -> None:
    assert rows(filled) == [0, 1, 2, 3, 4]
    filled.set_sort(SortKey.CONFIDENCE, True)
    assert rows(filled) == [2, 1, 3, 0, 4]
    assert [filled.index_of(row).row() for row in range(5)] == [3, 1, 0, 2, 4]


def test_a_click_on_a_header_sorts(filled: FindingsModel, qtbot: QtBot) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(filled)
    table.setSortingEnabled(True)
    table.sortByColumn(Column.CONFIDENCE, Qt.SortOrder.DescendingOrder)
    assert rows(filled) == [2, 1, 3, 0, 4]
    table.sortByColumn(Column.FILE, Qt.SortOrder.DescendingOrder)
    assert rows(filled) == [4, 3, 2, 1, 0]
    table.sortByColumn(-1, Qt.SortOrder.DescendingOrder)
    assert rows(filled) == [0, 1, 2, 3, 4]


def test_a_filter_leaves_what_passes(filled: FindingsModel) -> None:
    filled.set_filter(FindingsFilter(text="SURE", examination="b"))
    assert rows(filled) == [3]
    assert (filled.shown, filled.total) == (1, 5)
    assert not filled.index_of(2).isValid()
    filled.append([readable("b/also unsure.png"), readable("a/unsure.png")])
    assert rows(filled) == [3, 5]


def test_frozen_rows_stay_where_they_are(filled: FindingsModel) -> None:
    filled.set_sort(SortKey.UNCERTAIN, False)
    filled.set_filter(FindingsFilter(unreviewed_only=True))
    assert rows(filled) == [3, 1, 4, 2]
    filled.freeze()
    filled.set_review(1, AGREE)
    filled.append([readable("c.png", "polyps", 0.1, "review"), unreadable("d.png")])
    assert rows(filled) == [3, 1, 4, 2, 5]
    assert filled.frozen
    assert filled.stale
    filled.thaw()
    assert rows(filled) == [5, 3, 4, 2]
    assert not filled.stale


def test_a_filter_is_applied_even_while_frozen(filled: FindingsModel) -> None:
    filled.freeze()
    filled.set_filter(FindingsFilter(decision="review"))
    assert rows(filled) == [1, 3]
    assert filled.frozen


def test_what_waits_for_its_place_is_shown_last_when_it_freezes(
    filled: FindingsModel,
) -> None:
    filled.set_sort(SortKey.CONFIDENCE, False)
    filled.append([readable("c.png", confidence=0.5)])
    placed = rows(filled)
    filled.append([readable("d.png", confidence=0.2)])
    assert rows(filled) == placed
    filled.freeze()
    assert rows(filled) == [*placed, 6]


def test_stale_only_where_sorting_anew_would_change_something(
    filled: FindingsModel,
) -> None:
    filled.freeze()
    filled.append([readable("z.png")])
    assert not filled.stale  # in the folder's order it belongs there
    filled.set_review(1, AGREE)
    assert not filled.stale  # neither filter nor sorting look at reviews
    filled.set_sort(SortKey.READER, False)
    assert rows(filled)[0] == 1
    filled.set_review(1, None)
    assert filled.stale
    filled.set_review(1, AGREE)
    assert not filled.stale
    filled.append([readable("zz.png", digest="digest of z.png")])
    assert not filled.stale  # unreviewed, like the one before it
    filled.append([readable("half sure.png", digest="digest of a/half sure.png")])
    assert filled.stale


def test_new_rows_find_their_place_but_not_with_each_batch(
    model: FindingsModel, qtbot: QtBot
) -> None:
    model.set_sort(SortKey.UNCERTAIN, False)
    inserted: list[int] = []
    model.rowsInserted.connect(lambda _, first, last: inserted.append(last - first + 1))
    stills = many(200)
    for start in range(0, 200, 20):
        model.append(stills[start : start + 20])
    assert inserted == [20]  # the first at once, so that something is there
    qtbot.waitUntil(lambda: model.shown == 200, timeout=5_000)
    assert inserted == [20, 180]
    shown = rows(model)
    model.set_sort(SortKey.UNCERTAIN, False)
    assert rows(model) == shown


def test_a_review_moves_its_row_as_long_as_nothing_is_frozen(
    filled: FindingsModel, qtbot: QtBot
) -> None:
    filled.set_filter(FindingsFilter(unreviewed_only=True))
    filled.set_review(1, AGREE)
    qtbot.waitUntil(lambda: rows(filled) == [2, 3, 4], timeout=5_000)


def test_a_current_row_that_is_hidden_gives_way_to_the_first(
    filled: FindingsModel, qtbot: QtBot
) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(filled)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.selectRow(2)
    filled.set_filter(FindingsFilter(decision="review"))
    assert filled.row_at(table.currentIndex()) == 1
    assert [filled.row_at(i) for i in table.selectionModel().selectedRows()] == [1]
    filled.set_filter(FindingsFilter(text="nowhere"))
    assert not table.currentIndex().isValid()
    assert not table.selectionModel().hasSelection()


def test_persistent_indexes_follow_their_cells(filled: FindingsModel) -> None:
    held = [
        QPersistentModelIndex(filled.index(row, column))
        for row in range(5)
        for column in range(7)
    ]
    filled.set_sort(SortKey.CONFIDENCE, True)
    found = [(filled.row_at(index), index.column()) for index in held]
    assert found == [(row, column) for row in range(5) for column in range(7)]


def test_a_review_is_shown_in_its_row_and_in_copies(filled: FindingsModel) -> None:
    filled.append(
        [readable("x/1.png", digest="same"), readable("x/2.png", digest="same")]
    )
    repainted: list[tuple[int, int, int, int]] = []
    filled.dataChanged.connect(
        lambda top, bottom: repainted.append(
            (top.row(), top.column(), bottom.row(), bottom.column())
        )
    )
    changes: list[ReviewChange] = []
    filled.reviews_changed.connect(changes.extend)
    filled.set_review(6, NONE_OF_THESE)
    assert text(filled, 5, Column.READER) == "None of these"
    assert repainted == [(5, Column.STILL, 6, Column.NOTE)]
    assert changes == [
        ReviewChange("x/1.png", None, NONE_OF_THESE),
        ReviewChange("x/2.png", None, NONE_OF_THESE),
    ]
    assert list(filled.copies_of(5)) == [5, 6]
    assert (filled.reviewed, filled.reviewable) == (2, 6)


def test_reviews_of_the_log_come_with_their_rows(model: FindingsModel) -> None:
    model.set_reviews({"one": AGREE, "two": CANNOT_JUDGE})
    changes: list[ReviewChange] = []
    model.reviews_changed.connect(changes.extend)
    model.append([readable("a.png", digest="two"), readable("b.png", digest="three")])
    assert changes == [ReviewChange("a.png", None, CANNOT_JUDGE)]
    assert model.finding(0).review == CANNOT_JUDGE
    model.set_reviews({"three": AGREE})
    assert changes[1:] == [
        ReviewChange("a.png", CANNOT_JUDGE, None),
        ReviewChange("b.png", None, AGREE),
    ]
    assert model.reviewed == 1


def test_beginning_anew_forgets_rows_and_reviews(filled: FindingsModel) -> None:
    filled.set_review(1, AGREE)
    filled.freeze()
    filled.begin(CLASSES[:2], ROOT)
    filled.append([readable("a/half sure.png")])
    assert rows(filled) == [0]
    assert filled.finding(0).review is None
    assert not filled.frozen


def test_the_next_still_to_review_in_the_order_shown(filled: FindingsModel) -> None:
    filled.set_sort(SortKey.UNCERTAIN, False)
    assert rows(filled) == [3, 1, 4, 2, 0]
    assert filled.next_unreviewed(3) == 1
    filled.set_review(1, AGREE)
    assert filled.next_unreviewed(3) == 4
    assert filled.next_unreviewed(2) == 3  # from the top again
    assert filled.next_unreviewed(-1) == 3
    filled.set_filter(FindingsFilter(finding="esophagitis"))
    assert filled.next_unreviewed(2) == 3  # row 2 is not shown
    assert filled.next_unreviewed(3) is None
    filled.set_filter(FindingsFilter(text="nowhere"))
    assert filled.next_unreviewed(3) is None


def test_counts_are_told_and_right(filled: FindingsModel, qtbot: QtBot) -> None:
    assert (filled.total, filled.shown, filled.unreadable) == (5, 5, 1)
    assert (filled.reviewed, filled.reviewable) == (0, 4)
    with qtbot.waitSignal(filled.counts_changed):
        filled.set_review(2, AGREE)
    assert filled.reviewed == 1
    with qtbot.waitSignal(filled.counts_changed):
        filled.set_filter(FindingsFilter(decision="unreadable"))
    assert filled.shown == 1
    with qtbot.waitSignal(filled.counts_changed):
        filled.append([unreadable("c.png")])
    assert (filled.total, filled.shown, filled.unreadable) == (6, 2, 2)


def test_cells_headers_and_roles(filled: FindingsModel) -> None:
    assert text(filled, 3, Column.FILE) == "b/unsure.png"
    assert text(filled, 3, Column.CONFIDENCE) == "40.0 %"
    index = filled.index_of(3)
    assert index.data(FINDING_ROLE) == filled.finding(3)
    assert index.data(CONFIDENCE_ROLE) == 0.4
    assert filled.index_of(4).data(CONFIDENCE_ROLE) is None
    assert filled.path(3) == ROOT / "b" / "unsure.png"
    assert filled.data(QModelIndex()) is None
    assert filled.row_at(QModelIndex()) == -1
    spoken = Qt.ItemDataRole.AccessibleTextRole
    for column in Column:
        for row in range(5):
            said = filled.index_of(row).siblingAtColumn(column).data(spoken)
            assert said.endswith(".")
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            assert filled.headerData(column, Qt.Orientation.Horizontal, role)


def test_rows_that_wait_for_their_place_are_not_hidden_by_a_filter(
    model: FindingsModel, qtbot: QtBot
) -> None:
    stills = many(300)
    model.set_sort(SortKey.UNCERTAIN, False)
    model.append(stills[:100])
    model.append(stills[100:])
    assert model.total == 300
    assert model.shown == model.placed < 300
    qtbot.waitUntil(lambda: model.shown == 300)
    assert model.placed == 300
    model.set_filter(FindingsFilter(decision="review"))
    assert model.shown < model.placed == 300
