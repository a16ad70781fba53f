"""The keyboard help: every key of the window, told as it is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.help.keyboard_help import KEYS, KeyboardHelp, Keycaps
from tests.app.driven_window import DrivenWindow, open_dialogs

_OF_THE_VIEWS = {"Up", "Down", "Left", "Right", "PgUp", "PgDown", "Home", "End"}
_OF_THE_REVIEW = {"1", "9", "Enter", "0", "N", "Space", "Esc"}


def _told() -> set[str]:
    return {key for rows in KEYS.values() for keys, _ in rows for key in keys}


def test_what_is_told_are_the_windows_shortcuts(window: DrivenWindow) -> None:
    page, main = window.page, window.application.window
    preview = window.application.others.preview.page
    actions = [*main.actions(), *page.actions(), *page.desk.still_view.actions()]
    actions += [*preview.actions(), *preview.desk.view.actions()]
    actions += preview.desk.stepper.actions()
    dataset = window.application.others.dataset.page
    actions += [*dataset.actions(), *dataset.view.browser.actions()]
    report = window.application.others.report.page
    actions += [*report.actions(), *report.cell_pane.actions()]
    saving = window.application.others.saving.button
    actions += [saving.pdf, saving.paper, *window.application.others.compare.actions()]
    buttons = [
        button.shortcut()
        for button in main.findChildren(QAbstractButton)
        if not button.text().startswith("&") and button.shortcut().count()
    ]
    told = {QKeySequence(k) for k in _told() - _OF_THE_VIEWS - _OF_THE_REVIEW}
    real = {key for action in actions for key in action.shortcuts()} | set(buttons)
    assert [key.toString() for key in told - real] == []
    untold = {action.text() for action in actions if not told & {*action.shortcuts()}}
    assert {text for text in untold if text} == set()


def test_f1_shows_it_once_beside_the_work(window: DrivenWindow) -> None:
    main = window.application.window
    button = window.button(main, "Keyboard")
    window.page.setFocus()
    for _ in range(2):
        QTest.keyClick(main, Qt.Key.Key_F1)
        # a button that is pressed by its key is let go, and heeded, 0.1 s later
        window.until(lambda: bool(open_dialogs()) and not button.isDown())
        (dialog,) = open_dialogs()
        assert isinstance(dialog, KeyboardHelp)
        assert not dialog.isModal()
        main.activateWindow()
        window.until(main.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert open_dialogs() == []
    window.click(main, "Keyboard")
    (dialog,) = open_dialogs()
    dialog.close()


def test_every_line_is_spoken_and_in_sight(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.font()
    for times in 1, 2:
        font = qapp.font()
        font.setPointSizeF(times * before.pointSizeF())
        help_ = KeyboardHelp()
        help_.setFont(font)
        qtbot.addWidget(help_)
        help_.show()
        caps = help_.findChildren(Keycaps)
        assert len(caps) == sum(map(len, KEYS.values()))
        assert [cap for cap in caps if cap.width() < cap.sizeHint().width()] == []
        labels = [label for label in help_.findChildren(QLabel) if label.wordWrap()]
        assert len(labels) == len(caps)
        assert [
            label.text()
            for label in labels
            if label.height() < label.heightForWidth(label.width())
        ] == []
        help_.reject()


def test_keys_are_spoken_with_their_words(qtbot: QtBot) -> None:
    help_ = KeyboardHelp()
    qtbot.addWidget(help_)
    spoken = {cap.accessibleName() for cap in help_.findChildren(Keycaps)}
    assert "N: Cannot judge" in spoken
    assert any(words.startswith("1 to 9: The class") for words in spoken)
