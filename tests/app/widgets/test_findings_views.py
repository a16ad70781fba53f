"""Table and contact sheet: the same rows and selection, thumbnails only in sight."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QHelpEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.appearance.marks import decision_mark, reader_colour
from app.appearance.palettes import dark_palette, light_palette
from app.item_models.findings_model import Column, FindingsModel
from app.item_models.findings_order import FindingsFilter, SortKey
from app.still_images.thumbnails import Thumbnails
from app.widgets.contact_sheet import ContactSheet
from app.widgets.findings_table import FindingsTable
from core.jobs.events import ClassifiedStill
from core.review.corrections import Review, Verdict

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen

CLASSES = ("erosion", "polyp", "ulcer")
GREEN = (30, 160, 60)
View = FindingsTable | ContactSheet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """400 green stills, all the same file."""
    pixels = np.full((90, 120, 3), GREEN[::-1], np.uint8)
    data = cv2.imencode(".png", pixels)[1].tobytes()
    for number in range(400):
        (tmp_path / f"still{number:03d}.png").write_bytes(data)
    return tmp_path


def answered(number: int) -> ClassifiedStill:
    confidence = 0.05 + 0.9 * (number * 37 % 100) / 100
    return ClassifiedStill(
        file=f"still{number:03d}.png",
        predicted_class=CLASSES[number % 3],
        confidence=confidence,
        decision="accept" if confidence > 0.6 else "review",
        probabilities=dict.fromkeys(CLASSES, 1 / 3),
        digest=f"{number:064x}",
    )


UNREADABLE = ClassifiedStill(
    file="torn.jpg",
    predicted_class=None,
    confidence=None,
    decision=None,
    error="The file is cut short.",
)


@pytest.fixture
def model(folder: Path, qtbot: QtBot) -> FindingsModel:
    made = FindingsModel()
    made.begin(CLASSES, folder)
    made.append([answered(number) for number in range(400)])
    return made


@pytest.fixture
def thumbnails(qtbot: QtBot) -> Iterator[Thumbnails]:
    made = Thumbnails(120)
    yield made
    made.stop()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setPalette(light_palette())
    QVBoxLayout(made).setContentsMargins(0, 0, 0, 0)
    made.resize(900, 600)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def table(
    model: FindingsModel, thumbnails: Thumbnails, window: QWidget, qtbot: QtBot
) -> FindingsTable:
    made = FindingsTable(model, thumbnails)
    window.layout().addWidget(made)
    window.show()
    qtbot.waitExposed(window)
    return made


@pytest.fixture
def sheet(
    model: FindingsModel, thumbnails: Thumbnails, window: QWidget, qtbot: QtBot
) -> ContactSheet:
    made = ContactSheet(model, thumbnails)
    window.layout().addWidget(made)
    window.show()
    qtbot.waitExposed(window)
    return made


@pytest.fixture(params=["table", "sheet"])
def view(request: pytest.FixtureRequest) -> View:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def has_colour(image: QImage, colour: QColor, *, near: int = 0) -> bool:
    return any(
        abs(image.pixelColor(x, y).red() - colour.red()) <= near
        and abs(image.pixelColor(x, y).green() - colour.green()) <= near
        and abs(image.pixelColor(x, y).blue() - colour.blue()) <= near
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def cell(view: View, row: int, column: int = 0) -> QImage:
    index = view.model().index(row, column)
    return view.viewport().grab(view.visualRect(index)).toImage()


def choose(view: View, row: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(
        view.model().index(row, 0), flags.ClearAndSelect | flags.Rows
    )


def test_thumbnails_come_for_rows_in_sight_only(
    view: View, model: FindingsModel, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    loaded: list[Path] = []
    thumbnails.loaded.connect(loaded.append)
    qtbot.waitUntil(lambda: has_colour(cell(view, 0), QColor(*GREEN)))
    qtbot.waitUntil(lambda: thumbnails.requests == 0)
    qtbot.wait(50)
    assert model.path(0) in loaded
    assert model.path(200) not in loaded
    assert len(loaded) < 60
    view.scrollTo(model.index(200, 0))
    qtbot.waitUntil(lambda: model.path(200) in loaded)
    assert len(loaded) < 120


def test_a_fast_scroll_leaves_no_requests_behind(
    view: View, model: FindingsModel, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    for row in range(0, 400, 7):
        view.scrollTo(model.index(row, 0))
        view.viewport().repaint()
        assert thumbnails.requests <= 60
    view.scrollToBottom()
    view.viewport().repaint()
    qtbot.waitUntil(lambda: thumbnails.is_final(model.path(399)))
    assert thumbnails.bytes_kept < 64 * 2**20


def test_typed_keys_go_to_the_page_and_move_nothing(
    view: View, window: QWidget, qtbot: QtBot
) -> None:
    choose(view, 5)
    for key in (Qt.Key.Key_1, Qt.Key.Key_S, Qt.Key.Key_0, Qt.Key.Key_N):
        view.keyPressEvent(event := typed(key))
        assert not event.isAccepted()
        assert view.currentIndex().row() == 5
    view.keyboardSearch("still300")
    assert view.currentIndex().row() == 5


def typed(key: Qt.Key) -> QKeyEvent:
    return QKeyEvent(
        QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, chr(key).lower()
    )


def test_rows_that_arrive_neither_scroll_nor_move_the_selection(
    view: View, model: FindingsModel, qtbot: QtBot
) -> None:
    view.scrollTo(model.index(200, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
    choose(view, 201)
    before = view.verticalScrollBar().value()
    model.append([UNREADABLE, answered(399)])
    QApplication.processEvents()
    assert view.verticalScrollBar().value() == before
    assert view.currentIndex().row() == 201
    assert [i.row() for i in view.selectionModel().selectedRows()] == [201]


def test_the_selection_follows_its_still_when_sorted_and_filtered(
    view: View, model: FindingsModel, qtbot: QtBot
) -> None:
    choose(view, 10)
    model.set_sort(SortKey.CONFIDENCE, descending=True)
    assert model.row_at(view.currentIndex()) == 10
    model.set_filter(FindingsFilter(finding=CLASSES[10 % 3]))
    assert model.row_at(view.currentIndex()) == 10
    view.viewport().repaint()
    model.begin(CLASSES, Path())
    view.viewport().repaint()
    assert not view.currentIndex().isValid()


def test_an_unreadable_still_is_marked(
    view: View, model: FindingsModel, thumbnails: Thumbnails
) -> None:
    model.append([UNREADABLE])
    view.scrollToBottom()
    view.viewport().repaint()
    mark = decision_mark(None, dark=False)
    assert has_colour(cell(view, 400), mark.colour, near=2)
    assert not thumbnails.failed(model.path(400))  # never tried


def test_a_chosen_row_is_readable(view: View) -> None:
    choose(view, 1)
    column = Column.FILE if isinstance(view, FindingsTable) else 0
    shown = cell(view, 1, column)
    palette = view.palette()
    assert has_colour(shown, palette.highlight().color())
    assert has_colour(shown, palette.highlightedText().color(), near=40)
    assert not has_colour(shown, palette.text().color(), near=8)


def test_the_reader_s_answer_has_its_own_colour(
    view: View, model: FindingsModel
) -> None:
    column = Column.READER if isinstance(view, FindingsTable) else 0
    colour = reader_colour(dark=False)
    assert not has_colour(cell(view, 2, column), colour, near=30)
    review = Review(Verdict.AGREE, (CLASSES[2],), "Dr A", datetime.now(UTC))
    model.set_review(2, review)
    assert has_colour(cell(view, 2, column), colour, near=60)


def test_a_large_font_makes_larger_rows(view: View, model: FindingsModel) -> None:
    before = view.visualRect(model.index(0, 0)).height()
    font = QFont(view.font())
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    QApplication.processEvents()
    assert view.visualRect(model.index(0, 0)).height() > 1.2 * before


def test_both_palettes_are_worn(view: View, window: QWidget) -> None:
    light = view.viewport().grab().toImage().pixelColor(1, 500)
    window.setPalette(dark_palette())
    view.setPalette(dark_palette())
    QApplication.processEvents()
    dark = view.viewport().grab().toImage().pixelColor(1, 500)
    assert dark.lightness() < 60 < 200 < light.lightness()


def test_views_have_names(view: View) -> None:
    assert view.accessibleName()


def test_the_keyboard_chooses_the_first_row(view: View) -> None:
    assert not view.currentIndex().isValid()
    reason = Qt.FocusReason
    for other in (reason.MouseFocusReason, reason.ActiveWindowFocusReason):
        view.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, other))
        assert not view.currentIndex().isValid()
    view.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, reason.TabFocusReason))
    assert [index.row() for index in view.selectionModel().selectedRows()] == [0]


def test_a_click_on_a_header_sorts_and_a_third_undoes_it(
    table: FindingsTable, model: FindingsModel, qtbot: QtBot
) -> None:
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(Column.CONFIDENCE) + 20, 8)
    orders = []
    for _ in range(3):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append([model.row_at(model.index(row, 0)) for row in range(400)])
    rising = [model.finding(row).confidence or 0 for row in orders[0]]
    falling = [model.finding(row).confidence or 0 for row in orders[1]]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert orders[2] == list(range(400))


def test_building_a_table_leaves_the_page_s_order_alone(
    model: FindingsModel, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    model.set_sort(SortKey.CONFIDENCE, descending=True)
    first = model.row_at(model.index(0, 0))
    table = FindingsTable(model, thumbnails)
    qtbot.addWidget(table)
    table.show_unsorted()
    assert model.row_at(model.index(0, 0)) == first != 0


def test_the_bar_is_as_long_as_the_confidence(
    table: FindingsTable, model: FindingsModel
) -> None:
    accent = table.palette().accent().color()

    def length(row: int) -> int:
        image = cell(table, row, Column.CONFIDENCE)
        middle = range(image.height() // 4, 3 * image.height() // 4)
        return max(
            sum(image.pixelColor(x, y) == accent for x in range(image.width()))
            for y in middle
        )

    rows = sorted(range(10), key=lambda row: model.finding(row).confidence or 0)
    lengths = [length(row) for row in rows]
    assert lengths == sorted(lengths)
    low, high = (model.finding(row).confidence or 0 for row in (rows[0], rows[-1]))
    assert lengths[0] / lengths[-1] == pytest.approx(low / high, abs=0.05)
    table.set_review_below(0.99)
    assert has_colour(cell(table, 0, Column.CONFIDENCE), table.palette().text().color())


def test_arrows_pages_home_and_end_move_through_the_sheet(
    sheet: ContactSheet, model: FindingsModel, qtbot: QtBot
) -> None:
    columns = sum(
        sheet.visualRect(model.index(at, 0)).top()
        == sheet.visualRect(model.index(0, 0)).top()
        for at in range(50)
    )
    assert columns > 2
    keys = Qt.Key
    for key, expected in (
        (keys.Key_Down, 0),
        (keys.Key_Right, 1),
        (keys.Key_Down, 1 + columns),
        (keys.Key_Left, columns),
        (keys.Key_Up, 0),
        (keys.Key_Up, 0),
        (keys.Key_Left, 0),
        (keys.Key_End, 399),
        (keys.Key_Down, 399),
        (keys.Key_Home, 0),
    ):
        qtbot.keyClick(sheet, key)
        assert sheet.currentIndex().row() == expected
        assert (
            sheet.viewport()
            .rect()
            .contains(sheet.visualRect(sheet.currentIndex()).center())
        )
    qtbot.keyClick(sheet, keys.Key_PageDown)
    assert sheet.currentIndex().row() % columns == 0
    assert sheet.currentIndex().row() >= 2 * columns


def test_a_click_chooses_a_still_and_between_them_none(
    sheet: ContactSheet, model: FindingsModel, qtbot: QtBot
) -> None:
    place = sheet.visualRect(model.index(3, 0))
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(sheet.viewport(), left, pos=place.center())
    assert sheet.currentIndex().row() == 3
    assert sheet.indexAt(place.center()).row() == 3
    assert not sheet.indexAt(place.topLeft() - QPoint(1, 1)).isValid()


def test_table_and_sheet_share_the_selection(
    table: FindingsTable, model: FindingsModel, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    sheet = ContactSheet(model, thumbnails)
    qtbot.addWidget(sheet)
    sheet.setSelectionModel(table.selectionModel())
    table.selectRow(30)
    assert sheet.currentIndex().row() == 30
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [31]


def test_larger_cells_keep_what_is_looked_at_in_sight(
    sheet: ContactSheet, model: FindingsModel
) -> None:
    choose(sheet, 250)
    for side in (60, 300, 120, 220):
        sheet.set_cell_side(side)
        assert sheet.cell_side == side
        assert sheet.viewport().rect().intersects(sheet.visualRect(model.index(250, 0)))


def test_the_tooltip_of_a_cell_says_all(
    sheet: ContactSheet, model: FindingsModel, qtbot: QtBot
) -> None:
    place = sheet.visualRect(model.index(1, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, sheet.mapToGlobal(place))
    QApplication.sendEvent(sheet.viewport(), event)
    assert "still001.png" in QToolTip.text()
    assert "polyp" in QToolTip.text()
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_hundred_thousand_stills_are_no_burden(
    thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    model = FindingsModel()
    model.begin(CLASSES, Path("nowhere"))
    model.append([answered(number) for number in range(100_000)])
    sheet = ContactSheet(model, thumbnails)
    qtbot.addWidget(sheet)
    sheet.resize(900, 600)
    sheet.show()
    choose(sheet, 99_999)
    assert len(sheet.cells_in_sight()) < 60
    assert 99_999 in sheet.cells_in_sight()
    model.set_sort(SortKey.CONFIDENCE, descending=False)
    assert model.row_at(sheet.currentIndex()) == 99_999
