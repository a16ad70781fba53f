"""What killed processes left behind, half-written: found and swept."""

import os
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from core.control import Control
from core.jobs.run import EVENTS_FILE
from core.keeping.disk_use import DiskUse, delete_files, newest_change
from core.keeping.kept_runs import KeptRun, kept_runs, saved_request
from core.paths import UserFolders

OLD_ENOUGH: Final = 24 * 60 * 60.0
"""Seconds; what nobody has written to for a day belongs to no process that lives."""
_UNNAMED: Final = re.compile(r"\.(lumenary|removed)-[a-z0-9_]{8}")
"""As :mod:`tempfile` names what :mod:`core.files` writes and what is being removed."""
_IN_TEMPORARY: Final = re.compile(r"lumenary-[a-z0-9_]{8}")
"""Where a workbook is put together; readable to its owner only."""
_OWNERS_ONLY: Final = 0o700


def leftovers(
    folders: UserFolders, *, elsewhere: bool = True, now: float | None = None
) -> Iterator[Path]:
    """Yield half-written files and folders that nobody has touched for a day.

    Nor since the first of the runs at work began: a training makes its model's folder
    at the beginning and fills it at the end, which may be days later. Where the system
    cannot tell, a run that told something within that day is at work.

    Parameters
    ----------
    folders
        The user's own; looked through with their runs and models.
    elsewhere
        Whether to look where runs wrote their results, too, which may be a network
        drive that takes its time.
    now
        Seconds since 1970; the clock's by default.
    """
    runs = kept_runs(folders.runs)
    old = (time.time() if now is None else now) - OLD_ENOUGH
    at_work = (run for run in runs if run.at_work or _told_something(run, since=old))
    old = min([old, *(run.began.timestamp() for run in at_work)])
    seen: set[Path] = set()
    for folder, names in _places(folders, runs, elsewhere=elsewhere):
        for path in _named(folder, names):
            if path not in seen and newest_change(path) < old:
                seen.add(path)
                yield path


def sweep(
    folders: UserFolders, *, elsewhere: bool, control: Control, now: float | None = None
) -> DiskUse:
    """Delete the leftovers, and return what is gone; parameters as above."""
    gone = DiskUse()
    for path in leftovers(folders, elsewhere=elsewhere, now=now):
        control.check()
        gone.add(delete_files([path], control))
    return gone


def _places(
    folders: UserFolders, runs: Sequence[KeptRun], *, elsewhere: bool
) -> Iterator[tuple[Path, re.Pattern[str]]]:
    for folder in (folders.home, folders.models, folders.runs, folders.recipes):
        yield folder, _UNNAMED
    yield Path(tempfile.gettempdir()), _IN_TEMPORARY
    for run in runs:
        for below, _, _ in os.walk(run.folder):
            yield Path(below), _UNNAMED
        if elsewhere and isinstance(out := saved_request(run.folder).get("out"), str):
            yield Path(out).parent, _UNNAMED
            yield Path(out), _UNNAMED


def _told_something(run: KeptRun, *, since: float) -> bool:
    try:
        return (run.folder / EVENTS_FILE).stat().st_mtime >= since
    except OSError:
        return False


def _named(folder: Path, names: re.Pattern[str]) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [
                Path(entry.path)
                for entry in entries
                if names.fullmatch(entry.name) and _is_ours(entry, names)
            ]
    except OSError:  # a drive that is away, a file where a folder was
        return []


def _is_ours(entry: "os.DirEntry[str]", names: re.Pattern[str]) -> bool:
    """Return whether nobody else could have made it; the system's folder is shared."""
    if names is not _IN_TEMPORARY:
        return True
    look = entry.stat(follow_symlinks=False)
    if os.name != "posix":
        return entry.is_dir(follow_symlinks=False)
    private = look.st_mode & 0o777 == _OWNERS_ONLY
    return (
        entry.is_dir(follow_symlinks=False) and private and look.st_uid == os.getuid()
    )
