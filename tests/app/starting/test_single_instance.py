"""One window for each data folder, whatever became of the one before."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.starting.single_instance import AlreadyOpen, HomeNotWritable, claim

AN_HOUR_AGO = time.time() - 3600
HOLD = """
import sys
from pathlib import Path
from app.starting.single_instance import claim
lock = claim(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_window(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the folder in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    with claim(tmp_path / "дом 🏥" / "home"):
        assert (tmp_path / "дом 🏥" / "home" / "window.lock").exists()
    assert not (tmp_path / "дом 🏥" / "home" / "window.lock").exists()


def test_the_second_window_says_where_the_first_is(tmp_path: Path) -> None:
    with another_window(tmp_path) as first:
        with pytest.raises(AlreadyOpen) as told:
            claim(tmp_path)
        assert f"process {first.pid} on {socket.gethostname()}" in str(told.value)
        assert "close it" in told.value.hint


def test_another_folder_is_free(tmp_path: Path) -> None:
    with another_window(tmp_path / "one"):
        claim(tmp_path / "two").release()


def test_a_window_that_closed_leaves_the_folder_free(tmp_path: Path) -> None:
    claim(tmp_path).release()
    claim(tmp_path).release()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_the_lock_of_a_killed_window_is_taken_over(tmp_path: Path) -> None:
    with another_window(tmp_path) as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert (tmp_path / "window.lock").exists()
        claim(tmp_path).release()


def test_a_lock_from_another_computer_is_never_taken_over(tmp_path: Path) -> None:
    lock = tmp_path / "window.lock"
    lock.write_text("4711\nlumenary\nendoscopy-ward-2\n")
    os.utime(lock, (AN_HOUR_AGO, AN_HOUR_AGO))
    with pytest.raises(AlreadyOpen, match="process 4711 on endoscopy-ward-2") as told:
        claim(tmp_path)
    assert str(lock) in told.value.hint


def test_a_torn_lock_is_taken_over_when_it_is_old(tmp_path: Path) -> None:
    lock = tmp_path / "window.lock"
    lock.touch()
    with pytest.raises(AlreadyOpen):
        claim(tmp_path)
    os.utime(lock, (AN_HOUR_AGO, AN_HOUR_AGO))
    claim(tmp_path).release()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeNotWritable, match="cannot be written"):
        claim(tmp_path / "file" / "home")
