"""Findings of a finished classification come back without being computed again."""

from pathlib import Path

from app.worker.job_outcome import OutcomeKind
from core.jobs.requests import ClassifyRequest
from tests.app.classifying.test_resuming import (
    banner_words,
    interrupt,
    offered,
    searched,
)
from tests.app.driven_window import DrivenWindow, OpenWindow, write_still, write_stills


def test_the_next_window_offers_what_was_finished_and_shows_it(
    window: DrivenWindow, open_window: OpenWindow, tmp_path: Path
) -> None:
    clinic = write_stills(tmp_path / "clinic", ["blue", "red", "green"])
    window.classify(clinic)
    rows = window.rows
    run = window.application.classification.run_folder
    searched(window)
    assert banner_words(window) == "", "it is on the screen"
    window.close()
    write_still(clinic / "zz new.png", "blue")
    later = open_window()
    said = offered(later)
    assert "3 stills were classified today at" in said
    assert "stopped" not in said
    outcome = later.ended(lambda: later.click(later.page, "Show again"))
    assert outcome.kind is OutcomeKind.FINISHED
    assert isinstance(outcome.job.request, ClassifyRequest)
    assert outcome.job.request.resume == run
    assert [row.file for row in later.rows][:3] == [row.file for row in rows]
    assert len(later.rows) == 4, "what is new was classified"
    searched(later)
    assert banner_words(later) == ""


def test_another_folder_and_back_offers_nothing_while_it_is_on_the_screen(
    window: DrivenWindow, tmp_path: Path
) -> None:
    first = write_stills(tmp_path / "first", ["blue"])
    second = write_stills(tmp_path / "second", ["red", "blue"])
    window.classify(first)
    window.classify(second)
    window.choose(first)
    assert "1 still was classified today" in offered(window)
    window.choose(second)
    searched(window)
    assert banner_words(window) == ""


def test_classifying_anew_takes_nothing_over(
    window: DrivenWindow, tmp_path: Path
) -> None:
    first = write_stills(tmp_path / "first", ["blue"])
    window.classify(first)
    window.classify(write_stills(tmp_path / "second", ["red"]))
    window.choose(first)
    offered(window)
    outcome = window.ended(lambda: window.click(window.page, "Classify anew"))
    assert isinstance(outcome.job.request, ClassifyRequest)
    assert outcome.job.request.resume is None


def test_stopping_soon_after_beginning_anew_offers_the_fuller_run(
    window: DrivenWindow, long_folder: Path
) -> None:
    window.classify(long_folder)
    interrupt(window, long_folder, kill=False)
    assert "1,200 stills were classified today" in offered(window)
