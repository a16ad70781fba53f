"""Whatever happens to the rows, the current still and the selection stay the same."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.item_models.findings_columns import FindingsColumns
from app.item_models.findings_model import FindingsModel
from app.item_models.findings_order import FindingsFilter, SortKey, visible_rows
from core.review.corrections import Review
from tests.app.item_models.drawn_findings import AGREE, CLASSES, drawn_reviews, many

_STILLS = many(200)
_FILTERS = [
    FindingsFilter(),
    FindingsFilter(finding="polyps"),
    FindingsFilter(decision="review"),
    FindingsFilter(examination="exam2"),
    FindingsFilter(text="5"),
    FindingsFilter(unreviewed_only=True),
]
_SELECT = QItemSelectionModel.SelectionFlag.Select
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_FAIL = QAbstractItemModelTester.FailureReportingMode.Warning


class Reading(RuleBasedStateMachine):
    """Someone chooses stills while rows arrive, are sorted, filtered and reviewed."""

    def __init__(self) -> None:
        super().__init__()
        self.model = FindingsModel()
        self.tester = QAbstractItemModelTester(self.model, _FAIL)
        self.model.begin(CLASSES, Path("stills"))
        self.table = QTableView()
        self.table.setModel(self.model)
        self.expected = FindingsColumns(CLASSES)
        self.filter, self.sorting = FindingsFilter(), (SortKey.FOLDER, False)
        self.current, self.selected = -1, set[int]()
        self.arranged = True

    @rule(count=st.integers(1, 40))
    def append(self, count: int) -> None:
        before = self.shown()
        stills = _STILLS[self.model.total : self.model.total + count]
        self.model.append(stills)
        self.expected.append(stills)
        self.kept_places(before)

    @rule(key=st.sampled_from(SortKey), descending=st.booleans())
    def sort(self, key: SortKey, descending: bool) -> None:
        self.sorting = (key, descending)
        self.model.set_sort(key, descending)
        self.arranged = True

    @rule(chosen=st.sampled_from(_FILTERS))
    def narrow(self, chosen: FindingsFilter) -> None:
        if chosen != self.filter:
            self.arranged = True
        self.filter = chosen
        self.model.set_filter(chosen)

    @precondition(lambda self: self.model.total)
    @rule(at=st.integers(0, 199), review=drawn_reviews)
    def review(self, at: int, review: Review | None) -> None:
        row = at % self.model.total
        if not _STILLS[row].error:
            before = self.shown()
            self.model.set_review(row, review)
            self.expected.set_review(row, review)
            self.kept_places(before)

    @rule()
    def freeze(self) -> None:
        before = self.shown()
        self.model.freeze()
        self.arranged = False
        assert self.shown()[: len(before)] == before

    @rule()
    def thaw(self) -> None:
        self.model.thaw()
        self.arranged = True

    @precondition(lambda self: self.model.shown)
    @rule(at=st.integers(0, 199), several=st.booleans())
    def choose(self, at: int, several: bool) -> None:
        index = self.model.index(at % self.model.shown, 1)
        selection = self.table.selectionModel()
        if not several:
            selection.clear()
            self.selected.clear()
        selection.setCurrentIndex(index, _SELECT | _ROWS)
        self.current = self.model.row_at(index)
        self.selected.add(self.current)

    @invariant()
    def the_same_stills_are_chosen(self) -> None:
        selection = self.table.selectionModel()
        shown = set(self.shown())
        self.selected &= shown
        assert {self.model.row_at(i) for i in selection.selectedRows()} == self.selected
        current = self.model.row_at(selection.currentIndex())
        if self.current in shown:
            assert current == self.current
        else:
            assert current == -1 or current in shown
            self.current = current

    @invariant()
    def indexes_and_rows_are_each_others_inverse(self) -> None:
        shown = self.shown()
        places = {row: place for place, row in enumerate(shown)}
        for row in range(self.model.total):
            assert self.model.index_of(row).row() == places.get(row, -1)

    @invariant()
    def what_was_sorted_stands_as_sorted(self) -> None:
        wanted = visible_rows(self.expected, self.filter, *self.sorting).tolist()
        if self.model.frozen:
            assert self.model.stale == (self.shown() != wanted)
        elif self.arranged:
            assert self.shown() == wanted

    def teardown(self) -> None:
        self.table.deleteLater()
        del self.tester

    def shown(self) -> list[int]:
        model = self.model
        return [model.row_at(model.index(at, 0)) for at in range(model.rowCount())]

    def kept_places(self, before: list[int]) -> None:
        """While frozen, what was there stands where it stood."""
        if self.model.frozen:
            assert self.shown()[: len(before)] == before
        self.arranged = False


def test_chosen_stills_stay_chosen_whatever_happens(qtbot: QtBot) -> None:
    run_state_machine_as_test(
        Reading,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_the_current_still_stays_through_a_whole_run(qtbot: QtBot) -> None:
    model = FindingsModel()
    model.begin(CLASSES, Path("stills"))
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    model.set_sort(SortKey.UNCERTAIN, False)
    model.append(_STILLS[:20])
    table.setCurrentIndex(model.index(3, 1))
    chosen = model.row_at(table.currentIndex())
    model.freeze()
    for start in range(20, 200, 20):
        model.append(_STILLS[start : start + 20])
        assert table.currentIndex().row() == 3
    model.set_review(chosen, AGREE)
    model.thaw()
    assert model.row_at(table.currentIndex()) == chosen
