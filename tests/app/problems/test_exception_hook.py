"""What nobody foresaw is shown, and the window goes on: in a real child."""

import subprocess
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from app.problems.exception_hook import ExceptionHook

WINDOW = """
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from app.problems.error_dialog import ErrorPresenter
from app.problems.exception_hook import ExceptionHook
from core.control import Cancelled
from core.errors import LumenaryError

application = QApplication([])
button = QPushButton("Press")
button.show()
presenter = ErrorPresenter(lambda: button)

def slot():
    {cause}

def look():
    dialog = presenter.dialog
    print("shown:", dialog and dialog.problem.user_message, flush=True)
    print("bug:", dialog and dialog.problem.is_bug, flush=True)
    if dialog:
        dialog.reject()
    application.exit(0)

def press():
    button.click()
    QTimer.singleShot(100, look)

button.clicked.connect(slot)
QTimer.singleShot(0, press)
with ExceptionHook(presenter.present):
    status = application.exec()
button.close()
print("went on", flush=True)
sys.exit(status)
"""


def window(cause: str) -> tuple[str, str, int]:
    run = subprocess.run(
        [sys.executable, "-c", WINDOW.format(cause=cause)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return run.stdout, run.stderr, run.returncode


@pytest.mark.parametrize(
    "cause",
    [
        "raise ValueError('deep')",
        "t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
    ],
    ids=["slot", "thread"],
)
def test_an_exception_is_shown_as_a_bug_and_the_window_goes_on(cause: str) -> None:
    said, printed, status = window(cause)
    assert "shown: Something unexpected went wrong" in said
    assert "bug: True" in said
    assert "went on" in said
    assert status == 0
    assert "Error" in printed  # for whoever started it from a terminal


def test_an_expected_error_is_shown_in_its_own_words() -> None:
    said, _, _ = window("raise LumenaryError('The disk is full.')")
    assert "shown: The disk is full." in said
    assert "bug: False" in said


@pytest.mark.parametrize("cause", ["raise Cancelled", "raise KeyboardInterrupt"])
def test_an_interruption_is_no_error(cause: str) -> None:
    said, _, _ = window(cause)
    assert "shown: None" in said


def test_what_was_there_before_comes_back(qtbot: QtBot) -> None:
    before = sys.excepthook, threading.excepthook
    with ExceptionHook(lambda problem: None):
        assert (sys.excepthook, threading.excepthook) != before
    assert (sys.excepthook, threading.excepthook) == before


def test_a_presenter_that_fails_does_not_fail_for_ever() -> None:
    cause = "presenter._window = None; raise ValueError('deep')"
    said, printed, status = window(cause)
    assert "shown: None" in said
    assert printed.count("'NoneType' object is not callable") == 1
    assert status == 0
