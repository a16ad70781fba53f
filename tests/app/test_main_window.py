"""Closing while work runs, names for every control, and the dialogs of the window."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from app.problems.problem import Problem
from app.worker.job_outcome import JobOutcome, OutcomeKind
from core.jobs.requests import DrawSamplesRequest, TrainRequest
from tests.app.driven_window import DrivenWindow, open_dialogs, workers, write_stills
from tests.core.jobs.evaluated_folder import write_distinct

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)


@pytest.fixture
def busy(window: DrivenWindow, long_folder: Path) -> DrivenWindow:
    """A window in the middle of a long folder."""
    window.choose(long_folder)
    window.page.start()
    window.until(lambda: window.application.findings.total > 0)
    return window


def question_of(window: DrivenWindow) -> QMessageBox:
    """Return the question that the window asks."""
    question = window.take_dialog()
    assert isinstance(question, QMessageBox)
    return question


def test_an_idle_window_closes_without_asking(window: DrivenWindow) -> None:
    assert window.application.window.close()
    assert not window.application.window.isVisible()


def test_closing_while_work_runs_asks_once(busy: DrivenWindow) -> None:
    main = busy.application.window
    assert not main.close()
    assert not main.close()
    question = question_of(busy)
    assert "still running" in question.text()
    busy.click(question, "Go on")
    assert main.isVisible()
    assert busy.application.classification.running
    assert not main.close()
    busy.click(question_of(busy), "Go on")


def test_stop_and_close_leaves_no_process(busy: DrivenWindow) -> None:
    (worker,) = workers()
    outcomes: list[JobOutcome] = []
    busy.application.line.ended.connect(outcomes.append)
    assert not busy.application.window.close()
    begin = time.monotonic()
    busy.click(question_of(busy), "Stop and close")
    assert time.monotonic() - begin < 5
    assert not busy.application.window.isVisible()
    assert not worker.is_running()
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.CANCELLED]
    assert open_dialogs() == []


def test_closing_names_what_runs_and_what_waits_and_ends_both(
    busy: DrivenWindow, tmp_path: Path
) -> None:
    line = busy.application.line
    outcomes: list[JobOutcome] = []
    line.ended.connect(outcomes.append)
    for number in range(7):
        request = DrawSamplesRequest(out=tmp_path / str(number))
        line.submit(request, title=f"Drawing {number}")
    assert not busy.application.window.close()
    question = question_of(busy)
    assert question.text().startswith("Classifying “long” is still running.")
    assert "• Drawing 0\n" in question.informativeText()
    assert question.informativeText().endswith("and 2 more")
    assert len(workers()) == 1
    busy.click(question, "Stop and close")
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.CANCELLED] * 8
    assert workers() == []
    assert not list(tmp_path.glob("[0-9]"))


def test_closing_says_what_becomes_of_what_a_training_learned(
    window: DrivenWindow, tmp_path: Path
) -> None:
    folder = write_distinct(tmp_path / "clinic")
    request = TrainRequest(folder=folder, name="colon 2")
    line = window.application.line
    window.begun(lambda: line.submit(request, title="Training “colon 2”"))
    assert not window.application.window.close()
    question = question_of(window)
    assert question.text().startswith("Training “colon 2” is still running.")
    assert "The next start offers to go on" in question.informativeText()
    assert "Stop and keep the best" in question.informativeText()
    window.click(question, "Stop and close")
    assert window.application.line.is_idle


def test_the_computer_stays_awake_until_the_last_job_has_ended(
    window: DrivenWindow, tmp_path: Path
) -> None:
    holds: list[bool] = []
    application = window.application
    first = window.occupy()
    second = application.line.submit(
        DrawSamplesRequest(out=tmp_path / "second", stills=1), title="Second"
    )
    held = application._awake._hold
    assert held is not None
    second.started.connect(lambda _: holds.append(application._awake._hold is held))
    first.cancel()
    window.until(lambda: application.line.is_idle)
    assert holds == [True], "one hold from the first to the last"
    assert application._awake._hold is None


def test_work_that_ends_while_the_question_stands(
    window: DrivenWindow, tmp_path: Path
) -> None:
    folder = write_stills(tmp_path / "clinic", ["blue", "red"])
    window.choose(folder)
    window.page.start()
    assert not window.application.window.close()
    question = question_of(window)
    window.until(lambda: window.application.line.is_idle)
    window.click(question, "Stop and close")
    assert not window.application.window.isVisible()


def test_taking_down_twice_is_no_error(window: DrivenWindow) -> None:
    window.application.window.close_anyway()
    window.application.take_down()
    assert window.application.line.is_idle


# what a screen reader says


def unnamed(root: QWidget) -> list[QWidget]:
    """Return the visible controls of a window that have neither name nor words."""
    return [
        part
        for part in root.findChildren(QWidget)
        if part.isVisibleTo(root)
        and isinstance(part, CONTROLS)
        and not _belongs_to_a_control(part)
        and not _spoken(part)
    ]


def _spoken(part: QWidget) -> str:
    words = part.text() if isinstance(part, QAbstractButton) else ""
    return part.accessibleName() or words


def _belongs_to_a_control(part: QWidget) -> bool:
    """Whether it is what Qt makes of a control: a scroll bar, a list, a header."""
    if isinstance(part, QScrollBar):
        return True
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, CONTROLS):
            return True
        above = above.parentWidget()
    return False


def focusable_without_name(root: QWidget) -> list[QWidget]:
    """Return what the Tab key comes to without a name."""
    return [
        part
        for part in root.findChildren(QWidget)
        if part.isVisibleTo(root)
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and not _belongs_to_a_control(part)
        and not (part.accessibleName() or getattr(part, "text", str)())
    ]


@pytest.fixture
def filled(window: DrivenWindow, tmp_path: Path) -> DrivenWindow:
    """A window with two stills, one of them chosen and reviewed."""
    folder = write_stills(tmp_path / "clinic", ["blue", "red"])
    (folder / "empty.png").touch()
    window.classify(folder)
    window.look_at("0.png")
    window.press(Qt.Key.Key_Return)
    return window


def test_every_control_has_a_name_in_the_empty_window(window: DrivenWindow) -> None:
    assert unnamed(window.application.window) == []
    assert focusable_without_name(window.application.window) == []


def test_every_control_has_a_name_with_findings(filled: DrivenWindow) -> None:
    assert unnamed(filled.application.window) == []
    assert focusable_without_name(filled.application.window) == []
    filled.page.views.sheet_action.trigger()
    assert unnamed(filled.application.window) == []
    for view in filled.application.window.findChildren(QAbstractItemView):
        assert view.accessibleName() or _belongs_to_a_control(view), view


@pytest.mark.parametrize("which", ["settings", "about", "notice", "error", "closing"])
def test_every_control_of_a_dialog_has_a_name(filled: DrivenWindow, which: str) -> None:
    application = filled.application
    {
        "settings": application.window.settings_wanted.emit,
        "about": application.window.about_wanted.emit,
        "notice": application.dialogs.show_notice,
        "error": lambda: application.presenter.present(
            Problem("Something happened.", "Do something.", "details")
        ),
        "closing": application.window._ask_to_close,
    }[which]()
    dialog = filled.take_dialog()
    assert dialog.findChildren(QAbstractButton)
    assert unnamed(dialog) == []
    assert focusable_without_name(dialog) == []
    assert dialog.windowTitle()
    dialog.done(QDialog.DialogCode.Accepted)


@pytest.mark.parametrize("name", ["Choose folder", "Choose stills"])
def test_a_button_opens_a_file_dialog(window: DrivenWindow, name: str) -> None:
    window.click(window.page.source_bar, name)
    dialog = window.take_dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_settings_are_reached_by_key(window: DrivenWindow) -> None:
    window.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.take_dialog()
    assert "Settings" in dialog.windowTitle()
    dialog.reject()
