"""A model's file that is opened while a window is open reaches that window."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.starting.handing_over import HandedOver, hand_over
from app.starting.opened_archives import OpenedArchives
from app.starting.single_instance import claim

NAME = "Модель 🩺.lumenary"


class Receiver:
    """A window's ear, and what it heard."""

    def __init__(self, home: Path) -> None:
        self.heard: list[Path] = []
        self.ear = HandedOver(home)
        self.ear.taken.connect(self.heard.append)

    def __enter__(self) -> "Receiver":
        self.ear.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ear.stop()


def in_a_thread(home: Path, file: Path) -> tuple[threading.Thread, list[bool]]:
    said: list[bool] = []
    thread = threading.Thread(target=lambda: said.append(hand_over(home, file)))
    thread.start()
    return thread, said


def test_the_window_takes_it_and_nothing_stays(tmp_path: Path, qtbot: QtBot) -> None:
    with Receiver(tmp_path) as receiver:
        thread, said = in_a_thread(tmp_path, tmp_path / NAME)
        qtbot.waitUntil(lambda: receiver.heard == [tmp_path / NAME])
        thread.join()
    assert said == [True]
    assert list(tmp_path.iterdir()) == []


def test_a_file_whose_name_is_no_text(tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / os.fsdecode(b"\xff\xfe.lumenary")
    with Receiver(tmp_path) as receiver:
        thread, _ = in_a_thread(tmp_path, file)
        qtbot.waitUntil(lambda: receiver.heard == [file])
        thread.join()


def test_no_window_takes_nothing(tmp_path: Path) -> None:
    assert not hand_over(tmp_path, tmp_path / NAME)
    assert list(tmp_path.iterdir()) == []


def test_a_window_that_hangs_takes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    """The program that was started second says so then, and leaves nothing."""
    with Receiver(tmp_path) as receiver:
        assert not hand_over(tmp_path, tmp_path / NAME, patience=0.1)
        qtbot.wait(100)
        assert receiver.heard == []


@pytest.mark.parametrize("content", [b"", b"\0", b"/etc/\0passwd"])
def test_a_note_that_names_nothing_is_removed(
    tmp_path: Path, qtbot: QtBot, content: bytes
) -> None:
    with Receiver(tmp_path) as receiver:
        note = tmp_path / "opened-files" / "x.path"
        note.write_bytes(content)
        qtbot.waitUntil(lambda: not note.exists())
        assert receiver.heard == []


def test_notes_of_yesterday_are_not_opened_today(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "opened-files").mkdir()
    (tmp_path / "opened-files" / "old.path").write_bytes(b"/old.lumenary")
    with Receiver(tmp_path) as receiver:
        qtbot.wait(50)
        assert receiver.heard == []


def test_what_macos_tells_before_the_window_is_ready_waits(
    tmp_path: Path, qapp: QApplication
) -> None:
    opened = OpenedArchives(qapp, tmp_path)
    heard: list[Path] = []
    opened.opened.connect(heard.append)
    event = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / NAME)))
    QCoreApplication.sendEvent(qapp, event)
    assert heard == []
    opened.start()
    assert heard == [tmp_path / NAME]
    QCoreApplication.sendEvent(qapp, event)
    assert heard == [tmp_path / NAME] * 2
    opened.stop()
    QCoreApplication.sendEvent(qapp, event)
    assert len(heard) == 2


def test_a_second_program_hands_its_file_over_and_ends(
    tmp_path: Path, qtbot: QtBot
) -> None:
    home, file = tmp_path / "home", tmp_path / NAME
    with claim(home), Receiver(home) as receiver:
        with subprocess.Popen(
            [sys.executable, "-m", "app", str(file)],
            env={**os.environ, "LUMENARY_HOME": str(home)},
            cwd=Path(__file__).resolve().parents[3],
            stderr=subprocess.PIPE,
            text=True,
        ) as second:
            qtbot.waitUntil(lambda: receiver.heard == [file], timeout=60_000)
            _, said = second.communicate(timeout=60)
        assert (second.returncode, said) == (0, "")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="always a display")
def test_without_a_display_the_command_is_named(tmp_path: Path) -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "app", str(tmp_path / NAME)],
        env={**environment, "LUMENARY_HOME": str(tmp_path / "home")},
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert f"lumenary models import “{tmp_path / NAME}”" in done.stderr
    assert not (tmp_path / "home").exists()
