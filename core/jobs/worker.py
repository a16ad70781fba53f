"""The child process that runs one saved job for a window.

Standard output carries the events and nothing else; what libraries print goes to the
run folder's ``worker.log``. Standard input carries the commands, and its end, which
also comes when the parent dies, cancels the job.
"""

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from core.control import Control
from core.errors import LumenaryError
from core.jobs.channel import JsonLines, follow_commands
from core.jobs.events import TerminalEvent
from core.jobs.requests import Job
from core.jobs.run import LOG_FILE, failed, run_job
from core.paths import UserFolders

_ABANDONED = 3
"""The exit status of a job that did not end; see ``app/exit_codes.py``."""

SECONDS_AFTER_PARENT = 10
"""How long the work may take to stop by itself once the parent is gone."""


NICENESS = 5
"""Of 19: where both want a core, Linux gives a worker a third of what others get."""


class UnreadableJob(LumenaryError):
    """The job file is missing, damaged, or of another protocol."""


def work(job_file: Path) -> TerminalEvent:
    """Run the job of ``job.json``, talking over standard input and output."""
    _give_way()
    with _event_stream(job_file.parent / LOG_FILE) as stream:
        events = JsonLines(stream)
        try:
            job = read_job(job_file)
        except UnreadableJob as error:
            terminal = failed(error)
            events.emit(terminal)
            return terminal
        control = Control()
        threading.Thread(
            target=_follow_until_parent_dies, args=(sys.stdin, control), daemon=True
        ).start()
        return run_job(job, job_file.parent, events.emit, control)


def read_job(path: Path) -> Job:
    """Return the job that a file describes.

    Raises
    ------
    UnreadableJob
        If there is no such file, it holds no job of this protocol, or it belongs into
        another data folder than the one that it stands in.
    """
    try:
        job = Job.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnreadableJob(
            f"“{path}” is no job that this version of Lumenary can run.",
            hint="Start the work again from the window or the command line.",
            details=str(error),
        ) from error
    expected = UserFolders(job.home).runs / job.id
    if expected.resolve() != path.parent.resolve():
        raise UnreadableJob(
            f"“{path}” is a job of another data folder, and was not begun.",
            hint="Start the work again from the window or the command line.",
            details=f"{expected} named",
        )
    return job


def _give_way() -> None:
    """Lower this process's own priority, and with it that of all threads to come.

    The work takes every core. At equal rights the window, which needs one now and then
    for some milliseconds, would wait for its turn and be seen to stutter; where nobody
    else wants a core, the work loses nothing. The command line stays as it was started.
    """
    # a system that forbids it is no reason not to work
    if sys.platform == "win32":
        import psutil

        with suppress(psutil.Error, OSError):
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        with suppress(OSError):
            os.nice(NICENESS)


def _follow_until_parent_dies(lines: Iterable[str], control: Control) -> None:
    follow_commands(lines, control)
    time.sleep(SECONDS_AFTER_PARENT)
    os._exit(_ABANDONED)  # a step that never ends must not outlive the window


@contextmanager
def _event_stream(log_path: Path) -> Iterator[IO[str]]:
    """Yield the real standard output; everything else that is printed goes to a log."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    try:
        log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError:
        log = os.open(os.devnull, os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    try:
        yield stream
    finally:
        with suppress(OSError):  # the reader may be gone
            stream.close()
