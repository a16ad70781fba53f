"""Reviewing by keyboard alone, in the real window on classified stills."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from core.paths import UserFolders
from core.review.corrections import Verdict
from tests.app.driven_window import DrivenWindow, write_still, write_stills

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def clinic(window: DrivenWindow, tmp_path: Path) -> DrivenWindow:
    """A window with four classified stills: blue, green, red, blue."""
    folder = write_stills(tmp_path / "clinic", ["blue", "green", "red", "blue"])
    window.classify(folder)
    return window


def said(window: DrivenWindow, file: str) -> tuple[Verdict, tuple[str, ...]] | None:
    """Return what the reader said of a file."""
    review = window.row(file).review
    return (review.verdict, review.findings) if review else None


def test_a_folder_is_reviewed_without_the_mouse(clinic: DrivenWindow) -> None:
    clinic.press(Key.Key_Space)
    clinic.until(lambda: clinic.judged == "0.png")
    clinic.press(Key.Key_Return)
    clinic.until(lambda: clinic.judged == "1.png")
    clinic.press(Key.Key_1)
    clinic.press(Key.Key_3)
    assert said(clinic, "1.png") == (Verdict.CORRECT, ("blue", "red"))
    clinic.press(Key.Key_Enter)
    clinic.until(lambda: clinic.judged == "2.png")
    clinic.press(Key.Key_0)
    clinic.press(Key.Key_Down)
    clinic.until(lambda: clinic.judged == "3.png")
    clinic.press(Key.Key_N)
    assert [said(clinic, row.file) for row in clinic.rows] == [
        (Verdict.AGREE, ("blue",)),
        (Verdict.CORRECT, ("blue", "red")),
        (Verdict.NONE_OF_THESE, ()),
        (Verdict.CANNOT_JUDGE, ()),
    ]
    clinic.until(lambda: "4 of 4 reviewed" in clinic.texts(clinic.desk.review))


def test_a_digit_adds_a_finding_and_takes_it_out(clinic: DrivenWindow) -> None:
    clinic.look_at("1.png")
    clinic.press(Key.Key_2)
    assert said(clinic, "1.png") == (Verdict.AGREE, ("green",))
    clinic.press(Key.Key_3)
    assert said(clinic, "1.png") == (Verdict.CORRECT, ("green", "red"))
    clinic.press(Key.Key_2)
    assert said(clinic, "1.png") == (Verdict.CORRECT, ("red",))
    clinic.press(Key.Key_3)
    assert said(clinic, "1.png") is None
    clinic.press(Key.Key_4)
    assert said(clinic, "1.png") is None, "there is no fourth class"


def test_digits_count_where_they_need_shift(clinic: DrivenWindow) -> None:
    """On a French keyboard a digit is typed with Shift."""
    clinic.look_at("1.png")
    clinic.press(Key.Key_3, SHIFT)
    assert said(clinic, "1.png") == (Verdict.CORRECT, ("red",))
    clinic.press(Key.Key_0, SHIFT)
    assert said(clinic, "1.png") == (Verdict.NONE_OF_THESE, ())
    clinic.press(Key.Key_N, SHIFT)
    assert said(clinic, "1.png") == (Verdict.NONE_OF_THESE, ())


def test_undo_that_is_held_down_takes_one_answer_back(clinic: DrivenWindow) -> None:
    (undo,) = [
        action
        for action in clinic.page.actions()
        if action.text() == "Undo the last answer"
    ]
    assert not undo.autoRepeat()


def test_an_answer_that_was_not_recorded_is_not_passed_over(
    clinic: DrivenWindow, folders: UserFolders
) -> None:
    clinic.look_at("0.png")
    with sqlite3.connect(folders.review_log) as other:
        other.execute("BEGIN EXCLUSIVE")
        clinic.press(Key.Key_Return)
        assert "another program" in clinic.take_problem().user_message
    other.close()
    assert clinic.page.views.row == clinic.row("0.png").row
    assert clinic.judged == "0.png"
    clinic.take_keyboard()
    clinic.press(Key.Key_Return)
    assert said(clinic, "0.png") == (Verdict.AGREE, ("blue",))
    clinic.until(lambda: clinic.judged == "1.png")


@pytest.mark.parametrize("back", [Key.Key_Escape, Key.Key_Return])
def test_a_search_gives_the_keyboard_back(clinic: DrivenWindow, back: Key) -> None:
    clinic.look_at("0.png")
    clinic.press(Key.Key_F, CTRL)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    clinic.press(back)
    assert QApplication.focusWidget() is clinic.page.views.table
    assert clinic.row("0.png").review is None
    clinic.press(Key.Key_Return)
    assert said(clinic, "0.png") == (Verdict.AGREE, ("blue",))


def test_a_search_for_a_class_gives_the_keyboard_back(clinic: DrivenWindow) -> None:
    clinic.desk.review.set_classes([f"class {number}" for number in range(12)])
    clinic.look_at("0.png")
    clinic.press(Key.Key_K, CTRL)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    clinic.press(Key.Key_Escape)
    assert QApplication.focusWidget() is clinic.page.views.table


def test_undo_goes_back_answer_by_answer(clinic: DrivenWindow) -> None:
    clinic.look_at("0.png")
    clinic.press(Key.Key_3)
    clinic.press(Key.Key_N)
    clinic.press(Key.Key_Return)
    clinic.until(lambda: clinic.judged == "1.png")
    clinic.press(Key.Key_0)
    clinic.press(Key.Key_Z, CTRL)
    assert said(clinic, "1.png") is None
    clinic.press(Key.Key_Z, CTRL)
    clinic.until(lambda: clinic.judged == "0.png")
    assert said(clinic, "0.png") == (Verdict.CORRECT, ("red",))
    clinic.press(Key.Key_Z, CTRL)
    clinic.press(Key.Key_Z, CTRL)
    assert said(clinic, "0.png") is None


def test_enter_leaves_an_answer_as_it_is(clinic: DrivenWindow) -> None:
    clinic.look_at("0.png")
    clinic.press(Key.Key_2)
    clinic.press(Key.Key_Return)
    clinic.until(lambda: clinic.judged == "1.png")
    assert said(clinic, "0.png") == (Verdict.CORRECT, ("green",))


def test_a_key_that_is_held_down_acts_once(clinic: DrivenWindow) -> None:
    clinic.look_at("0.png")
    table = clinic.page.views.table
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            repeated,
        )
        QApplication.sendEvent(table, event)
        clinic.until(lambda: clinic.judged is not None)
    assert [row.review is not None for row in clinic.rows] == [
        True,
        False,
        False,
        False,
    ]


def test_a_key_before_the_still_is_painted_does_nothing(clinic: DrivenWindow) -> None:
    clinic.look_at("0.png")
    clinic.page.views.choose(clinic.row("1.png").row)
    clinic.press(Key.Key_1)
    clinic.press(Key.Key_Return)
    assert [row.review for row in clinic.rows] == [None] * 4
    clinic.until(lambda: clinic.judged == "1.png")


def test_an_unreadable_still_cannot_be_reviewed(
    window: DrivenWindow, tmp_path: Path
) -> None:
    write_still(tmp_path / "clinic" / "good.png", "red")
    (tmp_path / "clinic" / "bad.png").write_bytes(b"")
    window.classify(tmp_path / "clinic")
    window.page.views.choose(window.row("bad.png").row)
    for key in Key.Key_1, Key.Key_0, Key.Key_N:
        window.press(key)
    assert window.row("bad.png").review is None
    window.press(Key.Key_Space)
    window.until(lambda: window.judged == "good.png")


def test_keys_in_the_search_field_are_words(clinic: DrivenWindow) -> None:
    clinic.look_at("0.png")
    clinic.press(Key.Key_F, CTRL)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    for key in Key.Key_0, Key.Key_Period, Key.Key_N, Key.Key_Return:
        clinic.press(key)
    clinic.until(lambda: clinic.shown == [])
    assert [row.review for row in clinic.rows] == [None] * 4


def test_enter_in_the_search_field_agrees_with_nothing(clinic: DrivenWindow) -> None:
    clinic.look_at("0.png")
    clinic.press(Key.Key_F, CTRL)
    clinic.press(Key.Key_Return)
    assert [row.review for row in clinic.rows] == [None] * 4


def test_escape_leaves_the_review(clinic: DrivenWindow) -> None:
    clinic.look_at("2.png")
    assert clinic.application.findings.frozen
    clinic.press(Key.Key_Escape)
    assert clinic.judged is None
    assert not clinic.application.findings.frozen


def test_nothing_of_an_earlier_folder_is_judged_in_the_next(
    clinic: DrivenWindow, tmp_path: Path
) -> None:
    clinic.look_at("1.png")
    clinic.classify(write_stills(tmp_path / "other", ["red", "red"]))
    assert clinic.judged is None
    clinic.press(Key.Key_0)
    assert [row.review for row in clinic.rows] == [None, None]
