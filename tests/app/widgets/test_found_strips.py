"""Strips of thumbnails: counted in words, gone through by keys, led by the page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.still_images.thumbnails import Thumbnails
from app.widgets.found_strips import FoundStrips

WriteStill = Callable[[Path], Path]


@pytest.fixture
def thumbnails(qtbot: QtBot) -> Iterator[Thumbnails]:
    made = Thumbnails(96)
    yield made
    made.stop()


@pytest.fixture
def strips(qtbot: QtBot, thumbnails: Thumbnails) -> FoundStrips:
    made = FoundStrips(thumbnails)
    qtbot.addWidget(made)
    made.resize(1000, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def stills(write_still: WriteStill, tmp_path: Path) -> list[Path]:
    return [write_still(tmp_path / f"{number:03d}.png") for number in range(30)]


@pytest.fixture
def filled(strips: FoundStrips, stills: list[Path]) -> FoundStrips:
    strips.add(
        [(path, "Green panel") for path in stills[:20]],
        [(path, "Green was left") for path in stills[18:25]],
        [(path, "The file is cut short.") for path in stills[28:]],
    )
    return strips


def words(strips: FoundStrips) -> str:
    labels = [label for label in strips.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def test_counts_stand_in_words(strips: FoundStrips, filled: FoundStrips) -> None:
    said = words(filled)
    assert "Panel found: 20" in said
    assert "Green seen and left: 7" in said
    assert "Could not be read: 2" in said
    strips.clear()
    assert "Panel found: 0" in words(strips)
    assert "Could not be read" not in words(strips)


def test_a_click_and_the_arrows_choose(filled: FoundStrips, stills: list[Path]) -> None:
    chosen: list[Path] = []
    filled.chosen.connect(chosen.append)
    strip = filled.with_panel
    second = strip.visualRect(strip.model().index(1, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=second)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert chosen == [stills[1], stills[2], stills[3], stills[2]]


def test_passing_by_with_tab_chooses_nothing(filled: FoundStrips) -> None:
    chosen: list[Path] = []
    filled.chosen.connect(chosen.append)
    for view in filled.with_panel, filled.green_left, filled.unreadable:
        view.setFocus(Qt.FocusReason.TabFocusReason)
    assert chosen == []


def test_the_still_that_is_looked_at_is_shown_in_every_strip_that_has_it(
    filled: FoundStrips, stills: list[Path]
) -> None:
    chosen: list[Path] = []
    filled.chosen.connect(chosen.append)
    filled.select(stills[19])  # with a panel, and with green that was left
    assert filled.with_panel.currentIndex().row() == 19
    assert filled.green_left.currentIndex().row() == 1
    filled.select(stills[0])
    assert not filled.green_left.currentIndex().isValid()
    filled.select(stills[29])
    assert filled.unreadable.currentIndex().row() == 1
    assert chosen == []


def test_only_what_is_seen_is_asked_for(
    filled: FoundStrips, thumbnails: Thumbnails, stills: list[Path], qtbot: QtBot
) -> None:
    filled.grab()
    seen = filled.with_panel.paths_in_sight
    assert seen == stills[: len(seen)]
    assert 2 <= len(seen) < 12
    qtbot.waitUntil(lambda: all(thumbnails.is_final(path) for path in seen))
    assert not thumbnails.is_final(stills[17])


def test_the_wheel_goes_sideways(filled: FoundStrips) -> None:
    strip = filled.with_panel
    before = strip.horizontalScrollBar().value()
    turn = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip.viewport(), turn)
    assert strip.horizontalScrollBar().value() > before


def test_each_still_says_what_was_found(
    filled: FoundStrips, stills: list[Path]
) -> None:
    spoken = Qt.ItemDataRole.AccessibleTextRole
    model = filled.unreadable.model()
    assert model.index(0, 0).data(spoken) == "028.png: The file is cut short."
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert str(stills[28]) in tip
    assert "cut short" in tip


def test_a_strip_without_stills_says_why(strips: FoundStrips) -> None:
    plain = strips.green_left.grab().toImage()
    strips.set_messages("No panel was found", "No green was left")
    assert strips.green_left.grab().toImage() != plain


def test_why_it_cannot_look_is_said(strips: FoundStrips, qtbot: QtBot) -> None:
    strips.set_look("&Look again with these settings", "Wait")
    assert not strips.look.isEnabled()
    assert strips.look.toolTip() == "Wait"
    strips.set_look("&Look again with these settings", "")
    with qtbot.waitSignal(strips.look_clicked):
        qtbot.mouseClick(strips.look, Qt.MouseButton.LeftButton)


def test_views_have_names(strips: FoundStrips) -> None:
    for view in strips.with_panel, strips.green_left, strips.unreadable:
        assert view.accessibleName()
