"""What goes wrong in the window stands in a file that stays small."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.problems.problem import Problem
from app.problems.window_log import EARLIER, LARGEST, WindowLog, window_logs


@pytest.fixture
def log(tmp_path: Path) -> Iterator[WindowLog]:
    log = WindowLog(tmp_path)
    log.start()
    yield log
    log.close()


def test_a_problem_and_a_warning_are_taken_down(tmp_path: Path, log: WindowLog) -> None:
    log.tell(Problem("It broke.", "Try again.", "Traceback of “старый 😀.png”"))
    logging.warning("a library's word")
    (path,) = window_logs(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "It broke.\nTry again.\nTraceback of “старый 😀.png”" in text
    assert "WARNING a library's word" in text


def test_nothing_is_written_while_all_is_well_or_after_the_end(
    tmp_path: Path, log: WindowLog
) -> None:
    logging.getLogger("quiet").debug("not asked for")
    log.close()
    logging.getLogger("late").error("too late")
    assert window_logs(tmp_path) == []


def test_the_files_are_bounded_in_size_and_number(
    tmp_path: Path, log: WindowLog
) -> None:
    for number in range(40):
        log.tell(Problem(f"Problem {number}", details="x" * (LARGEST // 8)))
    logs = window_logs(tmp_path)
    assert len(logs) == 1 + EARLIER
    assert len(list((tmp_path / "logs").iterdir())) == 1 + EARLIER
    assert all(path.stat().st_size < 2 * LARGEST for path in logs)
    assert "Problem 39" in logs[0].read_text()
    assert "Problem 0\n" not in "".join(path.read_text() for path in logs)


def test_it_can_be_deleted_meanwhile(tmp_path: Path, log: WindowLog) -> None:
    logging.error("before")
    window_logs(tmp_path)[0].unlink()
    logging.error("after")
    assert "after" in window_logs(tmp_path)[0].read_text()


def test_a_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    log = WindowLog(home)
    log.tell(Problem("It broke."))
    log.start()
    logging.error("nowhere to go")
    log.close()
    assert home.read_text() == ""
