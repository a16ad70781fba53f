"""The filter bar: says what a person changed, once, and nothing else."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.item_models.findings_order import FindingsFilter, SortKey
from app.widgets.filter_bar import FilterBar

_CLASSES = "ulcer", "polyp"


class Listener:
    """Keeps what a bar said."""

    def __init__(self, bar: FilterBar) -> None:
        self.filters: list[FindingsFilter] = []
        self.orders: list[tuple[SortKey, bool]] = []
        bar.filter_changed.connect(self.filters.append)
        bar.sort_changed.connect(lambda key, down: self.orders.append((key, down)))


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FilterBar]:
    """A bar with two classes that is shown."""
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.set_classes(_CLASSES)
    bar.show()
    return bar


def _named(bar: QWidget, kind: type[QWidget], name: str) -> QWidget:
    return next(w for w in bar.findChildren(kind) if w.accessibleName() == name)


def _choose(bar: FilterBar, name: str, words: str) -> None:
    combo = _named(bar, QComboBox, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findText(words))


def _link(bar: FilterBar, words: str) -> QLabel:
    return next(lb for lb in bar.findChildren(QLabel) if words in lb.text())


def test_each_choice_is_told_once(bar: FilterBar, qtbot: QtBot) -> None:
    heard = Listener(bar)
    _choose(bar, "Finding", "polyp")
    _choose(bar, "Decision", "Refuse")
    box = _named(bar, QCheckBox, "Unreviewed only")
    assert isinstance(box, QCheckBox)
    box.click()
    assert heard.filters == [
        FindingsFilter(finding="polyp"),
        FindingsFilter(finding="polyp", decision="refuse"),
        FindingsFilter(finding="polyp", decision="refuse", unreviewed_only=True),
    ]
    assert bar.filter() == heard.filters[-1]


def test_typing_is_told_when_it_pauses(bar: FilterBar, qtbot: QtBot) -> None:
    heard = Listener(bar)
    field = _named(bar, QLineEdit, "Search")
    with qtbot.waitSignal(bar.filter_changed, timeout=2000):
        qtbot.keyClicks(field, " exam ")
    assert heard.filters == [FindingsFilter(text="exam")]


def test_enter_tells_at_once_and_not_again(bar: FilterBar, qtbot: QtBot) -> None:
    heard = Listener(bar)
    field = _named(bar, QLineEdit, "Search")
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.wait(300)
    assert heard.filters == [FindingsFilter(text="x")]


def test_a_filter_set_by_the_page_is_shown_and_not_told(bar: FilterBar) -> None:
    heard = Listener(bar)
    chosen = FindingsFilter("polyp", "review", "exam 1", "abc", True)
    bar.set_filter(chosen)
    assert bar.filter() == chosen
    field = _named(bar, QLineEdit, "Search")
    assert isinstance(field, QLineEdit)
    assert field.text() == "abc"
    assert heard.filters == []


def test_reset_keeps_the_examination(bar: FilterBar, qtbot: QtBot) -> None:
    reset = _named(bar, QPushButton, "Reset")
    bar.set_filter(FindingsFilter(examination="exam 1"))
    assert not reset.isEnabled()
    bar.set_filter(FindingsFilter(examination="exam 1", text="abc"))
    heard = Listener(bar)
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    qtbot.wait(200)  # a search that was still waiting would be told now
    assert heard.filters == [FindingsFilter(examination="exam 1")]


def test_other_classes_drop_a_filter_by_one_that_is_gone(bar: FilterBar) -> None:
    bar.set_filter(FindingsFilter(finding="polyp", text="a"))
    bar.set_classes(("ulcer", "polyp", "зоб"))
    assert bar.filter().finding == "polyp"
    bar.set_classes(("ulcer",))
    assert bar.filter() == FindingsFilter(text="a")


def test_the_order_is_told_with_its_direction(bar: FilterBar, qtbot: QtBot) -> None:
    heard = Listener(bar)
    direction = _named(bar, QToolButton, "Rising order")
    assert isinstance(direction, QToolButton)
    _choose(bar, "Order", "Uncertain first")
    direction.click()
    _choose(bar, "Order", "Confidence")
    assert heard.orders == [
        (SortKey.UNCERTAIN, False),
        (SortKey.UNCERTAIN, True),
        (SortKey.CONFIDENCE, False),
    ]
    assert all(isinstance(key, SortKey) for key, _ in heard.orders)


def test_an_order_set_by_a_header_is_shown_and_not_told(bar: FilterBar) -> None:
    heard = Listener(bar)
    bar.set_sort(SortKey.READER, True)
    combo = _named(bar, QComboBox, "Order")
    assert isinstance(combo, QComboBox)
    assert combo.currentText() == "Reader's answer"
    assert _named(bar, QToolButton, "Falling order")
    assert heard.orders == []


def test_the_counts_are_always_told(bar: FilterBar, qtbot: QtBot) -> None:
    bar.set_counts(37, 1200, 3)
    assert _link(bar, "Showing 37 of 1,200").isVisible()
    link = _link(bar, "3 unreadable")
    with qtbot.waitSignal(bar.unreadable_clicked, timeout=1000):
        link.linkActivated.emit("unreadable")
    assert bar.filter() == FindingsFilter(decision="unreadable")
    bar.set_counts(37, 1200, 0)
    assert not link.isVisible()


def test_sorting_again_is_offered_only_while_stale(
    bar: FilterBar, qtbot: QtBot
) -> None:
    link = _link(bar, "Sort again")
    assert not link.isVisible()
    height = bar.sizeHint().height()
    bar.set_stale(True)
    assert link.isVisible()
    assert bar.sizeHint().height() == height
    with qtbot.waitSignal(bar.sort_again, timeout=1000):
        link.linkActivated.emit("sort")


def test_the_search_field_takes_the_keyboard(bar: FilterBar, qtbot: QtBot) -> None:
    bar.activateWindow()
    bar.focus_search()
    qtbot.waitUntil(lambda: bar.focusWidget() is _named(bar, QLineEdit, "Search"))


@pytest.mark.parametrize("width", [260, 340, 420, 640, 1200])
def test_in_any_width_no_word_is_cut_and_nothing_overlaps(
    bar: FilterBar, qtbot: QtBot, width: int
) -> None:
    bar.set_counts(1325, 1325, 33)
    bar.set_stale(True)
    bar.resize(width, bar.heightForWidth(width))
    qtbot.wait(1)
    shown = [
        w
        for kind in (QCheckBox, QComboBox, QLabel, QPushButton, QLineEdit)
        for w in bar.findChildren(kind)
        if w.isVisible()
    ]
    places = [QRect(w.mapTo(bar, QPoint()), w.size()) for w in shown]
    assert [p for p in places if not bar.rect().contains(p)] == []
    assert [w for w in shown if w.width() < w.minimumSizeHint().width()] == []
    overlaps = [(p, q) for p, q in combinations(places, 2) if p.intersects(q)]
    assert overlaps == []
    field = _named(bar, QLineEdit, "Search")
    assert field.width() >= 8 * bar.fontMetrics().height()


def test_a_narrow_bar_has_more_rows(bar: FilterBar) -> None:
    assert bar.heightForWidth(300) > 1.5 * bar.heightForWidth(1200)
