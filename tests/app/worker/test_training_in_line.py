"""Real trainings in the line: stopped and kept, discarded; what waits comes after."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import JobOutcome, OutcomeKind
from app.worker.job_runner import JobRunner
from core.jobs.context import library_of
from core.jobs.events import EpochFinished, Event, Progress
from core.jobs.interrupted_trainings import interrupted_trainings
from core.jobs.requests import DrawSamplesRequest
from core.jobs.results import TrainResult
from tests.core.jobs.small_training import SmallTraining, small_training

pytestmark = pytest.mark.slow

PATIENCE_MS = 120_000
MANY = (50, 1)
"""Epochs of both phases: more than a test waits for."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallTraining:
    return small_training(tmp_path_factory.mktemp("training"), epochs=MANY, patience=50)


@pytest.fixture
def line(small: SmallTraining) -> Iterator[JobLine]:
    line = JobLine(JobRunner(small.folders))
    yield line
    line.shut_down()


class Ends:
    """Takes down how tickets end, and what they told."""

    def __init__(self) -> None:
        self.outcomes: dict[str, JobOutcome] = {}
        self.events: list[Event] = []

    def follow(self, ticket: JobTicket) -> JobTicket:
        ticket.event_received.connect(self.events.append)
        ticket.ended.connect(
            lambda outcome, title=ticket.title: self.outcomes.update({title: outcome})
        )
        return ticket


def until_first_epoch(qtbot: QtBot, ends: Ends) -> None:
    qtbot.waitUntil(
        lambda: any(isinstance(event, EpochFinished) for event in ends.events),
        timeout=PATIENCE_MS,
    )


def test_stopping_keeps_a_model_says_what_finishes_it_and_lets_the_next_begin(
    qtbot: QtBot, line: JobLine, small: SmallTraining, tmp_path: Path
) -> None:
    ends = Ends()
    training = ends.follow(line.submit(small.named("kept"), title="Training"))
    drawing = DrawSamplesRequest(out=tmp_path / "drawn", stills=2)
    waiting = Ends().follow(line.submit(drawing, title="Drawing"))
    until_first_epoch(qtbot, ends)
    begin = time.monotonic()
    training.stop_and_keep()
    assert training.state is TicketState.STOPPING
    assert time.monotonic() - begin < 0.1
    told_before = len(ends.events)
    qtbot.waitUntil(lambda: "Training" in ends.outcomes, timeout=PATIENCE_MS)
    outcome = ends.outcomes["Training"]
    assert outcome.kind is OutcomeKind.FINISHED
    assert isinstance(outcome.result, TrainResult)
    assert library_of(small.folders).entry("kept").card is not None
    after = ends.events[told_before:]
    assert "Writing the model" in {e.activity for e in after if isinstance(e, Progress)}
    assert len([e for e in ends.events if isinstance(e, EpochFinished)]) < sum(MANY)
    qtbot.waitUntil(lambda: waiting.state is TicketState.ENDED, timeout=PATIENCE_MS)
    assert (tmp_path / "drawn").is_dir()


def test_discarding_after_all_leaves_nothing_within_five_seconds(
    qtbot: QtBot, line: JobLine, small: SmallTraining
) -> None:
    ends = Ends()
    training = ends.follow(line.submit(small.named("discarded"), title="Training"))
    until_first_epoch(qtbot, ends)
    (worker,) = psutil.Process().children()
    training.stop_and_keep()
    begin = time.monotonic()
    training.cancel()
    qtbot.waitUntil(lambda: "Training" in ends.outcomes, timeout=PATIENCE_MS)
    assert time.monotonic() - begin < 5
    assert not worker.is_running()
    assert ends.outcomes["Training"].kind is OutcomeKind.CANCELLED
    assert not (small.folders.models / "discarded").exists()
    assert "discarded" not in to_go_on_with(small)


def test_a_training_that_closing_ended_can_be_gone_on_with(
    qtbot: QtBot, line: JobLine, small: SmallTraining
) -> None:
    ends = Ends()
    ends.follow(line.submit(small.named("closed"), title="Training"))
    until_first_epoch(qtbot, ends)
    line.shut_down()
    assert ends.outcomes["Training"].kind is OutcomeKind.CANCELLED
    assert "closed" in to_go_on_with(small)


def to_go_on_with(small: SmallTraining) -> list[str]:
    """Return the names of the models whose trainings the next start would offer."""
    return [t.request.name for t in interrupted_trainings(small.folders.runs)]
