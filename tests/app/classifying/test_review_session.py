"""What a reader says outlives the window, the process and a broken disk's file."""

import os
import signal
import sqlite3
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.worker.job_outcome import OutcomeKind
from core.paths import UserFolders
from core.review.corrections import Verdict
from core.review.decisions_log import DecisionsLog
from tests.app.driven_window import DrivenWindow, OpenWindow, in_a_process, write_stills

Key = Qt.Key

REVIEW_AND_WAIT = """
    import sys
    from pathlib import Path
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from app.application import Application, WindowOptions
    from app.running import qt_application
    from core.paths import UserFolders

    qt = qt_application()
    application = Application(qt, UserFolders.from_environment())
    page = application.page

    def on_painted(row):
        QTest.keyClick(page.views.table, Qt.Key.Key_3)
        print("reviewed", flush=True)

    page.desk.still_painted.connect(on_painted)
    application.classification.ended.connect(lambda outcome: page.views.choose(0))
    application.open(
        WindowOptions(folder=Path(sys.argv[1]), model="small", start=True)
    )
    QTimer.singleShot(60_000, qt.quit)
    qt.exec()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_stills(tmp_path / "clinic", ["blue", "green", "red"])


def test_answers_come_back_when_the_folder_is_opened_again(
    open_window: OpenWindow, folder: Path
) -> None:
    first = open_window()
    first.classify(folder)
    first.look_at("0.png")
    first.press(Key.Key_3)
    first.look_at("1.png")
    first.press(Key.Key_Return)
    answers = [row.review for row in first.rows]
    first.close()
    second = open_window()
    second.classify(folder)
    assert [row.review for row in second.rows] == answers
    assert [a and a.verdict for a in answers] == [Verdict.CORRECT, Verdict.AGREE, None]
    assert answers[0] is not None
    assert answers[0].reader == "Ada"
    second.look_at("0.png")
    assert "red" in second.texts(second.desk.review)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_an_answer_given_just_before_the_window_is_killed_is_kept(
    open_window: OpenWindow, folder: Path
) -> None:
    with in_a_process(REVIEW_AND_WAIT, folder) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "reviewed\n"
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    window = open_window()
    window.classify(folder)
    review = window.row("0.png").review
    assert review is not None
    assert (review.verdict, review.findings) == (Verdict.CORRECT, ("red",))


def test_who_reads_now_signs(open_window: OpenWindow, folder: Path) -> None:
    window = open_window()
    window.classify(folder)
    window.application.window.settings_wanted.emit()
    settings = window.take_dialog()
    settings.changed.emit(
        window.application.settings.model_copy(update={"reader": "Dr Ёж"})
    )
    settings.accept()
    window.look_at("2.png")
    window.press(Key.Key_N)
    review = window.row("2.png").review
    assert review is not None
    assert review.reader == "Dr Ёж"
    assert "Dr Ёж" in window.texts(window.desk.review)


def test_agreeing_with_a_refusal_names_no_finding(
    window: DrivenWindow, tmp_path: Path
) -> None:
    board = np.indices((64, 64)).sum(axis=0) // 8 % 2 * 255
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "unlike.png").write_bytes(
        cv2.imencode(".png", board.astype(np.uint8))[1].tobytes()
    )
    window.classify(tmp_path / "clinic")
    assert window.row("unlike.png").decision == "refuse"
    window.look_at("unlike.png")
    window.press(Key.Key_Return)
    review = window.row("unlike.png").review
    assert review is not None
    assert (review.verdict, review.findings) == (Verdict.AGREE, ())


def test_an_answer_that_cannot_be_written_is_not_shown_as_given(
    window: DrivenWindow, folder: Path, folders: UserFolders
) -> None:
    window.classify(folder)
    window.look_at("0.png")
    with sqlite3.connect(folders.review_log) as other:
        other.execute("BEGIN EXCLUSIVE")
        window.press(Key.Key_3)
        problem = window.take_problem()
    other.close()
    assert "another program is using" in problem.user_message
    assert window.row("0.png").review is None
    window.take_keyboard()
    window.press(Key.Key_3)
    assert window.row("0.png").review is not None
    assert window.application.presenter.dialog is None


def test_a_locked_log_holds_up_no_classification(
    window: DrivenWindow, folder: Path, folders: UserFolders
) -> None:
    window.choose(folder)
    with sqlite3.connect(folders.review_log) as other:
        other.execute("BEGIN EXCLUSIVE")
        window.page.start()
        assert "another program is using" in window.take_problem().user_message
    other.close()
    assert window.rows == []
    assert window.classify(folder).kind is OutcomeKind.FINISHED


def test_a_damaged_log_is_said_and_kept_aside(
    open_window: OpenWindow, folder: Path, folders: UserFolders
) -> None:
    with DecisionsLog(folders.review_log):
        pass
    content = bytearray(folders.review_log.read_bytes())
    content[100:4000] = b"\xff" * 3900
    folders.review_log.write_bytes(content)
    window = open_window()
    assert "damaged" in window.take_problem().user_message
    assert list(folders.home.glob("review.damaged-*.sqlite"))
    window.classify(folder)
    window.look_at("0.png")
    window.press(Key.Key_1)
    assert window.row("0.png").review is not None
