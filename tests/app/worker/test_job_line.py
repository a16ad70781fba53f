"""The line with real children: each gets a turn and an end, and hears of itself."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import TAKEN_OUT, JobOutcome, OutcomeKind
from app.worker.job_runner import JobState
from core.errors import LumenaryError
from core.jobs.events import Event, Notice
from core.jobs.requests import DrawSamplesRequest, Job, JobRequest
from core.paths import UserFolders
from tests.app.worker.played_worker import played_runner, script_writer

PlayLine = Callable[..., JobLine]

WORKS = "hello(); note('one'); done()"
UNTIL_CANCELLED = "hello(); sys.stdin.readline(); say('cancelled')"
FINISHES_LATER = """
hello()
word = sys.stdin.readline().strip()
note(word)
word = sys.stdin.readline().strip()
if word == 'cancel': say('cancelled')
else: done()
"""
"""Goes on after it was asked to stop, as the steps that finish a training do."""


class Heard:
    """Takes down what one ticket tells."""

    def __init__(self, ticket: JobTicket) -> None:
        self.ticket = ticket
        self.order: list[str] = []
        self.events: list[Event] = []
        self.outcomes: list[JobOutcome] = []
        self.states: list[TicketState] = []
        ticket.started.connect(self._on_started)
        ticket.event_received.connect(self._on_event)
        ticket.ended.connect(self._on_ended)
        ticket.state_changed.connect(lambda: self.states.append(ticket.state))

    @property
    def notices(self) -> list[str]:
        return [event.message for event in self.events if isinstance(event, Notice)]

    @property
    def outcome(self) -> JobOutcome:
        (only,) = self.outcomes
        return only

    def _on_started(self, job: Job) -> None:
        self.order.append("started")

    def _on_event(self, event: Event) -> None:
        self.order.append("event")
        self.events.append(event)

    def _on_ended(self, outcome: JobOutcome) -> None:
        self.order.append("ended")
        self.outcomes.append(outcome)


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return UserFolders(tmp_path / "Дом 🏥")


@pytest.fixture
def play(tmp_path: Path, folders: UserFolders) -> Iterator[PlayLine]:
    """Return a line whose jobs are played by one script after the other."""
    lines: list[JobLine] = []
    write = script_writer(tmp_path)

    def make(*scripts: str) -> JobLine:
        lines.append(JobLine(played_runner(folders, [write(one) for one in scripts])))
        return lines[-1]

    yield make
    for line in lines:
        line.shut_down()


@pytest.fixture
def request_(tmp_path: Path) -> JobRequest:
    return DrawSamplesRequest(out=tmp_path / "drawn", stills=3)


@pytest.fixture
def hear(request_: JobRequest) -> Callable[..., Heard]:
    def submit(
        line: JobLine, title: str = "Drawing", request: JobRequest | None = None
    ) -> Heard:
        return Heard(line.submit(request or request_, title=title))

    return submit


Hear = Callable[..., Heard]


def until_ended(qtbot: QtBot, *heard: Heard) -> None:
    qtbot.waitUntil(lambda: all(one.outcomes for one in heard), timeout=20_000)


def until_speaks(qtbot: QtBot, heard: Heard) -> None:
    qtbot.waitUntil(lambda: bool(heard.events), timeout=20_000)


def test_a_job_alone_begins_in_the_next_turn_and_tells_everything(
    qtbot: QtBot, play: PlayLine, hear: Hear, folders: UserFolders
) -> None:
    line = play(WORKS)
    heard = hear(line)
    assert heard.ticket.state is TicketState.WAITING
    assert heard.ticket.job is None
    assert not heard.order
    until_ended(qtbot, heard)
    assert heard.order == ["started", "event", "event", "ended"]
    assert heard.states == [TicketState.RUNNING, TicketState.ENDED]
    assert heard.ticket.job == heard.outcome.job
    assert heard.ticket.run_folder == folders.runs / heard.outcome.job.id
    assert line.is_idle


def test_two_jobs_run_one_after_the_other_in_the_order_they_came(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play("hello(); note('first'); done()", "hello(); note('second'); done()")
    first, second = hear(line, "First"), hear(line, "Second")
    assert line.waiting == (first.ticket, second.ticket)
    order: list[str] = []
    for heard in first, second:
        title = heard.ticket.title
        heard.ticket.started.connect(lambda _, t=title: order.append(f"{t} begins"))
        heard.ticket.ended.connect(lambda _, t=title: order.append(f"{t} ends"))
    until_ended(qtbot, first, second)
    assert order == ["First begins", "First ends", "Second begins", "Second ends"]
    assert first.notices == ["first"]
    assert second.notices == ["second"]
    assert line.is_idle


def test_one_that_is_taken_out_never_begins_and_is_told_so(
    qtbot: QtBot, play: PlayLine, hear: Hear, folders: UserFolders
) -> None:
    line = play(UNTIL_CANCELLED)
    running, waiting = hear(line), hear(line)
    until_speaks(qtbot, running)
    line.take_out(waiting.ticket)
    assert waiting.order == ["ended"]
    assert waiting.outcome.kind is OutcomeKind.CANCELLED
    assert waiting.outcome.sentence == TAKEN_OUT
    assert waiting.outcome.problem is None
    assert line.waiting == ()
    line.take_out(running.ticket)  # does not wait
    assert running.ticket.state is TicketState.RUNNING
    assert len(list(folders.runs.iterdir())) == 1


def test_cancelling_a_waiting_one_takes_it_out_and_a_second_time_does_nothing(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play(UNTIL_CANCELLED)
    running, waiting, kept = hear(line), hear(line), hear(line)
    until_speaks(qtbot, running)
    waiting.ticket.cancel()
    kept.ticket.stop_and_keep()
    for heard in waiting, kept:
        heard.ticket.cancel()
        heard.ticket.stop_and_keep()
        assert heard.order == ["ended"]
    assert running.ticket.state is TicketState.RUNNING


def test_cancelling_what_runs_begins_the_next(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play(UNTIL_CANCELLED, WORKS)
    first, second = hear(line), hear(line)
    until_speaks(qtbot, first)
    first.ticket.cancel()
    assert first.ticket.state is TicketState.STOPPING
    assert first.ticket.is_discarded
    until_ended(qtbot, first, second)
    assert first.outcome.kind is OutcomeKind.CANCELLED
    assert second.outcome.kind is OutcomeKind.FINISHED


def test_stop_and_keep_is_acknowledged_at_once_and_the_job_ends_by_itself(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play(FINISHES_LATER)
    heard = hear(line)
    until_speaks(qtbot, heard)
    begin = time.monotonic()
    heard.ticket.stop_and_keep()
    assert heard.states[-1] is TicketState.STOPPING
    assert time.monotonic() - begin < 0.1
    assert not heard.ticket.is_discarded
    assert line.runner.state is JobState.STOPPING
    qtbot.waitUntil(lambda: heard.notices == ["stop"], timeout=10_000)
    qtbot.wait(600)  # longer than the patience of a cancel
    assert not heard.outcomes
    heard.ticket.stop_and_keep()  # once is enough: a second word would end it
    qtbot.wait(100)
    assert not heard.outcomes
    heard.ticket.cancel()
    assert heard.ticket.is_discarded
    until_ended(qtbot, heard)
    assert heard.outcome.kind is OutcomeKind.CANCELLED
    assert heard.notices == ["stop"]


def test_a_worker_deaf_to_cancel_after_stop_and_keep_is_gone_in_time(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play("hello(); time.sleep(60)")
    heard = hear(line)
    until_speaks(qtbot, heard)
    heard.ticket.stop_and_keep()
    begin = time.monotonic()
    heard.ticket.cancel()
    until_ended(qtbot, heard)
    assert time.monotonic() - begin < 5


def test_one_that_cannot_begin_ends_with_the_problem_and_the_line_goes_on(
    qtbot: QtBot, play: PlayLine, hear: Hear, folders: UserFolders
) -> None:
    line = play(UNTIL_CANCELLED, WORKS)
    first, second, third = hear(line), hear(line), hear(line)
    until_speaks(qtbot, first)
    runs = folders.runs.rename(folders.runs.with_name("elsewhere"))
    folders.runs.write_text("in the way, as a full disk is")
    second.ticket.ended.connect(lambda _: _make_room(folders, runs))
    first.ticket.cancel()
    until_ended(qtbot, first, second, third)
    assert second.order == ["ended"]
    assert second.ticket.run_folder is None
    assert second.outcome.kind is OutcomeKind.FAILED
    assert second.outcome.problem is not None
    assert not second.outcome.problem.is_bug
    assert second.outcome.job.request == second.ticket.request
    assert third.outcome.kind is OutcomeKind.FINISHED


def _make_room(folders: UserFolders, runs: Path) -> None:
    folders.runs.unlink()
    runs.rename(folders.runs)


def test_a_path_that_is_no_text_ends_the_ticket_and_raises_nothing(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play(WORKS)
    heard = hear(line, request=DrawSamplesRequest(out=Path("b\udcffd")))
    assert not heard.outcomes
    until_ended(qtbot, heard)
    assert heard.outcome.problem is not None
    assert "bytes that are no text" in heard.outcome.sentence
    assert line.is_idle


@pytest.mark.parametrize(
    ("error", "is_bug"), [(LumenaryError("Not now."), False), (KeyError("x"), True)]
)
def test_what_speaks_against_it_at_the_last_moment_is_its_problem(
    qtbot: QtBot,
    play: PlayLine,
    request_: JobRequest,
    hear: Hear,
    error: Exception,
    is_bug: bool,
) -> None:
    line = play(WORKS)

    def refuse() -> None:
        raise error

    refused = Heard(line.submit(request_, title="Refused", prepare=refuse))
    after = hear(line)
    until_ended(qtbot, refused, after)
    assert refused.order == ["ended"]
    assert refused.outcome.problem is not None
    assert refused.outcome.problem.is_bug == is_bug
    assert after.outcome.kind is OutcomeKind.FINISHED


def test_who_hears_of_the_end_can_ask_for_more(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play(WORKS)
    heard = [hear(line)]
    heard[0].ticket.ended.connect(lambda _: heard.append(hear(line)))
    qtbot.waitUntil(lambda: len(heard) == 2 and bool(heard[1].outcomes), timeout=20_000)
    assert heard[1].outcome.kind is OutcomeKind.FINISHED


def test_the_line_tells_when_it_changes_and_of_each_end(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play(WORKS)
    seen: list[tuple[bool, int]] = []
    ends: list[JobOutcome] = []
    line.changed.connect(
        lambda: seen.append((line.current is not None, len(line.waiting)))
    )
    line.ended.connect(ends.append)
    first, second = hear(line), hear(line)
    until_ended(qtbot, first, second)
    assert seen == [
        (False, 1),
        (False, 2),
        (True, 1),
        (False, 1),
        (True, 0),
        (False, 0),
    ]
    assert ends == [first.outcome, second.outcome]


def test_shutting_down_ends_what_runs_and_what_waits_and_nothing_begins(
    qtbot: QtBot, play: PlayLine, hear: Hear
) -> None:
    line = play("hello(); time.sleep(60)")
    running, waiting = hear(line), hear(line)
    until_speaks(qtbot, running)
    begin = time.monotonic()
    line.shut_down()
    assert time.monotonic() - begin < 5
    assert running.outcome.kind is waiting.outcome.kind is OutcomeKind.CANCELLED
    assert running.ticket.is_discarded
    late = hear(line)
    until_ended(qtbot, late)
    assert late.outcome.kind is OutcomeKind.CANCELLED
    assert late.order == ["ended"]


def test_shutting_down_an_empty_line(play: PlayLine) -> None:
    play(WORKS).shut_down()
