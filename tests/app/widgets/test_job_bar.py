"""The job bar beside a runner with real children."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.job_bar import JobBar
from app.widgets.notices_dialog import NoticesDialog
from app.worker.job_runner import JobRunner
from app.worker.worker_process import Patience
from core.jobs.requests import DrawSamplesRequest
from core.paths import UserFolders

"""What the offscreen platform says of every window with a smallest size."""

SPEAK = """
import json, sys, time

def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)

def step(done, total, left=None):
    say("progress", activity="Drawing stills", done=done, total=total,
        seconds_left=left)

say("started", protocol=1, job="one", kind="draw_samples")
"""
DONE = """
say("finished", result={"kind": "draw_samples", "folder": "x",
                        "labelled": 1, "unsorted": 2})
"""
EXPORTED = """
say("finished", result={{"kind": "export_findings", "table": {table!r},
                        "stills": 3, "reviewed": 1}})
"""
LISTEN = "\nsys.stdin.readline(); time.sleep(0.3); say('cancelled')\n"

Play = Callable[[str], JobRunner]


@pytest.fixture
def bar(qtbot: QtBot) -> JobBar:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.resize(800, bar.height())
    bar.show()
    return bar


@pytest.fixture
def play(tmp_path: Path, bar: JobBar) -> Iterator[Play]:
    """Start a script as worker, with the bar following."""
    runners: list[JobRunner] = []

    def start(script: str) -> JobRunner:
        worker = tmp_path / "worker.py"
        worker.write_text(SPEAK + textwrap.dedent(script), encoding="utf-8")
        if not runners:
            command = [sys.executable, str(worker)]
            runner = JobRunner(
                UserFolders(tmp_path / "home"),
                lambda job: command,
                patience=Patience(to_leave=1.0),
            )
            bar.follow(runner)
            runners.append(runner)
        runners[0].start(DrawSamplesRequest(out=tmp_path / "out"))
        return runners[0]

    yield start
    for runner in runners:
        runner.shut_down()


def texts(bar: JobBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]


def button(bar: JobBar, name: str) -> QPushButton:
    (found,) = (
        one for one in bar.findChildren(QPushButton) if one.accessibleName() == name
    )
    return found


def progress(bar: JobBar) -> QProgressBar:
    return bar.findChildren(QProgressBar)[0]


def test_nothing_runs_at_first(bar: JobBar) -> None:
    assert texts(bar) == ["Ready"]
    assert not progress(bar).isVisible()
    assert not button(bar, "Stop").isVisible()


def test_what_runs_how_far_and_how_long_still(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    play("step(1_037, 2_074, 12.3)" + LISTEN)
    assert texts(bar)[0] == "Starting…"
    assert progress(bar).maximum() == 0  # busy
    qtbot.waitUntil(
        lambda: texts(bar) == ["Drawing stills", "1,037 of 2,074 · about 12 s left"],
        timeout=10_000,
    )
    assert progress(bar).value() * 2 == progress(bar).maximum()
    assert button(bar, "Stop").isVisible()


def test_an_unknown_total_is_shown_as_busy(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    play("step(37, None)" + LISTEN)
    qtbot.waitUntil(lambda: texts(bar) == ["Drawing stills", "37"], timeout=10_000)
    assert progress(bar).maximum() == 0


def test_how_it_ended_stays_until_the_next(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    runner = play(DONE)
    with qtbot.waitSignal(runner.ended, timeout=10_000) as ended:
        pass
    assert texts(bar) == [ended.args[0].sentence]
    assert not progress(bar).isVisible()
    play(LISTEN)
    assert texts(bar)[0] == "Starting…"


class FolderProgram(QObject):
    """Takes the place of the program that shows folders."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Path] = []

    @Slot(QUrl)
    def show_folder(self, url: QUrl) -> None:
        """Note what it is asked to show."""
        self.shown.append(Path(url.toLocalFile()))


@pytest.fixture
def folder_program() -> Iterator[FolderProgram]:
    """What this computer shows folders with, for one test."""
    program = FolderProgram()
    QDesktopServices.setUrlHandler("file", program, "show_folder")
    yield program
    QDesktopServices.unsetUrlHandler("file")


def test_where_a_table_was_written_is_said_and_shown(
    qtbot: QtBot,
    bar: JobBar,
    play: Play,
    tmp_path: Path,
    folder_program: FolderProgram,
) -> None:
    runner = play(EXPORTED.format(table=str(tmp_path / "a.csv")))
    with qtbot.waitSignal(runner.ended, timeout=10_000):
        pass
    assert texts(bar)[0].startswith(f"Wrote a.csv to {tmp_path} in ")
    show = button(bar, "Show in folder")
    assert show.isVisible()
    assert show.toolTip() == str(tmp_path)
    show.click()
    assert folder_program.shown == [tmp_path]
    play(LISTEN)
    assert not show.isVisible()


def test_what_the_window_shows_itself_has_no_folder_to_open(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    with qtbot.waitSignal(play(DONE).ended, timeout=10_000):
        pass
    assert not button(bar, "Show in folder").isVisible()


def test_stop_is_acknowledged_at_once(qtbot: QtBot, bar: JobBar, play: Play) -> None:
    runner = play("step(1, 2)" + LISTEN)
    with qtbot.waitSignal(runner.event_received, timeout=10_000):
        pass
    with qtbot.waitSignal(runner.ended, timeout=10_000):
        qtbot.mouseClick(button(bar, "Stop"), Qt.MouseButton.LeftButton)
        stopping = button(bar, "Stopping")
        assert stopping.text() == "Stopping…"
        assert not stopping.isEnabled()
    assert texts(bar)[0].startswith("Cancelled.")
    play(LISTEN)
    assert button(bar, "Stop").isEnabled()


def test_notices_are_counted_listed_and_grow(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    runner = play(
        "say('notice', severity='warning', message='first')\n"
        "say('notice', severity='info', message='second')\n"
        + LISTEN.replace(
            "say('c", "say('notice', severity='info', message='third'); say('c"
        )
    )
    qtbot.waitUntil(lambda: bar._notices_button.text() == "2 notices", timeout=10_000)
    qtbot.mouseClick(button(bar, "2 notices"), Qt.MouseButton.LeftButton)
    (dialog,) = bar.findChildren(NoticesDialog)
    with qtbot.waitSignal(runner.ended, timeout=10_000):
        runner.cancel()
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert rows == ["first", "second", "third"]
    assert button(bar, "3 notices").isVisible()
    with qtbot.waitSignal(dialog.destroyed, timeout=5_000):
        dialog.close()
    play(LISTEN)
    assert not bar._notices_button.isVisible()


def test_the_bar_never_changes_its_height(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    heights = {bar.height()}
    runner = play("step(1, 2, 3)\nsay('notice', severity='info', message='x')" + DONE)
    runner.event_received.connect(lambda event: heights.add(bar.height()))
    with qtbot.waitSignal(runner.ended, timeout=10_000):
        heights.add(bar.height())
    heights.add(bar.height())
    assert len(heights) == 1
    assert bar.sizeHint().height() <= bar.height()


def test_every_control_has_an_accessible_name(bar: JobBar) -> None:
    for kind in (QPushButton, QProgressBar):
        for control in bar.findChildren(kind):
            assert control.accessibleName()
