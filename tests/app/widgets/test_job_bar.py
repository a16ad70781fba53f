"""The job bar beside a line of jobs with real children."""

import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.job_bar import JobBar
from app.widgets.notices_dialog import NoticesDialog
from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import OutcomeKind
from app.worker.job_runner import JobRunner
from app.worker.worker_process import Patience
from core.jobs.requests import DrawSamplesRequest, JobRequest, TrainRequest
from core.paths import UserFolders

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

TRAIN = """
say("phase_started", phase=1, epochs=3)
say("progress", activity="Phase 1, epoch 1", done=1, total=4, seconds_left=5)
"""
TITLE = "Drawing “x”:"

Play = Callable[[str], JobTicket]


@pytest.fixture
def scripts() -> list[Path]:
    """What the workers play, one after the other."""
    return []


@pytest.fixture
def line(tmp_path: Path, scripts: list[Path]) -> Iterator[JobLine]:
    runner = JobRunner(
        UserFolders(tmp_path / "home"),
        lambda job: [sys.executable, str(scripts.pop(0))],
        patience=Patience(to_leave=1.0),
    )
    line = JobLine(runner)
    yield line
    line.shut_down()


@pytest.fixture
def bar(qtbot: QtBot, line: JobLine) -> JobBar:
    bar = JobBar(line)
    qtbot.addWidget(bar)
    bar.resize(900, bar.height())
    bar.show()
    return bar


@pytest.fixture
def play(
    tmp_path: Path, bar: JobBar, line: JobLine, scripts: list[Path]
) -> Callable[..., JobTicket]:
    """Have a script play a worker, with the bar following."""
    numbers = itertools.count()

    def start(
        script: str, request: JobRequest | None = None, title: str = "Drawing “x”"
    ) -> JobTicket:
        worker = tmp_path / f"worker{next(numbers)}.py"
        worker.write_text(SPEAK + textwrap.dedent(script), encoding="utf-8")
        scripts.append(worker)
        asked = request or DrawSamplesRequest(out=tmp_path / "out")
        return line.submit(asked, title=title)

    return start


@pytest.fixture
def training(tmp_path: Path) -> TrainRequest:
    return TrainRequest(folder=tmp_path / "clinic", name="colon 2")


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
    ticket = play("step(1_037, 2_074, 12.3)" + LISTEN)
    seen: list[str] = []
    ticket.event_received.connect(lambda _: seen.extend(texts(bar)))
    amount = "1,037 of 2,074 · about 12 s left"
    qtbot.waitUntil(
        lambda: texts(bar) == [f"{TITLE} Drawing stills", amount], timeout=10_000
    )
    assert seen[0] == f"{TITLE} Starting…"
    assert progress(bar).value() * 2 == progress(bar).maximum()
    assert button(bar, "Stop").isVisible()


def test_an_unknown_total_is_shown_as_busy(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    play("step(37, None)" + LISTEN)
    qtbot.waitUntil(
        lambda: texts(bar) == [f"{TITLE} Drawing stills", "37"], timeout=10_000
    )
    assert progress(bar).maximum() == 0


def test_how_it_ended_stays_until_the_next(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    with qtbot.waitSignal(play(DONE).ended, timeout=10_000) as ended:
        pass
    sentence = ended.args[0].sentence
    assert texts(bar) == [sentence]
    assert not progress(bar).isVisible()
    play(LISTEN)
    qtbot.waitUntil(lambda: texts(bar)[0] == f"{TITLE} Starting…", timeout=10_000)
    (activity,) = (one for one in bar.findChildren(QLabel) if TITLE in one.text())
    assert sentence in activity.toolTip()


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
    ticket = play(EXPORTED.format(table=str(tmp_path / "a.csv")))
    with qtbot.waitSignal(ticket.ended, timeout=10_000):
        pass
    assert texts(bar)[0].startswith(f"Wrote a.csv to {tmp_path} in ")
    show = button(bar, "Show in folder")
    assert show.isVisible()
    assert show.toolTip() == str(tmp_path)
    show.click()
    assert folder_program.shown == [tmp_path]
    play(LISTEN)
    qtbot.waitUntil(lambda: not show.isVisible(), timeout=10_000)


def test_what_the_window_shows_itself_has_no_folder_to_open(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    with qtbot.waitSignal(play(DONE).ended, timeout=10_000):
        pass
    assert not button(bar, "Show in folder").isVisible()


def until_speaks(qtbot: QtBot, ticket: JobTicket) -> None:
    with qtbot.waitSignal(ticket.event_received, timeout=10_000):
        pass


def test_stop_is_acknowledged_at_once(
    qtbot: QtBot, bar: JobBar, play: Play, line: JobLine
) -> None:
    ticket = play("step(1, 2)" + LISTEN)
    until_speaks(qtbot, ticket)
    with qtbot.waitSignal(ticket.ended, timeout=10_000):
        qtbot.mouseClick(button(bar, "Stop"), Qt.MouseButton.LeftButton)
        stopping = button(bar, "Stopping")
        assert stopping.text() == "Stopping…"
        assert not stopping.isEnabled()
        assert texts(bar)[0] == f"{TITLE} Stopping…"
    assert texts(bar)[0].startswith("Cancelled.")
    again = play(LISTEN)
    until_speaks(qtbot, again)
    assert button(bar, "Stop").isEnabled()


def test_once_cancelled_no_late_word_takes_stopping_away(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    late = "step(1, 2)\nsys.stdin.readline(); step(2, 2); time.sleep(0.3)"
    ticket = play(late + "\nsay('cancelled')")
    until_speaks(qtbot, ticket)
    bar.stop.click()
    until_speaks(qtbot, ticket)
    assert texts(bar) == [f"{TITLE} Stopping…", ""]
    assert progress(bar).maximum() == 0
    with qtbot.waitSignal(ticket.ended, timeout=10_000):
        pass


def chosen_by_keys(bar: JobBar, *keys: Qt.Key) -> None:
    """Open the menu of Stop with the space bar and press keys in it."""
    # when a way is chosen the menu is gone, and nobody hears of a key let go
    QTimer.singleShot(200, lambda: [QTest.keyPress(bar.stop.ways, key) for key in keys])
    bar.stop.setFocus()
    QTest.keyClick(bar.stop, Qt.Key.Key_Space)


def test_a_training_is_stopped_and_kept_by_keys_and_what_finishes_it_is_shown(
    qtbot: QtBot, bar: JobBar, play: Callable[..., JobTicket], training: TrainRequest
) -> None:
    finishing = """
    sys.stdin.readline()
    say("progress", activity="Writing the model", done=0, total=None)
    sys.stdin.readline(); say("cancelled")
    """
    ticket = play(TRAIN + textwrap.dedent(finishing), training, "Training “colon 2”")
    until_speaks(qtbot, ticket)
    told: list[tuple[TicketState, str]] = []
    ticket.state_changed.connect(lambda: told.append((ticket.state, texts(bar)[0])))
    chosen_by_keys(bar, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ticket.state is TicketState.STOPPING, timeout=5_000)
    assert not ticket.is_discarded
    lead = "Training “colon 2”:"
    assert told[0] == (TicketState.STOPPING, f"{lead} Stopping, the best is kept…")
    assert bar.stop.text() == "&Cancel"
    assert bar.stop.menu() is None
    qtbot.waitUntil(
        lambda: texts(bar)[0] == f"{lead} Writing the model", timeout=10_000
    )
    with qtbot.waitSignal(ticket.ended, timeout=10_000):
        qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
        assert ticket.is_discarded
        assert not bar.stop.isEnabled()


def test_a_training_is_discarded_by_keys(
    qtbot: QtBot, bar: JobBar, play: Callable[..., JobTicket], training: TrainRequest
) -> None:
    ticket = play(TRAIN + LISTEN, training)
    until_speaks(qtbot, ticket)
    with qtbot.waitSignal(ticket.ended, timeout=10_000) as ended:
        chosen_by_keys(bar, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert ticket.is_discarded
    assert ended.args[0].kind is OutcomeKind.CANCELLED


def test_the_time_left_of_a_training_is_not_that_of_one_epoch(
    qtbot: QtBot, bar: JobBar, play: Callable[..., JobTicket], training: TrainRequest
) -> None:
    epoch = """
    say("epoch_finished", phase=1, epoch=1, epochs=3, loss=1, accuracy=0, val_loss=1,
        val_accuracy=0, learning_rate=0.1, seconds=60,
        left={"least": 180, "most": 600})
    say("progress", activity="Phase 1, epoch 2", done=1, total=4, seconds_left=5)
    """
    finishing = """
    sys.stdin.readline()
    say("learning_ended", left={"least": 20.5, "most": 20.5})
    say("progress", activity="Fitting thresholds", done=1, total=4, seconds_left=1)
    """
    script = TRAIN + "time.sleep(0.5)" + textwrap.dedent(epoch + finishing) + LISTEN
    ticket = play(script, training)
    qtbot.waitUntil(lambda: texts(bar)[1:] == ["1 of 4"], timeout=10_000)
    qtbot.waitUntil(
        lambda: texts(bar)[1:] == ["1 of 4 · 3 to 10 min left"], timeout=10_000
    )
    ticket.stop_and_keep()
    qtbot.waitUntil(
        lambda: texts(bar)[1:] == ["1 of 4 · about 20 s left"], timeout=10_000
    )


def test_what_waits_is_counted_listed_and_taken_out_by_keys(
    qtbot: QtBot, bar: JobBar, play: Callable[..., JobTicket], line: JobLine
) -> None:
    assert not bar.waiting.isVisible()
    running = play("step(1, 2)" + LISTEN)
    until_speaks(qtbot, running)
    first, second = (play(DONE, title=f"Sorting “{name}”") for name in "ab")
    assert bar.waiting.text() == "2 wait"
    bar.waiting.setFocus()
    QTest.keyClick(bar.waiting, Qt.Key.Key_Space)
    unfolded = bar.waiting.list
    assert unfolded.isVisible()
    assert "Sorting “a”\nSorting “b”" in words(unfolded)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Take out: Sorting “a”"
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert first.state is TicketState.ENDED
    assert line.waiting == (second,)
    assert bar.waiting.text() == "1 waits"
    assert texts(bar)[0].startswith(TITLE), "another's end is not its own"
    QTest.keyClick(unfolded, Qt.Key.Key_Escape)
    assert not unfolded.isVisible()
    bar.waiting.click()
    with qtbot.waitSignal(second.ended, timeout=10_000):
        running.cancel()
    assert not unfolded.isVisible()
    assert not bar.waiting.isVisible()


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def test_notices_are_counted_listed_and_grow(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    ticket = play(
        "say('notice', severity='warning', message='first')\n"
        "say('notice', severity='info', message='second')\n"
        + LISTEN.replace(
            "say('c", "say('notice', severity='info', message='third'); say('c"
        )
    )
    qtbot.waitUntil(lambda: bar._notices_button.text() == "2 notices", timeout=10_000)
    qtbot.mouseClick(button(bar, "2 notices"), Qt.MouseButton.LeftButton)
    (dialog,) = bar.findChildren(NoticesDialog)
    with qtbot.waitSignal(ticket.ended, timeout=10_000):
        ticket.cancel()
    rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert rows == ["first", "second", "third"]
    assert button(bar, "3 notices").isVisible()
    with qtbot.waitSignal(dialog.destroyed, timeout=5_000):
        dialog.close()
    play(LISTEN)
    qtbot.waitUntil(lambda: not bar._notices_button.isVisible(), timeout=10_000)


def test_the_bar_never_changes_its_height(
    qtbot: QtBot, bar: JobBar, play: Play
) -> None:
    heights = {bar.height()}
    ticket = play("step(1, 2, 3)\nsay('notice', severity='info', message='x')" + DONE)
    ticket.event_received.connect(lambda event: heights.add(bar.height()))
    play(DONE)
    with qtbot.waitSignal(ticket.ended, timeout=10_000):
        heights.add(bar.height())
    heights.add(bar.height())
    assert len(heights) == 1
    assert bar.sizeHint().height() <= bar.height()


def test_every_control_has_an_accessible_name(bar: JobBar) -> None:
    for kind in (QPushButton, QProgressBar):
        for control in bar.findChildren(kind):
            assert control.accessibleName()
