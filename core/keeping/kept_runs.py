"""The run folders: which are at work, which can be gone on with, and since when."""

import json
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from core.jobs.growing_file import is_growing
from core.jobs.resuming import unfinished_runs
from core.jobs.run import EVENTS_FILE, JOB_FILE

_RUN_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)-\w+-[0-9a-f]{4}")
"""As :func:`core.jobs.run.new_job` makes them."""
_WORKER_STARTS_WITHIN: Final = timedelta(minutes=5)
"""From the folder to the first event: a worker takes a second, a cold disk many."""
_OTHER_RUNS: Final = "run", "resume"
"""The fields of a request that name the run folder of another job."""


@dataclass(frozen=True, slots=True)
class KeptRun:
    """One run folder."""

    folder: Path
    began: datetime
    """Without a zone: on this computer's clock."""
    at_work: bool
    """Whether a process works in it at this moment, as far as the system can tell."""
    unfinished: bool
    """Whether a job could go on with it, be it a classification or a training."""


def kept_runs(runs: Path) -> tuple[KeptRun, ...]:
    """Return all run folders, the oldest first; what else lies there is left out.

    Parameters
    ----------
    runs
        The folder of all run folders; need not exist.
    """
    unfinished = _unfinished(runs)
    found = (
        KeptRun(
            folder, _began(folder), _is_at_work(folder), _real(folder) in unfinished
        )
        for folder in _run_folders(runs)
    )
    return tuple(sorted(found, key=lambda run: (run.began, run.folder.name)))


def with_what_they_use(runs: Collection[Path]) -> frozenset[str]:
    """Return these run folders and those that their jobs read, by their real paths."""
    found: set[str] = set()
    waiting = list(runs)
    while waiting:
        run = waiting.pop()
        if _real(run) not in found:
            found.add(_real(run))
            waiting += runs_named_in(saved_request(run))
    return frozenset(found)


def is_among(run: Path, real_paths: Collection[str]) -> bool:
    """Return whether a run folder is one of these, whatever way leads to it."""
    return _real(run) in real_paths


def saved_request(run: Path) -> dict[str, Any]:
    """Return what a run was asked for, as it was written; empty if nobody can tell.

    Not validated: a request of another version names its folders all the same.
    """
    try:
        job = json.loads((run / JOB_FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    request = job.get("request") if isinstance(job, dict) else None
    return request if isinstance(request, dict) else {}


def runs_named_in(request: dict[str, Any]) -> list[Path]:
    """Return the run folders that a request names: those it reads or goes on with."""
    named = (request.get(field) for field in _OTHER_RUNS)
    return [Path(path) for path in named if isinstance(path, str | Path) and path]


def _run_folders(runs: Path) -> Iterator[Path]:
    try:
        with os.scandir(runs) as entries:
            folders = [
                Path(one.path) for one in entries if one.is_dir(follow_symlinks=False)
            ]
    except OSError:  # nothing was run yet
        return
    for folder in folders:
        named_as_one = _RUN_NAME.fullmatch(folder.name)
        if named_as_one or (folder / JOB_FILE).is_file():
            yield folder


def _began(run: Path) -> datetime:
    # by the name: a copied data folder has other times, but still those names
    if named := _RUN_NAME.fullmatch(run.name):
        try:
            return datetime.strptime(named[1], "%Y-%m-%dT%H-%M-%S")
        except ValueError:
            pass
    try:
        return datetime.fromtimestamp(run.stat().st_mtime)
    except OSError:
        return datetime.now()


def _is_at_work(run: Path) -> bool:
    events = run / EVENTS_FILE
    if events.exists():
        return is_growing(events)
    return datetime.now() - _began(run) < _WORKER_STARTS_WITHIN


def _unfinished(runs: Path) -> frozenset[str]:
    # here: a window asks in a thread, and never pays for it before it opens
    from core.jobs.interrupted_trainings import interrupted_trainings

    classifications = [one.run for one in unfinished_runs(runs)]
    trainings = [one.run for one in interrupted_trainings(runs)]
    return with_what_they_use([*classifications, *trainings])


def _real(path: Path) -> str:
    return os.path.realpath(path)
