"""What the banner offers, in words, and by which buttons."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.resume_banner import ResumeBanner
from tests.app.widgets.unfinished import STARTED, unfinished_run

NOW = STARTED + timedelta(days=3)


@pytest.fixture
def banner(qtbot: QtBot) -> ResumeBanner:
    """A banner that has nothing to offer yet."""
    banner = ResumeBanner()
    qtbot.addWidget(banner)
    return banner


@pytest.mark.parametrize(
    ("done", "total", "words"),
    [
        (120, 500, "120 of 500 stills were classified on Friday at 14:02"),
        (1, 1200, "1 of 1,200 stills were classified on Friday at 14:02"),
        (1200, None, "1,200 stills were classified on Friday at 14:02"),
        (1, None, "1 still was classified on Friday at 14:02"),
    ],
)
def test_how_far_it_came(
    banner: ResumeBanner, done: int, total: int | None, words: str
) -> None:
    banner.offer(unfinished_run(done=done, total=total), NOW)
    (label,) = banner.findChildren(QLabel)
    assert label.text() == f"{words}, and then it stopped."
    assert label.accessibleName() == label.text()


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (1500, "1,500 stills were classified on Friday at 14:02."),
        (1, "1 still was classified on Friday at 14:02."),
    ],
)
def test_what_is_finished_can_be_shown_again(
    banner: ResumeBanner, qtbot: QtBot, done: int, words: str
) -> None:
    banner.offer(unfinished_run(done=1, total=2), NOW)
    banner.offer(unfinished_run(done=done, total=done, finished=True), NOW)
    (label,) = banner.findChildren(QLabel)
    assert label.text() == words
    buttons = {b.accessibleName(): b for b in banner.findChildren(QPushButton)}
    assert set(buttons) == {"Show again", "Classify anew"}
    with qtbot.waitSignal(banner.go_on, timeout=1000):
        QTest.mouseClick(buttons["Show again"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.start_anew, timeout=1000):
        QTest.mouseClick(buttons["Classify anew"], Qt.MouseButton.LeftButton)


def test_it_shows_only_while_there_is_an_offer(banner: ResumeBanner) -> None:
    assert banner.isHidden()
    banner.offer(unfinished_run(done=1, total=2), NOW)
    assert banner.isVisible()
    banner.offer(None)
    assert banner.isHidden()


@pytest.mark.parametrize("name", ["Go on", "Start anew"])
def test_each_button_says_what_is_wanted(
    banner: ResumeBanner, qtbot: QtBot, name: str
) -> None:
    banner.offer(unfinished_run(done=1, total=2), NOW)
    signal = banner.go_on if name == "Go on" else banner.start_anew
    buttons = banner.findChildren(QPushButton)
    (button,) = [one for one in buttons if one.accessibleName() == name]
    with qtbot.waitSignal(signal, timeout=1000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
