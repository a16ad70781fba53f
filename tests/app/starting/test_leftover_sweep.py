"""Leftovers are swept beside the window, and closing it waits for nothing."""

import os
import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.starting.leftover_sweep import LeftoverSweep
from core.paths import UserFolders


def test_what_a_killed_process_left_is_gone_and_the_rest_is_not(
    tmp_path: Path, qtbot: QtBot
) -> None:
    old, young = tmp_path / ".lumenary-aaaaaaaa", tmp_path / ".lumenary-bbbbbbbb"
    for file in old, young:
        file.write_text("half of a table")
    os.utime(old, (1, 1))
    sweep = LeftoverSweep(UserFolders(tmp_path))
    sweep.start()
    qtbot.waitUntil(lambda: not old.exists())
    sweep.stop()
    assert young.exists()


def test_stopping_ends_it_between_two_files(tmp_path: Path, qtbot: QtBot) -> None:
    for number in range(3000):
        file = tmp_path / f".lumenary-{number:08}"
        file.touch()
        os.utime(file, (1, 1))
    sweep = LeftoverSweep(UserFolders(tmp_path))
    sweep.start()
    sweep.stop()
    sweep.stop()
    qtbot.waitUntil(lambda: "leftovers" not in names_of_threads())
    assert any(tmp_path.iterdir())


def names_of_threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}
