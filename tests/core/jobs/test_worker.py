"""The worker as a real child process: one clean stream, one end, whatever happens."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from core.control import Control
from core.images.sample_sets import draw_samples
from core.jobs.events import (
    Cancelled,
    ClassifiedStill,
    Event,
    Failed,
    Finished,
    Started,
    StillsClassified,
    StillsFound,
    parse_event,
)
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.jobs.requests import (
    ClassifyRequest,
    DrawSamplesRequest,
    JobRequest,
    PreviewRequest,
)
from core.jobs.run import LOG_FILE, new_job, save_job
from core.jobs.worker import NICENESS
from core.paths import UserFolders

WORKER = [sys.executable, "-m", "app", "worker"]
STILLS = 200


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return UserFolders(tmp_path / "Дом 🏥")


def start(job_file: Path, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*WORKER, str(job_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,  # type: ignore[call-overload]
    )


def run(request: JobRequest, folders: UserFolders) -> tuple[list[Event], int, Path]:
    job_file = save_job(new_job(request, folders))
    with start(job_file) as worker:
        assert worker.stdout
        events = [parse_event(line) for line in worker.stdout]
    return events, worker.returncode, job_file.parent


def test_a_job_runs_from_start_to_one_end(folders: UserFolders, tmp_path: Path) -> None:
    request = DrawSamplesRequest(out=tmp_path / "drawn", stills=12)
    events, status, run_folder = run(request, folders)
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(e, Finished | Failed | Cancelled) for e in events) == 1
    assert status == 0
    kept = (run_folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [parse_event(line) for line in kept] == events


def test_a_job_that_cannot_be_done_fails_in_words(
    folders: UserFolders, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    request = PreviewRequest(paths=(empty,), out=tmp_path / "out")
    events, status, _ = run(request, folders)
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert not failed.is_bug
    assert "no stills" in failed.user_message
    assert status == 3


def test_cancel_ends_the_work_and_leaves_nothing(
    folders: UserFolders, tmp_path: Path
) -> None:
    out = tmp_path / "drawn"
    job_file = save_job(new_job(DrawSamplesRequest(out=out, stills=3_000), folders))
    with start(job_file) as worker:
        assert worker.stdin
        assert worker.stdout
        assert isinstance(parse_event(worker.stdout.readline()), Started)
        worker.stdin.write("cancel\n")
        worker.stdin.flush()
        events = [parse_event(line) for line in worker.stdout]
    assert isinstance(events[-1], Cancelled)
    assert worker.returncode == 3
    assert not out.exists()
    assert [p.name for p in tmp_path.iterdir()] == [folders.home.name]


def test_the_worker_ends_when_its_parent_dies(
    folders: UserFolders, tmp_path: Path
) -> None:
    request = DrawSamplesRequest(out=tmp_path / "drawn", stills=3_000)
    with start(save_job(new_job(request, folders))) as worker:
        assert worker.stdin
        assert worker.stdout
        worker.stdout.readline()
        worker.stdin.close()
        rest = [parse_event(line) for line in worker.stdout]
        worker.wait(timeout=30)
    assert isinstance(rest[-1], Cancelled)


@pytest.mark.parametrize("content", ["", "{}", "not JSON", '{"protocol": 99}'])
def test_a_job_file_that_is_none_is_said(content: str, tmp_path: Path) -> None:
    job_file = tmp_path / "job.json"
    job_file.write_text(content, encoding="utf-8")
    with start(job_file) as worker:
        assert worker.stdout
        events = [parse_event(line) for line in worker.stdout]
    assert [type(event) for event in events] == [Failed]
    assert worker.returncode == 3


def told_of(job_file: Path) -> str:
    """Run a job that must not be begun; return what the worker says of it."""
    with start(job_file) as worker:
        assert worker.stdout
        events = [parse_event(line) for line in worker.stdout]
    (failed,) = events
    assert isinstance(failed, Failed)
    assert not failed.is_bug
    return failed.user_message


def test_a_job_file_that_names_the_folders_of_others_is_not_begun(
    folders: UserFolders, tmp_path: Path
) -> None:
    """As a run folder from elsewhere does, put among one's own."""
    out = tmp_path / "drawn"
    theirs = save_job(new_job(DrawSamplesRequest(out=out, stills=12), folders))
    mine = tmp_path / "mine" / "runs" / theirs.parent.name
    shutil.copytree(theirs.parent, mine)
    assert "another data folder" in told_of(mine / "job.json")
    assert not out.exists()


def test_a_job_file_with_a_path_that_no_system_takes(
    folders: UserFolders, tmp_path: Path
) -> None:
    job_file = save_job(new_job(DrawSamplesRequest(out=tmp_path / "x"), folders))
    text = job_file.read_text(encoding="utf-8")
    job_file.write_text(text.replace('/x"', '/\\u0000"'), encoding="utf-8")
    assert "no job that this version" in told_of(job_file)


def test_what_libraries_print_never_reaches_the_stream(
    folders: UserFolders, tmp_path: Path
) -> None:
    noisy = tmp_path / "sitecustomize.py"
    noisy.write_text(
        "import threading, os, time\n"
        "def chatter():\n"
        "    while True:\n"
        "        os.write(1, b'chatter of a library\\n')\n"
        "        os.write(2, b'more of it\\n')\n"
        "        time.sleep(0.01)\n"
        "def late():\n"
        "    import sys\n"
        "    while 'core.images.sample_stills' not in sys.modules:\n"
        "        time.sleep(0.001)\n"
        "    chatter()\n"
        "threading.Thread(target=late, daemon=True).start()\n",
        encoding="utf-8",
    )
    request = DrawSamplesRequest(out=tmp_path / "drawn", stills=24)
    job_file = save_job(new_job(request, folders))
    import os

    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"}
    with start(job_file, env=environment) as worker:
        assert worker.stdout
        events = [parse_event(line) for line in worker.stdout]
    assert isinstance(events[-1], Finished)
    assert "chatter of a library" in (job_file.parent / LOG_FILE).read_text()


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drawn stills in two examinations; read only."""
    folder = tmp_path_factory.mktemp("осмотры") / "drawn"
    drawn = draw_samples(
        folder, stills=STILLS, control=Control(), progress=lambda done, total: None
    )
    return drawn.labelled


def test_rows_of_a_worker_are_announced_and_recorded(
    folders: UserFolders, stills: Path
) -> None:
    request = ClassifyRequest(folder=stills, model="sample")
    events, _, run_folder = run(request, folders)
    assert isinstance(events[-1], Finished)
    (found,) = (event for event in events if isinstance(event, StillsFound))
    rows = rows_of(events)
    assert found.total == len(rows) == STILLS
    assert list(read_record(run_folder / FINDINGS_FILE)[1]) == rows


def rows_of(events: list[Event]) -> list[ClassifiedStill]:
    batches = [event for event in events if isinstance(event, StillsClassified)]
    return [still for event in batches for still in event.stills]


def test_a_killed_worker_leaves_every_row_that_it_sent(
    folders: UserFolders, stills: Path
) -> None:
    request = ClassifyRequest(folder=stills, model="sample", threads=1)
    job_file = save_job(new_job(request, folders))
    events: list[Event] = []
    with start(job_file) as worker:
        assert worker.stdout
        for line in worker.stdout:
            events.append(parse_event(line))
            if isinstance(events[-1], StillsClassified):
                break
        worker.kill()
        events += map(parse_event, worker.stdout)
    assert not isinstance(events[-1], Finished)
    rows = rows_of(events)
    recorded = list(read_record(job_file.parent / FINDINGS_FILE)[1])
    assert 0 < len(rows) < STILLS
    assert recorded[: len(rows)] == rows


def test_the_worker_gives_way_to_the_window(folders: UserFolders, stills: Path) -> None:
    request = ClassifyRequest(folder=stills, model="sample")
    with start(save_job(new_job(request, folders))) as worker:
        assert worker.stdin
        assert worker.stdout
        assert isinstance(parse_event(worker.stdout.readline()), Started)
        theirs, ours = psutil.Process(worker.pid).nice(), psutil.Process().nice()
        worker.stdin.close()
        worker.stdout.read()
    if sys.platform == "win32":
        assert theirs == psutil.BELOW_NORMAL_PRIORITY_CLASS
    else:
        assert theirs == min(ours + NICENESS, 19)


def test_a_saved_job_says_all_it_needs(folders: UserFolders, tmp_path: Path) -> None:
    job_file = save_job(new_job(DrawSamplesRequest(out=tmp_path / "x"), folders))
    saved = json.loads(job_file.read_text(encoding="utf-8"))
    assert saved["home"] == str(folders.home)
    assert saved["request"]["seed"] == 42
