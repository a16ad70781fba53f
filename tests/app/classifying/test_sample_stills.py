"""Stills to try the program on: drawn once, then classified by the model that knows."""

from PySide6.QtWidgets import QAbstractButton

from app.classifying.sample_stills import SAMPLE_MODEL
from app.worker.job_outcome import JobOutcome, OutcomeKind
from core.jobs.requests import Job
from core.jobs.results import DrawSamplesResult
from tests.app.driven_window import DrivenWindow


def try_samples(window: DrivenWindow) -> None:
    """Click the button of the empty page."""
    (button,) = [
        button
        for button in window.page.empty_page.findChildren(QAbstractButton)
        if "sample" in button.text().lower()
    ]
    button.click()


def test_they_are_drawn_then_classified_one_after_the_other(
    window: DrivenWindow,
) -> None:
    heard: list[str] = []
    drawn: list[int] = []
    line = window.application.line

    def on_started(job: Job) -> None:
        heard.append(f"{job.request.kind} started")

    def on_ended(outcome: JobOutcome) -> None:
        assert outcome.kind is OutcomeKind.FINISHED
        heard.append(f"{outcome.job.request.kind} ended")
        if isinstance(outcome.result, DrawSamplesResult):
            drawn.append(outcome.result.unsorted)

    line.runner.started.connect(on_started)
    line.ended.connect(on_ended)  # the last one who hears of it
    try_samples(window)
    window.until(lambda: "classify ended" in heard)
    assert heard == [
        "draw_samples started",
        "draw_samples ended",
        "classify started",
        "classify ended",
    ], "who hears last of an end still hears it before the next start"
    assert window.page.model_name == SAMPLE_MODEL
    assert [len(window.rows)] == drawn


def test_the_second_time_they_are_there_already(window: DrivenWindow) -> None:
    samples = window.application.folders.home / "samples" / "unsorted"
    samples.mkdir(parents=True)
    (samples / "bad.png").touch()
    window.ended(lambda: try_samples(window))
    assert [row.file for row in window.rows] == ["bad.png"]
