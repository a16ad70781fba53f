"""The table's header: all columns in sight where they can be, chosen widths stay."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.item_models.findings_model import Column, FindingsModel
from app.still_images.thumbnails import Thumbnails
from app.widgets.findings_table import FindingsTable

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen

MakeTable = Callable[[float], FindingsTable]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeTable]:
    """Make tables of a width in heights of the font."""
    model = FindingsModel()
    model.begin(("ulcer", "polyp"), tmp_path)
    thumbnails = Thumbnails(side=48)

    def made(width_em: float) -> FindingsTable:
        table = FindingsTable(model, thumbnails)
        qtbot.addWidget(table)
        em = table.fontMetrics().height()
        table.resize(round(width_em * em), 20 * em)
        table.show()
        return table

    yield made
    thumbnails.stop()


@pytest.mark.parametrize("width_em", [48, 60, 90])
def test_all_columns_are_in_sight_and_fill_the_width(
    make: MakeTable, width_em: float
) -> None:
    table = make(width_em)
    assert table.header.length() == table.viewport().width()
    em = table.fontMetrics().height()
    assert all(table.columnWidth(column) >= 3 * em for column in Column)


@pytest.mark.parametrize(("width_em", "note_em"), [(48.5, 12), (60, 16), (90, 20)])
def test_reasons_have_room_before_anything_else_grows(
    make: MakeTable, width_em: float, note_em: float
) -> None:
    table = make(width_em)
    em = table.fontMetrics().height()
    assert table.columnWidth(Column.NOTE) >= note_em * em


def test_only_a_table_that_is_too_narrow_scrolls(make: MakeTable) -> None:
    table = make(30)
    em = table.fontMetrics().height()
    assert table.header.length() > table.viewport().width()
    assert table.columnWidth(Column.FILE) >= 6 * em


def test_widths_follow_the_window_until_a_person_drags_one(make: MakeTable) -> None:
    table = make(60)
    before = table.columnWidth(Column.FILE)
    table.resize(2 * table.width(), table.height())
    wider = table.columnWidth(Column.FILE)
    assert wider > before
    table.header.resizeSection(Column.FINDING, 333)
    table.resize(table.width() // 2, table.height())
    assert table.columnWidth(Column.FINDING) == 333
    assert table.columnWidth(Column.FILE) == wider


def test_chosen_widths_and_places_come_back_without_the_order(
    make: MakeTable, qapp: QApplication
) -> None:
    table = make(60)
    assert table.header.saveState().isEmpty()
    table.header.resizeSection(Column.FINDING, 333)
    table.header.moveSection(0, 3)
    state = table.header.saveState()
    later = make(70)
    orders: list[object] = []
    later.header.sortIndicatorChanged.connect(lambda *order: orders.append(order))
    assert later.header.restoreState(state)
    assert later.columnWidth(Column.FINDING) == 333
    assert later.header.visualIndex(Column.STILL) == 3
    assert later.header.sortIndicatorSection() == -1
    assert orders == []


def test_a_state_that_is_none_changes_nothing(make: MakeTable) -> None:
    table = make(60)
    before = [table.columnWidth(column) for column in Column]
    assert not table.header.restoreState(b"no state of a header")
    assert [table.columnWidth(column) for column in Column] == before
