"""Where things stand on the Classify page: in any window, nothing is squashed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.appearance.contrast import contrast_ratio
from app.appearance.palettes import apply_theme
from app.pages.reading_desk import ReadingDesk
from app.settings.kept_settings import Theme
from app.still_images.still_loader import StillLoader
from app.widgets.action_button import ActionButton
from app.widgets.key_button import KeyButton
from tests.app.driven_window import DrivenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen

CLASSES = tuple(f"finding {number}" for number in range(12))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[ReadingDesk]:
    """A desk for a model of twelve classes."""
    loader = StillLoader()
    desk = ReadingDesk(loader)
    qtbot.addWidget(desk)
    desk.set_classes(CLASSES)
    desk.show()
    yield desk
    loader.stop()


@pytest.mark.parametrize(("wide", "high"), [(20, 26), (28, 50), (60, 24), (60, 70)])
def test_the_still_has_the_most_room_and_no_button_is_squashed(
    desk: ReadingDesk, qtbot: QtBot, wide: int, high: int
) -> None:
    em = desk.fontMetrics().height()
    desk.resize(wide * em, high * em)
    qtbot.wait(1)
    still, answers = desk.splitter.sizes()
    assert still >= answers
    buttons = desk.review.findChildren(KeyButton)
    assert [b for b in buttons if b.height() < b.sizeHint().height()] == []
    beside = desk.splitter.orientation() is Qt.Orientation.Horizontal
    assert beside is (wide > 1.3 * high)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_a_switch_shows_that_it_is_on(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    apply_theme(qapp, theme)
    action = QAction("Outlines")
    action.setCheckable(True)
    button = ActionButton(action)
    qtbot.addWidget(button)
    button.show()
    off = button.grab().toImage()
    action.setChecked(True)
    on = button.grab().toImage()
    apply_theme(qapp, Theme.LIGHT)
    at = on.width() // 2, 4
    assert contrast_ratio(on.pixelColor(*at), off.pixelColor(*at)) >= 3


def test_outer_columns_are_dragged_shut_and_narrow_windows_begin_without_one(
    window: DrivenWindow,
) -> None:
    columns = window.page.draggable["columns"]
    em = window.page.fontMetrics().height()
    columns.setParent(None)
    columns.resize(90 * em, 40 * em)
    columns.show()
    left, middle, desk = columns.sizes()
    assert 0 < left < desk < middle
    columns.resize(50 * em, 40 * em)
    assert columns.sizes()[0] == 0
    assert [columns.isCollapsible(at) for at in range(3)] == [True, False, True]
    columns.close()
    columns.deleteLater()
