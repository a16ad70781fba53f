"""The splitter: a rule until somebody drags; what was dragged comes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.widgets.grip_splitter import GripSplitter

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen


def _a_quarter(length: int) -> tuple[int, int]:
    return length // 4, length - length // 4


@pytest.fixture
def make(qtbot: QtBot) -> Callable[[], GripSplitter]:
    """Make splitters of two parts, the first of which has a quarter."""

    def made() -> GripSplitter:
        splitter = GripSplitter(Qt.Orientation.Horizontal, _a_quarter)
        for _ in range(2):
            splitter.addWidget(QWidget())
        qtbot.addWidget(splitter)
        splitter.resize(800, 300)
        splitter.show()
        return splitter

    return made


def _drag(splitter: GripSplitter, by: int) -> None:
    handle = splitter.handle(1)
    middle = handle.rect().center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(handle, left, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(by, 0))
    QTest.mouseRelease(handle, left, pos=middle + QPoint(by, 0))


def _first(splitter: GripSplitter) -> float:
    sizes = splitter.sizes()
    return sizes[0] / sum(sizes)


def test_the_rule_holds_in_any_size(make: Callable[[], GripSplitter]) -> None:
    splitter = make()
    for width in 800, 400, 1600:
        splitter.resize(width, 300)
        assert _first(splitter) == pytest.approx(0.25, abs=0.01)
    assert splitter.saveState().isEmpty()


def test_what_was_dragged_stays_and_comes_back(
    make: Callable[[], GripSplitter],
) -> None:
    splitter = make()
    _drag(splitter, 200)
    dragged = _first(splitter)
    assert dragged == pytest.approx(0.5, abs=0.03)
    splitter.resize(1600, 300)
    assert _first(splitter) == pytest.approx(dragged, abs=0.01)
    later = make()
    assert later.restoreState(splitter.saveState())
    assert _first(later) == pytest.approx(dragged, abs=0.01)


def test_turned_it_follows_the_rule_again(make: Callable[[], GripSplitter]) -> None:
    splitter = make()
    _drag(splitter, 200)
    splitter.turn(Qt.Orientation.Vertical)
    assert _first(splitter) == pytest.approx(0.25, abs=0.03)


def test_the_grip_is_seen(
    make: Callable[[], GripSplitter],
) -> None:
    splitter = make()
    handle = splitter.handle(1)
    image = handle.grab().toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle != image.pixelColor(image.width() // 2, 2)
