"""The runner with real children: one end for every job, whatever its process does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.worker.job_outcome import CANCELLED_BY_FORCE, JobOutcome, OutcomeKind
from app.worker.job_runner import JobRunner, JobRunning, JobState
from app.worker.worker_process import SLICE, Patience
from core.errors import LumenaryError
from core.files import WriteFailed
from core.jobs.events import Event, Notice, Started, StillsClassified
from core.jobs.requests import ClassifyRequest, DrawSamplesRequest, Job, JobRequest
from core.jobs.results import ClassifyResult, DrawSamplesResult
from core.paths import UserFolders
from tests.app.worker.played_worker import QUICK, played_runner, script_writer
from tests.small_model import coloured_stills, write_model

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")

Play = Callable[..., JobRunner]


class Told:
    """Takes down what a runner tells, in order."""

    def __init__(self, runner: JobRunner) -> None:
        self.order: list[str] = []
        self.events: list[Event] = []
        self.outcomes: list[JobOutcome] = []
        self.states: list[JobState] = []
        runner.started.connect(self._on_started)
        runner.event_received.connect(self._on_event)
        runner.ended.connect(self._on_ended)
        runner.state_changed.connect(self.states.append)

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
def play(tmp_path: Path, folders: UserFolders) -> Iterator[Play]:
    """Return a runner whose worker is a script."""
    runners: list[JobRunner] = []
    write = script_writer(tmp_path)

    def make(script: str, patience: Patience = QUICK) -> JobRunner:
        runners.append(played_runner(folders, [write(script)], patience))
        return runners[-1]

    yield make
    for runner in runners:
        runner.shut_down()


@pytest.fixture
def request_(tmp_path: Path) -> JobRequest:
    return DrawSamplesRequest(out=tmp_path / "drawn", stills=3)


def outcome_of(qtbot: QtBot, runner: JobRunner, request: JobRequest) -> JobOutcome:
    with qtbot.waitSignal(runner.ended, timeout=20_000) as ended:
        runner.start(request)
    assert runner.state is JobState.IDLE
    return ended.args[0]


def test_a_job_is_told_from_start_to_one_end(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("hello(); note('one'); note('two'); done()")
    told = Told(runner)
    outcome = outcome_of(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.FINISHED
    assert isinstance(outcome.result, DrawSamplesResult)
    assert outcome.problem is None
    assert outcome.sentence.startswith("Drew 3 stills in ")
    assert told.order == ["started", "event", "event", "event", "ended"]
    assert isinstance(told.events[0], Started)
    assert told.states == [JobState.STARTING, JobState.RUNNING, JobState.IDLE]


def test_what_the_worker_says_of_its_end_is_told(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play(
        "hello(); say('failed', user_message='No stills.', hint='Choose others.', "
        "details='in x'); sys.exit(3)"
    )
    outcome = outcome_of(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.problem is not None
    assert outcome.problem.user_message == outcome.sentence == "No stills."
    assert outcome.problem.hint == "Choose others."
    assert not outcome.problem.is_bug


def test_a_job_that_fails_before_it_is_begun_is_told(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("say('failed', user_message='No job.')")
    assert outcome_of(qtbot, runner, request_).sentence == "No job."


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("hello(); sys.exit(7)", "exit status was 7"),
        ("hello()", "exit status was 0"),
        ("sys.exit(0)", "exit status was 0"),
        pytest.param("hello(); os.abort()", "SIGABRT", marks=posix),
        pytest.param(
            "hello(); os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL", marks=posix
        ),
        pytest.param(
            "hello(); os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV", marks=posix
        ),
    ],
)
def test_a_worker_that_dies_is_told_with_what_it_last_wrote(
    qtbot: QtBot, play: Play, request_: JobRequest, script: str, words: str
) -> None:
    runner = play(
        "from pathlib import Path\n"
        "Path(sys.argv[1]).with_name('worker.log').write_text('last of the log')\n"
        "print('not yet redirected', file=sys.stderr, flush=True)\n" + script
    )
    told = Told(runner)
    outcome = outcome_of(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.DIED
    assert outcome.problem is not None
    assert words in outcome.problem.details
    assert "not yet redirected" in outcome.problem.details
    assert "last of the log" in outcome.problem.details
    assert "Originals" in outcome.problem.hint
    assert told.order.count("ended") == 1


def test_an_error_at_import_is_in_the_report(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    outcome = outcome_of(qtbot, play("import no_such_module"), request_)
    assert outcome.problem is not None
    assert "No module named 'no_such_module'" in outcome.problem.details
    assert outcome.problem.is_bug


@pytest.mark.parametrize("command", ["no-such-program", "/"])
def test_a_worker_that_cannot_be_started_is_told_after_start_returned(
    qtbot: QtBot, folders: UserFolders, request_: JobRequest, command: str
) -> None:
    runner = JobRunner(folders, lambda job: [command, str(job)])
    told = Told(runner)
    with qtbot.waitSignal(runner.ended, timeout=5_000) as ended:
        runner.start(request_)
        assert told.order == ["started"]
    outcome = ended.args[0]
    assert outcome.kind is OutcomeKind.DIED
    assert "could not be started" in outcome.sentence
    assert told.order == ["started", "ended"]


@pytest.mark.parametrize(
    "said",
    [
        "hello(); print('chatter of a library', flush=True)",
        "hello(); say('dance', steps=3)",
        "hello(); say('notice', severity='info')",
        "hello(); sys.stdout.buffer.write(b'\\xff\\xfe\\x00{}\\n'); sys.stdout.flush()",
        "hello(protocol=2)",
        "note('no greeting')",
        "print('{not JSON', flush=True)",
    ],
)
def test_a_worker_that_speaks_another_language_is_ended(
    qtbot: QtBot, play: Play, request_: JobRequest, said: str
) -> None:
    runner = play(f"print(os.getpid(), file=sys.stderr)\n{said}\nsys.stdin.readline()")
    outcome = outcome_of(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.MISUNDERSTOOD
    assert outcome.problem is not None
    assert "do not understand" in outcome.sentence


def test_what_is_printed_before_the_greeting_does_no_harm(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("print('Welcome to this hospital', flush=True); hello(); done()")
    assert outcome_of(qtbot, runner, request_).kind is OutcomeKind.FINISHED


def test_nothing_is_told_after_the_last_event(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("hello(); done(); note('late'); print('noise'); done()")
    told = Told(runner)
    outcome = outcome_of(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.FINISHED
    assert told.order == ["started", "event", "ended"]


def test_a_worker_that_is_done_and_does_not_leave_is_ended(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("hello(); done(); time.sleep(60)")
    assert outcome_of(qtbot, runner, request_).kind is OutcomeKind.FINISHED
    assert not psutil.Process().children()


def cancel_when_running(
    qtbot: QtBot, runner: JobRunner, request: JobRequest
) -> tuple[JobOutcome, float]:
    with qtbot.waitSignal(runner.event_received, timeout=10_000):
        runner.start(request)
    with qtbot.waitSignal(runner.ended, timeout=10_000) as ended:
        begin = time.monotonic()
        runner.cancel()
        assert runner.state is JobState.CANCELLING
        assert time.monotonic() - begin < 0.1
    return ended.args[0], time.monotonic() - begin


def test_a_worker_that_agrees_is_cancelled_and_its_rows_are_kept(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play(
        "hello(); word = sys.stdin.readline().strip(); note(word); "
        "say('cancelled', message='Cancelled.')"
    )
    told = Told(runner)
    outcome, seconds = cancel_when_running(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.CANCELLED
    assert outcome.problem is None
    assert seconds < 2
    assert isinstance(told.events[-1], Notice)
    assert told.events[-1].message == "cancel"


DEAF = {
    "sleeps": "hello(); time.sleep(60)",
    "ignores signals": """
        for number in signal.SIGTERM, signal.SIGINT:
            signal.signal(number, signal.SIG_IGN)
        hello()
        while True: time.sleep(60)
    """,
    "is stopped": "hello(); os.kill(os.getpid(), signal.SIGSTOP)",
    "chatters": """
        hello()
        os.close(0)
        while True: note('x' * 1000); time.sleep(0.001)
    """,
}


@posix
def test_workers_that_do_not_listen_are_gone_within_five_seconds(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runners = [play(script, patience=Patience()) for script in DEAF.values()]
    told = [Told(runner) for runner in runners]
    for runner in runners:
        runner.start(request_)
    qtbot.waitUntil(lambda: all(one.events for one in told), timeout=10_000)
    workers = psutil.Process().children()
    assert len(workers) == len(DEAF)
    begin = time.monotonic()
    for runner in runners:
        runner.cancel()
    assert time.monotonic() - begin < 0.1
    qtbot.waitUntil(lambda: all(one.outcomes for one in told), timeout=10_000)
    assert time.monotonic() - begin < 5
    assert not any(worker.is_running() for worker in workers)
    for one in told:
        (outcome,) = one.outcomes
        assert outcome.kind is OutcomeKind.CANCELLED
        assert outcome.sentence == CANCELLED_BY_FORCE
        assert outcome.problem is None


def test_cancelling_before_the_worker_has_spoken(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("sys.stdin.readline(); hello(); say('cancelled')")
    with qtbot.waitSignal(runner.ended, timeout=10_000) as ended:
        runner.start(request_)
        runner.cancel()
        runner.cancel()
    assert ended.args[0].kind is OutcomeKind.CANCELLED


def test_work_that_was_done_before_the_cancel_arrived_is_done(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("hello(); sys.stdin.readline(); done()")
    outcome, _ = cancel_when_running(qtbot, runner, request_)
    assert outcome.kind is OutcomeKind.FINISHED


def test_one_job_at_a_time(qtbot: QtBot, play: Play, request_: JobRequest) -> None:
    runner = play("hello(); sys.stdin.readline(); say('cancelled')")
    runner.start(request_)
    with pytest.raises(JobRunning):
        runner.start(request_)
    runner.shut_down()


def test_the_next_job_can_be_started_by_whoever_hears_of_the_end(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("hello(); done()")
    told = Told(runner)
    outcomes = told.outcomes

    def again() -> None:
        if len(outcomes) < 3:
            runner.start(request_)

    runner.ended.connect(again)
    runner.start(request_)
    qtbot.waitUntil(lambda: len(outcomes) == 3, timeout=20_000)
    assert len({outcome.job.id for outcome in outcomes}) == 3
    assert told.order == ["started", "event", "ended"] * 3


def test_a_data_folder_that_cannot_be_written_is_an_error_at_start(
    tmp_path: Path, request_: JobRequest
) -> None:
    (tmp_path / "file").write_text("in the way")
    runner = JobRunner(UserFolders(tmp_path / "file" / "home"))
    told = Told(runner)
    with pytest.raises((WriteFailed, LumenaryError)):
        runner.start(request_)
    assert runner.state is JobState.IDLE
    assert told.order == []


@pytest.mark.parametrize("script", ["time.sleep(60)", "hello(); time.sleep(60)"])
def test_shutting_down_waits_for_the_end_and_tells_it(
    play: Play, request_: JobRequest, script: str
) -> None:
    runner = play(script)
    told = Told(runner)
    runner.start(request_)
    begin = time.monotonic()
    runner.shut_down()
    assert time.monotonic() - begin < 5
    assert [outcome.kind for outcome in told.outcomes] == [OutcomeKind.CANCELLED]
    assert runner.state is JobState.IDLE


def test_shutting_down_with_nothing_to_end(folders: UserFolders) -> None:
    JobRunner(folders).shut_down()


def test_shutting_down_in_the_middle_of_events(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play("hello()\nfor n in range(1000): note(str(n))\nsys.stdin.readline()")
    told = Told(runner)
    runner.event_received.connect(
        lambda event: runner.shut_down() if len(told.events) == 10 else None
    )
    with qtbot.waitSignal(runner.ended, timeout=10_000):
        runner.start(request_)
    assert told.order.count("ended") == 1
    assert told.order[-1] == "ended"


FLOOD = """
still = {{"file": "exam/still.jpg", "predicted_class": "polyps",
         "confidence": 0.98, "decision": "accept",
         "probabilities": {{f"class {{n}}": 0.125 for n in range(8)}},
         "true_class": None, "error": "", "digest": "0" * 64}}
hello()
line = json.dumps({{"event": "stills_classified", "stills": [still] * 32}}) + "\\n"
for _ in range({batches}):
    sys.stdout.write(line)
sys.stdout.flush()
done()
"""


def test_a_hundred_thousand_rows_are_all_told_before_the_end(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play(FLOOD.format(batches=3_125))
    rows = 0

    def count(event: Event) -> None:
        nonlocal rows
        rows += len(event.stills) if isinstance(event, StillsClassified) else 0

    runner.event_received.connect(count)
    assert outcome_of(qtbot, runner, request_).kind is OutcomeKind.FINISHED
    assert rows == 100_000


def test_the_window_reacts_between_slices_of_a_stream(
    qtbot: QtBot, play: Play, request_: JobRequest
) -> None:
    runner = play(FLOOD.format(batches=300))
    events_of_turns = [0]
    turn = QTimer()
    turn.timeout.connect(lambda: events_of_turns.append(0))
    turn.start(0)

    def be_slow(event: Event) -> None:
        time.sleep(SLICE / 4)
        events_of_turns[-1] += 1

    runner.event_received.connect(be_slow)
    outcome_of(qtbot, runner, request_)
    assert sum(events_of_turns) == 301
    assert max(events_of_turns) <= 10  # two slices may stand between two ticks


WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.worker.job_runner import JobRunner
from core.jobs.requests import DrawSamplesRequest
from core.paths import UserFolders

home = Path(sys.argv[1])
application = QCoreApplication([])
runner = JobRunner(UserFolders(home))
runner.event_received.connect(lambda event: print(event.event, flush=True))
process = runner.start(DrawSamplesRequest(out=home / "drawn", stills=3_000))
application.exec()
"""


@posix
def test_a_worker_does_not_outlive_a_window_that_is_killed(
    folders: UserFolders,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(folders.home)],
        stdout=subprocess.PIPE,
        text=True,
    ) as window:
        assert window.stdout
        assert window.stdout.readline() == "started\n"
        (worker,) = psutil.Process(window.pid).children()
        window.send_signal(signal.SIGKILL)
        worker.wait(timeout=15)
    assert not (folders.home / "drawn").exists()


def test_a_real_worker_classifies_with_a_small_model(
    qtbot: QtBot, folders: UserFolders, tmp_path: Path
) -> None:
    (folders.models / "small").mkdir(parents=True)
    write_model(folders.models / "small", name="small")
    pixels, labels = coloured_stills(np.random.default_rng(1), each=2)
    stills = tmp_path / "stills"
    stills.mkdir()
    for number, still in enumerate(pixels):
        (stills / f"{number}.png").write_bytes(cv2.imencode(".png", still)[1].tobytes())
    (stills / "broken.jpg").write_bytes(b"no still")
    runner = JobRunner(folders)
    told = Told(runner)
    outcome = outcome_of(
        qtbot, runner, ClassifyRequest(folder=stills, model="small", threads=1)
    )
    assert outcome.problem is None
    assert isinstance(outcome.result, ClassifyResult)
    rows = [
        row for e in told.events if isinstance(e, StillsClassified) for row in e.stills
    ]
    assert len(rows) == len(labels) + 1
    assert outcome.sentence.startswith("Classified 6 of 7 stills in ")
    assert outcome.sentence.endswith("; 1 could not be read.")


def test_a_model_that_does_not_exist_is_told_in_words(
    qtbot: QtBot, folders: UserFolders, tmp_path: Path
) -> None:
    outcome = outcome_of(
        qtbot, JobRunner(folders), ClassifyRequest(folder=tmp_path, model="nobody")
    )
    assert outcome.kind is OutcomeKind.FAILED
    assert "nobody" in outcome.sentence
