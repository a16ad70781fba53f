"""A classification that was stopped is offered to be gone on with."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.worker.job_outcome import JobOutcome, OutcomeKind
from core.jobs.findings_record import FINDINGS_FILE
from core.jobs.requests import ClassifyRequest
from core.paths import UserFolders
from tests.app.driven_window import (
    DrivenWindow,
    OpenWindow,
    workers,
    write_still,
    write_stills,
)

Key = Qt.Key


def banner_words(window: DrivenWindow) -> str:
    """Return what is offered; empty where nothing is."""
    banner = window.page.resume_banner
    return window.texts(banner) if banner.isVisible() else ""


def interrupt(window: DrivenWindow, folder: Path, *, kill: bool) -> JobOutcome:
    """Classify a folder until there are rows, then stop it or kill its worker."""
    window.choose(folder)

    def start_and_interrupt() -> None:
        window.begun(window.page.start)
        window.until(lambda: window.application.findings.total > 0)
        if kill:
            (worker,) = workers()
            worker.send_signal(signal.SIGKILL)
        else:
            window.click(window.application.window, "Stop")

    return window.ended(start_and_interrupt)


def offered(window: DrivenWindow) -> str:
    """Wait until something is offered and return its words."""
    window.until(lambda: bool(banner_words(window)))
    return banner_words(window)


def searched(window: DrivenWindow) -> None:
    """Wait until the search for unfinished runs has told its result."""
    with window.qtbot.waitSignal(window.application.unfinished.found, timeout=30_000):
        pass


def asked_for(outcome: JobOutcome) -> ClassifyRequest:
    request = outcome.job.request
    assert isinstance(request, ClassifyRequest)
    return request


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_after_a_kill_going_on_gives_every_row(
    window: DrivenWindow, long_folder: Path
) -> None:
    assert interrupt(window, long_folder, kill=True).kind is OutcomeKind.DIED
    window.take_problem()
    said = offered(window)
    assert "of 1,200 stills were classified today at" in said
    assert "and then it stopped" in said
    killed = window.application.classification.run_folder
    outcome = window.ended(lambda: window.click(window.page, "Go on"))
    assert outcome.kind is OutcomeKind.FINISHED
    assert asked_for(outcome).resume == killed
    assert [row.file for row in window.rows] == sorted(row.file for row in window.rows)
    assert len({row.file for row in window.rows}) == 1200
    assert "going on with an earlier run" in outcome.sentence
    searched(window)
    assert banner_words(window) == "", "there is nothing left to do"


def test_after_a_stop_it_is_offered_and_starting_anew_begins_again(
    window: DrivenWindow, long_folder: Path, tmp_path: Path
) -> None:
    assert interrupt(window, long_folder, kill=False).kind is OutcomeKind.CANCELLED
    offered(window)
    other = write_stills(tmp_path / "clinic", ["blue"])
    window.choose(other)
    assert banner_words(window) == "", "it is of another folder"
    window.choose(long_folder)
    offered(window)

    def start_and_stop() -> None:
        ticket = window.begun(lambda: window.click(window.page, "Start anew"))
        assert banner_words(window) == ""
        ticket.cancel()

    assert asked_for(window.ended(start_and_stop)).resume is None


def test_classify_starts_anew_while_a_run_is_offered(
    window: DrivenWindow, long_folder: Path
) -> None:
    interrupt(window, long_folder, kill=False)
    offered(window)

    def start_and_stop() -> None:
        window.begun(lambda: window.click(window.page, "Classify")).cancel()

    assert asked_for(window.ended(start_and_stop)).resume is None


def test_it_is_offered_by_the_next_window_and_taken_by_keys(
    window: DrivenWindow, open_window: OpenWindow, tmp_path: Path, long_folder: Path
) -> None:
    some = tmp_path / "clinic"
    shutil.copytree(long_folder, some)
    interrupt(window, some, kill=False)
    done = window.application.findings.total
    offered(window)
    window.close()
    for still in sorted(some.iterdir())[done + 32 :]:  # to be quick
        still.unlink()
    later = open_window()
    assert "stills were classified today" in offered(later)
    assert later.page.source is not None
    assert later.page.source.folder == some
    later.button(later.page, "Go on").setFocus()
    outcome = later.ended(lambda: later.press(Key.Key_Space))
    assert outcome.kind is OutcomeKind.FINISHED
    assert len(later.rows) == len(list(some.iterdir()))


def test_other_thresholds_are_another_question(
    window: DrivenWindow, long_folder: Path
) -> None:
    interrupt(window, long_folder, kill=False)
    offered(window)
    application = window.application
    before = application.settings
    application._change(before.model_copy(update={"review_below": 0.31}))
    assert banner_words(window) == ""
    searched(window)
    assert banner_words(window) == ""
    application._change(before)
    offered(window)


def test_a_thousand_runs_do_not_hold_up_the_window(
    window: DrivenWindow, folders: UserFolders, long_folder: Path, tmp_path: Path
) -> None:
    interrupt(window, long_folder, kill=False)
    offered(window)
    run = window.application.classification.run_folder
    assert run is not None
    for number in range(1000):
        copy = folders.runs / f"{run.name}-{number}"
        copy.mkdir()
        for name in ("job.json", "events.jsonl", FINDINGS_FILE):
            (copy / name).symlink_to(run / name)
    window.choose(write_stills(tmp_path / "clinic", ["blue"]))
    searched(window)
    window.choose(long_folder)
    longest = longest_pause(window)
    assert banner_words(window)
    assert longest < 0.25, "reading them takes longer than that"


def longest_pause(window: DrivenWindow) -> float:
    """Return the longest time between two turns of the event loop until an offer."""
    longest, last = 0.0, time.monotonic()

    def turned() -> bool:
        nonlocal longest, last
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        return bool(banner_words(window))

    window.until(turned)
    return longest


def test_a_damaged_run_folder_offers_nothing_and_breaks_nothing(
    window: DrivenWindow, long_folder: Path, tmp_path: Path
) -> None:
    interrupt(window, long_folder, kill=False)
    offered(window)
    run = window.application.classification.run_folder
    assert run is not None
    (run / FINDINGS_FILE).write_text("{")
    window.choose(tmp_path)
    searched(window)
    window.choose(long_folder)
    searched(window)
    assert banner_words(window) == ""


def test_a_run_that_went_away_is_said_in_a_sentence(
    window: DrivenWindow, tmp_path: Path, long_folder: Path
) -> None:
    interrupt(window, long_folder, kill=False)
    offered(window)
    run = window.application.classification.run_folder
    assert run is not None
    shutil.rmtree(run)
    outcome = window.ended(lambda: window.click(window.page, "Go on"))
    assert outcome.kind is OutcomeKind.FAILED
    assert "can be taken over" in window.take_problem().user_message
    assert banner_words(window) == ""
    write_still(tmp_path / "clinic" / "0.png", "blue")
    assert window.classify(tmp_path / "clinic").kind is OutcomeKind.FINISHED
