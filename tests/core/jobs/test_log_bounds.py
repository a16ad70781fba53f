"""Logs that stay small keep how they began and how they ended."""

import logging
from pathlib import Path

import pytest

from core.control import Control
from core.jobs.log_bounds import LARGEST_LOG, LEFT_OUT, ends_of, keep_ends
from core.jobs.requests import DrawSamplesRequest
from core.jobs.run import LOG_FILE, new_job, run_job, save_job
from core.paths import UserFolders


def numbered(count: int) -> bytes:
    return b"".join(b"line %06d of a log\n" % number for number in range(count))


def test_a_small_log_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_bytes(numbered(10))
    assert ends_of(log, 4096) == numbered(10)
    assert not keep_ends(log, largest=4096)
    assert log.read_bytes() == numbered(10)


def test_a_large_log_keeps_whole_lines_of_both_ends(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_bytes(numbered(1000))
    assert keep_ends(log, largest=4096)
    first, last = log.read_bytes().split(LEFT_OUT)
    assert numbered(1000).startswith(first)
    assert numbered(1000).endswith(last)
    assert first.endswith(b"\n")
    assert last.startswith(b"line ")
    assert 1024 < len(first + last) <= 2048


def test_who_appends_meanwhile_goes_on_at_the_new_end(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    with log.open("ab", buffering=0) as stream:
        for _ in range(50):
            stream.write(numbered(100))
            keep_ends(log, largest=4096)
        stream.write(b"the very last\n")
    assert log.stat().st_size < 8192
    assert log.read_bytes().startswith(b"line 000000")
    assert log.read_bytes().endswith(b"the very last\n")
    assert b"\0" not in log.read_bytes()


def test_one_endless_line_is_cut(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_bytes(b"x" * 100_000)
    assert len(ends_of(log, 4096)) <= 4097


def test_a_run_that_warns_without_end_leaves_a_small_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import core.jobs.draw_samples as work

    def warn_for_ever(_request: object, _context: object) -> None:
        logging.warning("the first thing that went wrong")
        for _ in range(3000):
            logging.warning("x" * 1000)
        msg = "and the last"
        raise RuntimeError(msg)

    monkeypatch.setattr(work, "run", warn_for_ever)
    folders = UserFolders(tmp_path)
    job = new_job(DrawSamplesRequest(out=tmp_path / "out"), folders)
    run = save_job(job).parent
    run_job(job, run, lambda _: None, Control())
    log = (run / LOG_FILE).read_text()
    assert len(log) <= LARGEST_LOG
    assert "the first thing that went wrong" in log
    assert "RuntimeError: and the last" in log
