"""The program as a user starts it: a child process, or the whole window in this one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application
from app.settings.kept_settings import Settings, SettingsStore
from core.control import Control
from core.images.sample_sets import SampleSet, draw_samples
from core.paths import UserFolders
from tests.app import driven_window
from tests.app.driven_window import DrivenWindow, OpenWindow
from tests.small_model import write_model

Lumenary = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lumenary() -> Lumenary:
    """Run a command and return what it printed and how it ended."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
            check=False,
            env={**os.environ, "COLUMNS": "200", **environment},
        )

    return run


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    """A small set of drawn stills; read only."""
    return draw_samples(
        tmp_path_factory.mktemp("drawn") / "samples",
        stills=60,
        control=Control(),
        progress=lambda done, total: None,
    )


@pytest.fixture
def write_still() -> Callable[[Path], Path]:
    """Write a plain still at any path and return it."""

    def write(path: Path) -> Path:
        rng = np.random.default_rng(sum(path.name.encode()))
        pixels = rng.integers(60, 200, (160, 200, 3), dtype=np.uint8)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
        return path

    return write


@pytest.fixture(autouse=True)
def _no_unexpected_dialog(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that leaves a dialog on the screen did not know of it."""
    yield
    if "qapp" in request.fixturenames:
        left = driven_window.open_dialogs()
        for dialog in left:
            dialog.close()
        assert left == []


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that tells three colours apart; read only."""
    folder = tmp_path_factory.mktemp("models") / "small"
    folder.mkdir()
    write_model(folder, name="small")
    return folder


@pytest.fixture(scope="session")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More stills than a worker classifies before a test has looked; read only."""
    folder = tmp_path_factory.mktemp("stills") / "long"
    return driven_window.write_stills(folder, ["blue", "green", "red"] * 400)


@pytest.fixture
def folders(small_model: Path) -> UserFolders:
    """A user's folders with the small model, and the research notice accepted."""
    own = UserFolders.from_environment()
    shutil.copytree(small_model, own.models / "small")
    SettingsStore(own.home).save_settings(Settings(notice_accepted=True, reader="Ada"))
    return own


@pytest.fixture
def open_window(qtbot: QtBot, folders: UserFolders) -> Iterator[OpenWindow]:
    """Open real windows, one after the other; nothing of them is left at the end."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    before = driven_window.Surroundings.now()
    opened: list[DrivenWindow] = []

    def open_one() -> DrivenWindow:
        opened.append(DrivenWindow(Application(qt, folders), qtbot))
        opened[-1].open()
        return opened[-1]

    yield open_one
    unexpected = [dialog.windowTitle() for dialog in driven_window.open_dialogs()]
    for window in opened:
        window.close()
    closed = driven_window.Surroundings.now()
    assert closed.threads <= before.threads, "closing ends them, not the last reference"
    for window in opened:
        window.application.window.deleteLater()
        window.application.deleteLater()
    driven_window.Surroundings.settle()
    assert unexpected == []
    assert driven_window.workers() == []
    assert driven_window.Surroundings.now().beyond(before) == []


@pytest.fixture
def window(open_window: OpenWindow) -> DrivenWindow:
    """The real window, open, in front, with the small model chosen."""
    return open_window()
