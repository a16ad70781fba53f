"""An estimate waits for nobody's work, leaves when others wait, and tells its end."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.learning.estimate_wording import estimate_in_words
from app.learning.estimating import EstimateState, Estimating
from app.worker.job_line import JobLine
from app.worker.job_outcome import JobOutcome
from core.jobs.requests import DrawSamplesRequest, EstimateTrainingRequest
from core.paths import UserFolders
from core.time_span import TimeSpan
from tests.app.worker.played_worker import played_runner, script_writer

REQUEST = EstimateTrainingRequest(folder=Path("stills"))
OTHER = EstimateTrainingRequest(folder=Path("other"))
MEASURES = """
hello()
say("progress", activity="Timing a few steps", done=0, total=None)
say("finished", result={"kind": "estimate_training", "stills": 60, "groups": 20,
                        "takes": {"least": 250.0, "most": 780.0},
                        "learning": {"least": 200.0, "most": 700.0},
                        "after": {"least": 30.0, "most": 30.0},
                        "device": "CPU, 2 cores",
                        "all_layers_to_head": 2.5, "notices": []})
"""
STAYS = "hello(); sys.stdin.readline(); say('cancelled')"
FAILS = (
    """hello(); say("failed", user_message="There are no stills.", hint="Add some.")"""
)
WORKS = "hello(); done()"

PAUSE = 100

PlayLine = Callable[..., JobLine]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[PlayLine]:
    """Return a line whose jobs are played by one script after the other."""
    lines: list[JobLine] = []
    write = script_writer(tmp_path)

    def make(*scripts: str) -> JobLine:
        folders = UserFolders(tmp_path / "home")
        runner = played_runner(folders, [write(script) for script in scripts])
        lines.append(JobLine(runner))
        return lines[-1]

    yield make
    for line in lines:
        line.shut_down()


def other_work(line: JobLine, out: Path) -> list[JobOutcome]:
    ended: list[JobOutcome] = []
    ticket = line.submit(DrawSamplesRequest(out=out), title="Other work")
    ticket.ended.connect(ended.append)
    return ended


def until(qtbot: QtBot, estimating: Estimating, state: EstimateState) -> None:
    qtbot.waitUntil(lambda: estimating.state is state, timeout=20_000)


def test_it_is_measured_once_something_is_wanted(play: PlayLine, qtbot: QtBot) -> None:
    estimating = Estimating(play(MEASURES), pause_ms=PAUSE)
    estimating.want(REQUEST)
    until(qtbot, estimating, EstimateState.KNOWN)
    assert estimating.result is not None
    assert estimating.result.takes == TimeSpan(250, 780)
    assert estimate_in_words(estimating) == (
        "About 4 to 13 min on this computer (CPU, 2 cores) for 60 stills, "
        "depending on when it stops improving."
    )
    estimating.want(REQUEST)
    assert estimating.state is EstimateState.KNOWN, "what is known is not measured anew"


def test_choices_that_follow_each_other_are_measured_once(
    play: PlayLine, qtbot: QtBot, tmp_path: Path
) -> None:
    line = play(MEASURES)
    estimating = Estimating(line, pause_ms=PAUSE)
    ended: list[JobOutcome] = []
    line.ended.connect(ended.append)
    for request in REQUEST, OTHER, REQUEST:
        estimating.want(request)
        qtbot.wait(PAUSE // 4)
    until(qtbot, estimating, EstimateState.KNOWN)
    assert [outcome.job.request for outcome in ended] == [REQUEST]


def test_it_waits_for_other_work(play: PlayLine, qtbot: QtBot, tmp_path: Path) -> None:
    line = play(STAYS, MEASURES)
    ticket = line.submit(DrawSamplesRequest(out=tmp_path / "x"), title="Other work")
    estimating = Estimating(line, pause_ms=PAUSE)
    estimating.want(REQUEST)
    qtbot.wait(3 * PAUSE)
    assert estimating.state is EstimateState.LATER
    assert line.waiting == ()
    ticket.cancel()
    until(qtbot, estimating, EstimateState.KNOWN)


def test_it_leaves_when_somebody_waits_and_comes_back(
    play: PlayLine, qtbot: QtBot, tmp_path: Path
) -> None:
    line = play(STAYS, WORKS, MEASURES)
    estimating = Estimating(line, pause_ms=PAUSE)
    estimating.want(REQUEST)
    until(qtbot, estimating, EstimateState.MEASURING)
    begin = time.monotonic()
    ended = other_work(line, tmp_path / "x")
    qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    assert time.monotonic() - begin < 5
    until(qtbot, estimating, EstimateState.KNOWN)


def test_why_it_cannot_be_measured_is_told_until_something_else_is_chosen(
    play: PlayLine, qtbot: QtBot
) -> None:
    estimating = Estimating(play(FAILS, MEASURES), pause_ms=PAUSE)
    estimating.want(REQUEST)
    until(qtbot, estimating, EstimateState.FAILED)
    assert estimating.problem is not None
    assert estimating.problem.user_message == "There are no stills."
    estimating.want(OTHER)
    assert estimating.problem is None
    until(qtbot, estimating, EstimateState.KNOWN)


def test_a_person_may_not_want_it_and_want_it_after_all(
    play: PlayLine, qtbot: QtBot
) -> None:
    estimating = Estimating(play(STAYS, MEASURES), pause_ms=PAUSE)
    estimating.want(REQUEST)
    until(qtbot, estimating, EstimateState.MEASURING)
    estimating.leave_out()
    assert estimating.state is EstimateState.LEFT_OUT
    qtbot.wait(3 * PAUSE)
    assert estimating.state is EstimateState.LEFT_OUT
    estimating.again()
    until(qtbot, estimating, EstimateState.KNOWN)


def test_stopping_it_in_the_job_bar_leaves_it_out(play: PlayLine, qtbot: QtBot) -> None:
    line = play(STAYS)
    estimating = Estimating(line, pause_ms=PAUSE)
    estimating.want(REQUEST)
    until(qtbot, estimating, EstimateState.MEASURING)
    assert line.current is not None
    line.current.cancel()
    until(qtbot, estimating, EstimateState.LEFT_OUT)


def test_at_rest_it_measures_nothing(play: PlayLine, qtbot: QtBot) -> None:
    line = play(STAYS)
    estimating = Estimating(line, pause_ms=PAUSE)
    estimating.want(REQUEST)
    estimating.rest()
    qtbot.wait(3 * PAUSE)
    assert line.is_idle
    assert estimating.state is EstimateState.NONE
