"""Whether some process is at work in a run's folder at this moment."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from core.jobs.growing_file import GrowingFile, is_growing

_AT_WORK_FILE: Final = "at-work"


@contextmanager
def at_work(run_folder: Path) -> Iterator[None]:
    """Be at work in a run's folder until the block ends, or the process does."""
    path = run_folder / _AT_WORK_FILE
    try:
        file = GrowingFile(path)
    except OSError:  # a disk without room for an empty file: the work itself will tell
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            file.close()
            path.unlink()


def is_at_work(run_folder: Path) -> bool:
    """Return whether a process is; see :func:`~core.jobs.growing_file.is_growing`."""
    return is_growing(run_folder / _AT_WORK_FILE)
