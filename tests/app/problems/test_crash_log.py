"""Native crashes in real children, told at the next start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.problems.crash_log import CRASH_LOG, crash_problem

CHILD = """
import faulthandler, os, sys
from pathlib import Path
from app.problems.crash_log import CrashLog

log = CrashLog(Path(sys.argv[1]))
log.start()
print(log.last_crash() or "none", flush=True)
def deep_in_the_work():
    {last}
deep_in_the_work()
"""


def run(home: Path, last: str) -> tuple[str, int]:
    child = subprocess.run(
        [sys.executable, "-c", CHILD.format(last=last), str(home)],
        capture_output=True,
        text=True,
        check=False,
    )
    return child.stdout, child.returncode


@pytest.mark.parametrize("crash", ["os.abort()", "faulthandler._sigsegv()"])
def test_a_crash_is_told_at_the_next_start_once_and_kept(
    tmp_path: Path, crash: str
) -> None:
    home = tmp_path / "Дом"
    assert run(home, crash)[1] != 0
    told, status = run(home, "log.close()")
    assert "Fatal Python error" in told
    assert "deep_in_the_work" in told
    assert status == 0
    assert run(home, "log.close()")[0] == "none\n"
    (kept,) = home.glob("crash-*.log")
    assert "deep_in_the_work" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("end", ["log.close()", "sys.exit(3)", "os._exit(3)"])
def test_an_end_that_is_no_crash_leaves_nothing_to_tell(
    tmp_path: Path, end: str
) -> None:
    run(tmp_path, end)
    assert run(tmp_path, "log.close()")[0] == "none\n"
    assert list(tmp_path.iterdir()) == []


def test_an_error_that_was_survived_is_no_crash(tmp_path: Path) -> None:
    run(tmp_path, "faulthandler.dump_traceback(log._stream); log.close()")
    assert run(tmp_path, "log.close()")[0] == "none\n"


def test_two_data_folders_do_not_disturb_one_another(tmp_path: Path) -> None:
    run(tmp_path / "one", "os.abort()")
    assert run(tmp_path / "two", "log.close()")[0] == "none\n"
    assert "Fatal" in run(tmp_path / "one", "log.close()")[0]


def test_only_the_last_crashes_are_kept(tmp_path: Path) -> None:
    for year in range(2001, 2010):
        (tmp_path / f"crash-{year}.log").write_text("old")
    (tmp_path / CRASH_LOG).write_text("Fatal")
    assert run(tmp_path, "log.close()")[0] == "Fatal\n"
    kept = sorted(path.name for path in tmp_path.glob("crash-*.log"))
    assert len(kept) == 5
    assert kept[:4] == [f"crash-{year}.log" for year in range(2006, 2010)]


def test_a_data_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(tmp_path / "file" / "home", "log.close()") == ("none\n", 0)


@pytest.mark.skipif(os.name == "nt", reason="folders are not protected there")
def test_a_crash_is_told_even_where_it_cannot_be_put_aside(tmp_path: Path) -> None:
    (tmp_path / CRASH_LOG).mkdir()
    assert run(tmp_path, "log.close()") == ("none\n", 0)


def test_a_crash_is_shown_as_one() -> None:
    problem = crash_problem("Fatal Python error")
    assert problem.is_bug
    assert problem.details == "Fatal Python error"
    assert "Reviews were kept" in problem.hint
