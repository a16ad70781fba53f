"""Workers that are played by a script, so that a test knows what they will say."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

from app.worker.job_runner import JobRunner
from app.worker.worker_process import Patience
from core.paths import UserFolders

QUICK = Patience(to_leave=0.2, to_terminate=0.2)
"""So that those who are killed do not hold up the tests; one test has the real one."""

SPEAK = """
import json, os, signal, sys, time

def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)

def hello(protocol=1):
    say("started", protocol=protocol, job="one", kind="draw_samples")

def note(message):
    say("notice", severity="info", message=message)

def done():
    say("finished", result={"kind": "draw_samples", "folder": "x",
                            "labelled": 1, "unsorted": 2})
"""


def played_runner(
    folders: UserFolders, scripts: list[Path], patience: Patience = QUICK
) -> JobRunner:
    """Return a runner whose first job is played by the first script, and so on.

    The last one plays all that are left.
    """
    left = list(scripts)

    def command(job: Path) -> list[str]:
        script = left.pop(0) if len(left) > 1 else left[0]
        return [sys.executable, str(script), str(job)]

    return JobRunner(folders, command, patience=patience)


def script_writer(folder: Path) -> Callable[[str], Path]:
    """Return a function that writes a script below a folder."""
    written: list[Path] = []

    def write(script: str) -> Path:
        path = folder / f"worker{len(written)}.py"
        path.write_text(SPEAK + textwrap.dedent(script), encoding="utf-8")
        written.append(path)
        return path

    return write
