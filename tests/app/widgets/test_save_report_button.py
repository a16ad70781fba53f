"""The menu of what a report can become."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.widgets.save_report_button import SaveReportButton


@pytest.fixture
def button(qtbot: QtBot) -> SaveReportButton:
    made = SaveReportButton()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("discreet", [False, True])
def test_each_kind_is_asked_for_with_or_without_images(
    button: SaveReportButton, qtbot: QtBot, discreet: bool
) -> None:
    button.set_report(QWidget)
    button.discreet.setChecked(discreet)
    for action, signal in (
        (button.html, button.html_wanted),
        (button.pdf, button.pdf_wanted),
        (button.paper, button.paper_wanted),
    ):
        with qtbot.waitSignal(signal) as asked:
            action.trigger()
        assert asked.args == [not discreet]


def test_keys_save_and_print(button: SaveReportButton, qtbot: QtBot) -> None:
    button.set_report(QWidget)
    button.activateWindow()
    button.button.setFocus()
    qtbot.waitUntil(button.button.hasFocus)
    control = Qt.KeyboardModifier.ControlModifier
    for key, signal in (
        (Qt.Key.Key_S, button.pdf_wanted),
        (Qt.Key.Key_P, button.paper_wanted),
    ):
        with qtbot.waitSignal(signal):
            QTest.keyClick(button.button, key, control)


def test_nothing_is_saved_without_a_report_or_while_one_is_made(
    button: SaveReportButton,
) -> None:
    assert not button.button.isEnabled()
    assert "no report" in button.button.toolTip()
    button.set_report(QWidget)
    assert button.button.isEnabled()
    button.set_busy(True)
    assert not button.pdf.isEnabled()
    assert "being made" in button.button.toolTip()
    button.set_busy(False)
    button.set_report(None)
    assert not button.paper.isEnabled()
