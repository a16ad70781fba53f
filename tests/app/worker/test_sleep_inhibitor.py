"""Staying awake never holds up the work, whatever the desktop answers."""

import socket
import threading
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.worker.sleep_inhibitor import SleepInhibitor


def threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "stay awake"]


def test_it_is_held_until_it_is_released(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")  # asks nobody and agrees
    inhibitor = SleepInhibitor()
    assert not inhibitor.in_effect
    inhibitor.hold()
    inhibitor.hold()
    assert len(threads()) == 1
    qtbot.waitUntil(lambda: inhibitor.in_effect, timeout=5_000)
    inhibitor.close()
    assert not inhibitor.in_effect
    assert threads() == []


def test_it_can_be_held_again_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")
    inhibitor = SleepInhibitor()
    for _ in range(20):
        inhibitor.hold()
        inhibitor.release()
    inhibitor.hold()
    qtbot.waitUntil(lambda: inhibitor.in_effect, timeout=5_000)
    inhibitor.close()
    qtbot.waitUntil(lambda: threads() == [], timeout=5_000)


def test_nobody_to_ask_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAKEPY_FORCE_FAILURE", "yes")
    inhibitor = SleepInhibitor()
    inhibitor.hold()
    inhibitor.close()
    assert threads() == []


def test_a_desktop_that_does_not_answer_holds_up_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX) as desktop:
        desktop.bind(str(tmp_path / "bus"))
        desktop.listen()
        address = f"unix:path={tmp_path / 'bus'}"
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        inhibitor = SleepInhibitor()
        begin = time.monotonic()
        inhibitor.hold()
        inhibitor.release()
        assert time.monotonic() - begin < 0.1
        connection, _ = desktop.accept()
        connection.close()
    qtbot.waitUntil(lambda: threads() == [], timeout=10_000)


def test_releasing_what_is_not_held() -> None:
    inhibitor = SleepInhibitor()
    inhibitor.release()
    inhibitor.close()
