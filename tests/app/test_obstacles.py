"""Folders that cannot be written, and windows that close before they are ready."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application, WindowOptions
from app.settings.kept_settings import Session, Settings, SettingsStore
from app.worker.job_outcome import OutcomeKind
from core.paths import UserFolders
from tests.app.driven_window import DrivenWindow, OpenWindow, open_dialogs, write_stills

without_permissions = pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root and Windows write into read-only folders",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_stills(tmp_path / "clinic", ["blue", "green", "red"])


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take away the right to write into a folder."""
    before = folder.stat().st_mode
    folder.chmod(before & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        yield
    finally:
        folder.chmod(before)


@without_permissions
def test_a_read_only_folder_is_classified_and_reviewed(
    window: DrivenWindow, folder: Path
) -> None:
    with read_only(folder):
        assert window.classify(folder).kind is OutcomeKind.FINISHED
        window.look_at("0.png")
        window.press(Qt.Key.Key_Return)
    assert window.row("0.png").review is not None


@without_permissions
def test_a_read_only_data_folder_is_said(
    window: DrivenWindow, folder: Path, folders: UserFolders
) -> None:
    window.choose(folder)
    with read_only(folders.home):
        window.page.start()
        assert window.take_problem().hint
    assert window.classify(folder).kind is OutcomeKind.FINISHED


def test_runs_that_cannot_be_written_are_said(
    window: DrivenWindow, folder: Path, folders: UserFolders
) -> None:
    folders.runs.write_text("in the way")
    window.choose(folder)
    window.page.start()
    assert "Couldn't write" in window.take_problem().user_message
    assert window.button(window.page, "Classify").isEnabled()
    folders.runs.unlink()
    assert window.classify(folder).kind is OutcomeKind.FINISHED


def test_settings_that_cannot_be_written_count_and_are_said(
    window: DrivenWindow, folders: UserFolders
) -> None:
    (folders.home / "settings.json").unlink()
    (folders.home / "settings.json").mkdir()
    window.application.window.settings_wanted.emit()
    dialog = window.take_dialog()
    dialog.changed.emit(window.application.settings.model_copy(update={"reader": "B"}))
    assert window.take_problem().user_message
    dialog.accept()
    assert "B" in window.texts(window.desk.review)


@pytest.mark.parametrize(
    "session",
    [
        {"folder": "/" + "x" * 100_000},
        {"folder": "relative/../..", "stills": ["/etc/passwd"]},
        {"model": "../../x\0", "geometry": "AAAA", "splitters": {"models": "////"}},
    ],
)
def test_an_absurd_session_keeps_no_window_from_opening(
    open_window: OpenWindow, folders: UserFolders, session: dict[str, object]
) -> None:
    text = json.dumps(session)
    (folders.home / "session.json").write_text(text, encoding="utf-8")
    window = open_window()
    assert window.application.presenter.dialog is None


def test_a_session_that_cannot_be_written_keeps_no_window_open(
    window: DrivenWindow, folders: UserFolders
) -> None:
    (folders.home / "session.json").mkdir()
    assert window.application.window.close()
    assert open_dialogs() == []
    assert not window.application.window.isVisible()


def test_a_log_that_vanishes_while_the_window_is_open(
    window: DrivenWindow, folder: Path, folders: UserFolders
) -> None:
    window.classify(folder)
    folders.review_log.unlink()
    window.look_at("0.png")
    window.press(Qt.Key.Key_3)
    assert "not recorded" in window.take_problem().user_message
    assert window.row("0.png").review is None


@pytest.mark.parametrize("first_start", [True, False])
def test_a_window_that_closes_at_once_leaves_nothing(
    folders: UserFolders, folder: Path, qtbot: QtBot, first_start: bool
) -> None:
    store = SettingsStore(folders.home)
    store.save_settings(Settings(notice_accepted=not first_start))
    store.save_session(Session(folder=folder, model="small"))
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    application = Application(qt, folders)
    window = application.window
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted_first):
        window.painted_first.connect(window.close)
        application.open(WindowOptions(start=True))
    qtbot.waitUntil(lambda: not window.isVisible())
    QApplication.processEvents()
    QApplication.processEvents()
    assert application.presenter.dialog is None
    assert store.load().session.folder == folder
    assert store.load().session.model == "small"
