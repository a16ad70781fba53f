"""One dialog at a time, nothing in the way, and a report that can be passed on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.problems.error_dialog import ErrorDialog, ErrorPresenter
from app.problems.problem import Problem, report

"""What the offscreen platform says of every window with a smallest size."""

BROKEN = Problem("The model is damaged.", "Choose another.", "a hash", is_bug=True)
FULL = Problem("The disk is full.")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def presenter(window: QWidget) -> Iterator[ErrorPresenter]:
    presenter = ErrorPresenter(lambda: window)
    yield presenter
    while presenter.dialog is not None:
        presenter.dialog.reject()


def shown(presenter: ErrorPresenter) -> ErrorDialog:
    assert presenter.dialog is not None
    return presenter.dialog


def test_a_problem_is_shown_over_the_window_without_waiting(
    presenter: ErrorPresenter, window: QWidget
) -> None:
    presenter.present(BROKEN)
    dialog = shown(presenter)
    assert dialog.isVisible()
    assert dialog.parentWidget() is window
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    assert dialog.message.text() == BROKEN.user_message
    assert dialog.hint.text() == BROKEN.hint
    assert not dialog.details.isVisible()
    assert not dialog.repeated.isVisible()


def test_problems_are_shown_one_after_the_other(presenter: ErrorPresenter) -> None:
    presenter.present(BROKEN)
    presenter.present(FULL)
    first = shown(presenter)
    assert first.problem == BROKEN
    first.reject()
    second = shown(presenter)
    assert second.problem == FULL
    assert not second.hint.isVisible()
    second.reject()
    assert presenter.dialog is None


def test_the_same_problem_is_counted(presenter: ErrorPresenter) -> None:
    presenter.present(BROKEN)
    for _ in range(3):
        presenter.present(FULL)
        presenter.present(BROKEN)
    assert shown(presenter).repeated.text() == "This happened 4 times."
    shown(presenter).reject()
    assert shown(presenter).repeated.text() == "This happened 3 times."
    shown(presenter).reject()
    assert presenter.dialog is None


def test_a_flood_has_an_end(presenter: ErrorPresenter) -> None:
    for number in range(1_000):
        presenter.present(Problem(f"Trouble {number}."))
    closed = 0
    while presenter.dialog is not None:
        presenter.dialog.reject()
        closed += 1
    assert closed == 21


def test_enter_closes(qtbot: QtBot, presenter: ErrorPresenter) -> None:
    presenter.present(BROKEN)
    with qtbot.waitSignal(shown(presenter).finished):
        qtbot.keyClick(shown(presenter), Qt.Key.Key_Return)
    assert presenter.dialog is None


def test_details_are_unfolded_on_request(
    qtbot: QtBot, presenter: ErrorPresenter
) -> None:
    presenter.present(BROKEN)
    dialog = shown(presenter)
    low = dialog.height()
    qtbot.mouseClick(dialog.details_button, Qt.MouseButton.LeftButton)
    assert dialog.details.isVisible()
    assert dialog.details_button.text() == "Hide &details"
    assert dialog.height() > low
    qtbot.mouseClick(dialog.details_button, Qt.MouseButton.LeftButton)
    assert dialog.height() == low


def test_the_report_is_copied(qtbot: QtBot, presenter: ErrorPresenter) -> None:
    presenter.present(BROKEN)
    qtbot.mouseClick(shown(presenter).copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == report(BROKEN)
    assert shown(presenter).copy_button.text() == "Copied"


def test_file_names_are_shown_as_they_are(presenter: ErrorPresenter) -> None:
    presenter.present(Problem("Couldn't read “<b>bold</b>.png”."))
    label = shown(presenter).message
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_every_part_has_an_accessible_name(presenter: ErrorPresenter) -> None:
    presenter.present(BROKEN)
    for kind in (QLabel, QPushButton):
        for part in shown(presenter).findChildren(kind):
            assert part.accessibleName() or part.text(), part


def test_without_a_window_the_dialog_stands_alone(qtbot: QtBot) -> None:
    presenter = ErrorPresenter(lambda: None)
    presenter.present(FULL)
    assert shown(presenter).isVisible()
    shown(presenter).reject()


def test_over_another_dialog_it_belongs_to_that(
    qtbot: QtBot, presenter: ErrorPresenter, window: QWidget
) -> None:
    other = ErrorDialog(FULL, parent=window)
    qtbot.addWidget(other)
    other.open()
    assert QApplication.activeModalWidget() is other
    presenter.present(BROKEN)
    assert shown(presenter).parentWidget() is other
    shown(presenter).reject()
    other.reject()


@pytest.mark.parametrize("deletes_itself", [True, False])
def test_a_problem_outlives_the_dialog_it_came_up_over(
    presenter: ErrorPresenter, window: QWidget, qtbot: QtBot, deletes_itself: bool
) -> None:
    """A file dialog, say, that is closing while a job of its file is refused."""
    asking = QDialog(window)
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, deletes_itself)
    asking.open()
    presenter.present(FULL)
    presenter.present(FULL)
    over = shown(presenter)
    with qtbot.waitSignal(over.destroyed):
        asking.accept()
        asking.deleteLater()
    dialog = shown(presenter)
    assert dialog.isVisible()
    assert dialog.problem == FULL
    assert dialog.repeated.text() == "This happened 2 times."
    assert dialog.parentWidget() is window
    dialog.reject()
    presenter.present(BROKEN)
    assert shown(presenter).problem == BROKEN
