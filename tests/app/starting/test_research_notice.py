"""The first start says what the program may be used for, and waits for an answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.starting.research_notice import RESEARCH_USE, ResearchNotice


@pytest.fixture
def notice(qtbot: QtBot) -> ResearchNotice:
    dialog = ResearchNotice()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_it_says_it_and_cuts_no_word(notice: ResearchNotice) -> None:
    labels = notice.findChildren(QLabel)
    assert RESEARCH_USE in [label.text() for label in labels]
    for label in labels:
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())


def test_enter_accepts(notice: ResearchNotice, qtbot: QtBot) -> None:
    with qtbot.waitSignal(notice.accepted):
        qtbot.keyClick(notice, Qt.Key.Key_Return)


def test_escape_and_the_other_button_decline(
    notice: ResearchNotice, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(notice.rejected):
        qtbot.keyClick(notice, Qt.Key.Key_Escape)
    notice.open()
    decline = next(
        button
        for button in notice.findChildren(QPushButton)
        if button.text() == "Close Lumenary"
    )
    with qtbot.waitSignal(notice.rejected):
        decline.click()


def test_a_dialog_that_was_answered_is_gone(qtbot: QtBot) -> None:
    dialog = ResearchNotice()
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.accept()
    assert not any(
        isinstance(widget, ResearchNotice) for widget in QApplication.topLevelWidgets()
    )
