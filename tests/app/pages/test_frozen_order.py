"""While someone reviews, nothing moves: the order is frozen, the selection stays."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from app.item_models.findings_model import Column
from app.item_models.findings_order import FindingsFilter, SortKey
from tests.app.driven_window import DrivenWindow, write_stills

Key = Qt.Key


def order_box(window: DrivenWindow) -> QComboBox:
    """Return the box that names the order."""
    boxes = window.page.filter_bar.findChildren(QComboBox)
    (box,) = [box for box in boxes if box.accessibleName() == "Order"]
    return box


def sort_by(window: DrivenWindow, words: str) -> None:
    box = order_box(window)
    box.setCurrentIndex(box.findText(words))


def offers_to_sort_again(window: DrivenWindow) -> bool:
    """Return whether the bar says that the order is of earlier."""
    bar = window.page.filter_bar
    return any(
        "again" in getattr(part, "text", str)().lower() and part.isVisible()
        for part in bar.findChildren(QWidget)
    )


def test_arriving_rows_never_move_the_selection(
    window: DrivenWindow, tmp_path: Path
) -> None:
    folder = write_stills(tmp_path / "clinic", ["red", "green", "blue"] * 100)
    sort_by(window, "Finding")
    window.choose(folder)
    page = window.page
    page.start()
    window.until(lambda: page.views.row is None and bool(window.shown))
    chosen = window.shown[0]
    window.look_at(chosen)
    at_first, total = window.shown, window.application.findings.total
    assert total < 300, "all rows were there before the first was chosen"
    window.until(lambda: not window.application.classification.running)
    assert window.judged == chosen
    assert window.shown[: len(at_first)] == at_first
    assert len(window.shown) == 300
    window.until(lambda: offers_to_sort_again(window))
    page.filter_bar.sort_again.emit()
    found = [window.row(file).predicted_class for file in window.shown]
    assert found == sorted(found, key=str)
    assert window.judged == chosen
    window.until(lambda: not offers_to_sort_again(window))


def test_an_answer_hides_nothing_until_it_is_sorted_again(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "clinic", ["blue", "red", "green"]))
    unreviewed = FindingsFilter(unreviewed_only=True)
    window.page.filter_bar.filter_changed.emit(unreviewed)
    window.look_at("1.png")
    window.press(Key.Key_Return)
    assert window.shown == ["0.png", "1.png", "2.png"]
    window.until(lambda: offers_to_sort_again(window))
    window.page.filter_bar.sort_again.emit()
    assert window.shown == ["0.png", "2.png"]


def test_a_filter_that_hides_the_chosen_still_leaves_nothing_to_judge(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "clinic", ["blue", "red"]))
    window.look_at("1.png")
    window.page.filter_bar.filter_changed.emit(FindingsFilter(finding="green"))
    assert window.shown == []
    assert window.judged is None
    window.press(Key.Key_0)
    assert [row.review for row in window.rows] == [None, None]


def test_bar_and_headers_name_the_same_order(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "clinic", ["blue", "red", "green"]))
    sort_by(window, "Finding")
    header = window.page.views.table.horizontalHeader()
    place = header.sectionViewportPosition(Column.CONFIDENCE) + 30
    QTest.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(place, header.height() // 2),
    )
    assert order_box(window).currentData() == SortKey.CONFIDENCE
    sort_by(window, "Finding")
    assert header.sortIndicatorSection() not in range(header.count())
    sure = [window.row(file).predicted_class for file in window.shown]
    assert sure == sorted(sure, key=str)


def test_table_and_sheet_share_what_is_chosen(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "clinic", ["blue", "red", "green"]))
    window.look_at("1.png")
    views = window.page.views
    views.sheet_action.trigger()
    views.sheet.setFocus()
    window.press(Key.Key_Right)
    window.until(lambda: window.judged == "2.png")
    window.press(Key.Key_2)
    assert window.row("2.png").review is not None
    views.table_action.trigger()
    assert views.row == window.row("2.png").row


def test_what_is_undone_is_shown_whatever_hides_it(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "clinic", ["blue", "green", "red"]))
    window.look_at("0.png")
    window.press(Key.Key_1)
    page = window.page
    page.filter_bar.filter_changed.emit(FindingsFilter(finding="green"))
    page.filter_bar.set_filter(FindingsFilter(finding="green"))
    assert window.shown == ["1.png"]
    window.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.row("0.png").review is None
    window.until(lambda: window.judged == "0.png")
    assert page.filter_bar.filter() == FindingsFilter()
    assert len(window.shown) == 3


def test_undo_keeps_the_filter_that_lets_the_still_pass_again(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "clinic", ["blue", "green", "red"]))
    window.look_at("0.png")
    page, waiting = window.page, FindingsFilter(unreviewed_only=True)
    page.filter_bar.filter_changed.emit(waiting)
    page.filter_bar.set_filter(waiting)
    window.press(Key.Key_1)
    page.filter_bar.sort_again.emit()
    assert window.shown == ["1.png", "2.png"]
    window.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: window.judged == "0.png")
    assert page.filter_bar.filter() == waiting
    assert window.shown == ["0.png", "1.png", "2.png"]
