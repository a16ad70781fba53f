"""Models are trained from the window: to the end, stopped, discarded, gone on with."""

import os
import shutil
import signal
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from app.learning.estimating import EstimateState
from app.learning.train_room import TrainRoom
from app.learning.training import TrainingState
from app.learning.training_steps import Step
from app.pages.train_page import TrainPage
from app.source import Source
from app.widgets.drop_area import Dropped
from app.worker.job_outcome import OutcomeKind
from core.images.sample_sets import SampleSet
from core.jobs.interrupted_trainings import interrupted_trainings
from core.jobs.requests import GroupingRequest
from tests.app.driven_window import DrivenWindow, OpenWindow, open_dialogs, workers

_PATIENCE_MS = 240_000
"""What a busy machine may take for a training of some epochs."""
_MANY = 200
"""Epochs that no test waits for."""


def room(window: DrivenWindow) -> TrainRoom:
    assert window.application.others is not None
    return window.application.others.train


def page(window: DrivenWindow) -> TrainPage:
    return room(window).page


def until(window: DrivenWindow, condition: Callable[[], bool]) -> None:
    window.qtbot.waitUntil(condition, timeout=_PATIENCE_MS)


def turn_to(window: DrivenWindow) -> None:
    """Turn to the Train page by the rail."""
    (button,) = [
        button
        for button in window.application.window.findChildren(QAbstractButton)
        if button.text() == "Train" and button.isCheckable()
    ]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.until(page(window).isVisible)


def choose(window: DrivenWindow, samples: SampleSet, *, epochs: int) -> None:
    """Choose the drawn stills, and so many epochs for each phase."""
    turn_to(window)
    groups = GroupingRequest(groups_csv=samples.groups)
    page(window).open_with(samples.labelled, groups, name="drawn")
    for spin in page(window).form.settings.epochs:
        spin.setValue(epochs)


def learn(window: DrivenWindow, samples: SampleSet) -> None:
    """Begin a long training and wait for its first epoch."""
    choose(window, samples, epochs=_MANY)
    page(window).form.start.click()
    until(window, lambda: bool(room(window).training.progress.epochs))


def answer(window: DrivenWindow, words: str) -> None:
    """Press a button of the one question that is asked."""
    question = window.take_dialog()
    assert isinstance(question, QMessageBox)
    (button,) = [each for each in question.buttons() if each.text() == words]
    button.click()


def test_nothing_is_measured_or_asked_before_there_are_stills(
    window: DrivenWindow,
) -> None:
    turn_to(window)
    assert page(window).empty.isVisible()
    assert not page(window).banner.isVisible()
    assert room(window).estimating.state is EstimateState.NONE
    page(window).start()
    assert window.application.line.is_idle
    em = page(window).fontMetrics().height()
    assert page(window).minimumSizeHint().width() <= 43 * em, "the rail has the rest"


def test_from_stills_to_a_model_that_is_reported_compared_and_used(
    window: DrivenWindow, samples: SampleSet
) -> None:
    choose(window, samples, epochs=2)
    form, training = page(window).form, room(window).training
    assert form.recipes.current is not None
    assert form.recipes.current.name == "quick-tour", "the stills are drawn"
    until(window, lambda: room(window).estimating.state is EstimateState.KNOWN)
    assert form.estimate.words.startswith("About ")
    assert "on this computer (CPU" in form.estimate.words
    steps: list[Step] = []
    training.progressed.connect(lambda: steps.append(training.progress.step))
    form.start.click()
    assert training.asked is not None
    assert training.asked.expected is not None
    assert training.time_left() is not None
    until(window, lambda: not training.is_busy)
    assert tuple(dict.fromkeys(steps)) == training.progress.steps
    view = page(window).running
    assert [each.phase for each in training.progress.epochs] == [1, 1, 2, 2]
    assert "Phase 2, epoch 2 of 2" in view.log.toPlainText()
    ended = page(window).ended
    assert ended.isVisible()
    assert "“drawn” is ready" in ended.words
    assert "Balanced accuracy" in window.texts(ended.numbers)
    assert "n\N{NO-BREAK SPACE}=" in window.texts(ended.numbers)
    others = window.application.others
    assert others is not None
    ended.report.click()
    window.until(lambda: others.report.page.report is not None)
    assert others.report.page.isVisible()
    assert others.report.page.report is not None
    assert others.report.page.report.run == training.run_folder
    turn_to(window)
    ended.compare.click()
    asked = others.compare.bar.request()
    assert asked is not None
    assert [model.rsplit("/", 1)[-1] for model in asked.models] == ["drawn", "small"]
    assert asked.folder == samples.labelled
    turn_to(window)
    ended.use.click()
    assert window.page.isVisible()
    assert window.page.model_name == "drawn"
    turn_to(window)
    ended.again.click()
    assert form.isVisible()
    assert form.name.name == "drawn 2", "the first one is taken now"


def test_it_waits_in_line_and_can_leave_it(
    window: DrivenWindow, samples: SampleSet
) -> None:
    work = window.occupy("Drawing many stills")
    choose(window, samples, epochs=1)
    assert room(window).estimating.state is EstimateState.LATER
    page(window).start()
    view = page(window).running
    assert view.isVisible()
    assert "Waits for: Drawing many stills" in view.words
    assert not view.stop.isVisible()
    view.discard.click()
    assert page(window).ended.isVisible()
    page(window).start()
    assert not room(window).training.is_busy, "what it would train is not in view"
    page(window).ended.again.click()
    assert page(window).form.folder == samples.labelled
    work.cancel()
    window.until(lambda: window.application.line.is_idle)


def test_stopped_it_says_so_at_once_and_keeps_the_best(
    window: DrivenWindow, samples: SampleSet
) -> None:
    learn(window, samples)
    training, view = room(window).training, page(window).running
    view.stop.click()
    assert training.state is TrainingState.STOPPING
    assert "the best so far is kept" in view.words
    assert not view.stop.isEnabled()
    assert view.discard.isEnabled(), "one may still think better of it"
    until(window, lambda: not training.is_busy)
    assert training.result is not None
    assert len(training.progress.epochs) < 2 * _MANY
    assert "“drawn” is ready" in page(window).ended.words
    assert training.progress.step is Step.REPORT


def test_discarded_it_is_gone_within_five_seconds(
    window: DrivenWindow, samples: SampleSet
) -> None:
    learn(window, samples)
    training, view = room(window).training, page(window).running
    view.discard.click()
    answer(window, "Go on training")
    assert view.discard.isEnabled()
    view.discard.click()
    begin = time.monotonic()
    answer(window, "Cancel and discard")
    assert training.state is TrainingState.DISCARDING
    until(window, lambda: not training.is_busy)
    assert time.monotonic() - begin < 5.5
    assert workers() == []
    folders = window.application.folders
    assert not (folders.models / "drawn").exists()
    assert interrupted_trainings(folders.runs) == ()
    assert "was cancelled" in page(window).ended.words
    assert not page(window).ended.go_on.isVisible()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_killed_it_is_offered_at_the_next_start_and_gone_on_with(
    open_window: OpenWindow, samples: SampleSet
) -> None:
    first = open_window()
    learn(first, samples)
    done = len(room(first).training.progress.epochs)
    (worker,) = workers()
    os.kill(worker.pid, signal.SIGKILL)
    until(first, lambda: not room(first).training.is_busy)
    first.take_problem()
    outcome = room(first).training.outcome
    assert outcome is not None
    assert outcome.kind is OutcomeKind.DIED
    assert page(first).ended.go_on.isVisible()
    run = room(first).training.run_folder
    assert run is not None
    shutil.copytree(run, run.with_name(f"{run.name}-copy"))
    first.close()

    second = open_window()
    second.until(lambda: page(second).isVisible())
    banner = page(second).banner
    assert banner.isVisible()
    assert "Training “drawn” was interrupted today" in banner.words
    banner.go_on_button.click()
    training = room(second).training
    until(second, lambda: len(training.progress.epochs) > done)
    assert not banner.go_on_button.isEnabled(), "one at a time"
    epochs = [each.epoch for each in training.progress.epochs]
    assert epochs == list(range(1, len(epochs) + 1)), "none is lost, none comes twice"
    banner.discard_button.click()
    answer(second, "Keep it")
    assert banner.isVisible()
    banner.discard_button.click()
    answer(second, "Discard")
    assert not banner.isVisible()
    page(second).running.stop.click()
    until(second, lambda: not training.is_busy)
    assert training.result is not None
    assert "“drawn” is ready" in page(second).ended.words


def test_a_folder_that_is_none_is_told_in_place(
    window: DrivenWindow, samples: SampleSet
) -> None:
    turn_to(window)
    page(window).open_with(samples.unsorted / "odd")
    line = page(window).form.estimate
    until(window, lambda: room(window).estimating.state is EstimateState.FAILED)
    assert line.again_button.isVisible()
    assert "class" in line.words


def test_nobody_is_asked_about_an_estimate_when_the_window_closes(
    window: DrivenWindow, samples: SampleSet
) -> None:
    choose(window, samples, epochs=1)
    until(window, lambda: room(window).estimating.state is EstimateState.MEASURING)
    window.application.window.close()
    assert open_dialogs() == []
    assert not window.application.window.isVisible()


def test_a_pressed_start_does_not_wait_for_the_estimate(
    window: DrivenWindow, samples: SampleSet
) -> None:
    choose(window, samples, epochs=1)
    until(window, lambda: room(window).estimating.state is EstimateState.MEASURING)
    page(window).form.start.click()
    training = room(window).training
    begin = time.monotonic()
    until(window, lambda: training.state is TrainingState.RUNNING)
    assert time.monotonic() - begin < 6
    page(window).running.discard.click()
    until(window, lambda: not training.is_busy)


def test_a_still_that_is_dropped_is_no_labelled_folder(
    window: DrivenWindow, samples: SampleSet
) -> None:
    turn_to(window)
    still = next(samples.labelled.rglob("*.jpg"))
    page(window).drops.dropped.emit(Dropped(Source(still.parent, (still,))))
    assert "a subfolder for each class" in window.take_problem().user_message
    assert page(window).empty.isVisible()
    page(window).drops.dropped.emit(Dropped(Source(samples.labelled)))
    assert page(window).form.isVisible()


def test_the_drawn_stills_are_three_clicks_from_a_model(window: DrivenWindow) -> None:
    turn_to(window)
    page(window).empty.samples.click()
    assert "Drawing stills…" in window.texts(page(window).empty)
    form = page(window).form
    until(window, form.isVisible)
    assert form.missing == ""
    asked = form.asked()
    assert asked is not None
    assert (asked.request.name, asked.recipe.name) == ("drawn stills", "quick-tour")
    assert asked.request.grouping.groups_csv is not None
    assert asked.request.grouping.groups_csv.is_file()
