"""The command with which the program starts itself again as a worker."""

import sys
from pathlib import Path

from core.distributions import is_built

WORKER_PROGRAM = "lumenary-cli"
"""The built program's console twin: a windowed one has no standard output."""


def worker_command(
    job_file: Path,
    *,
    executable: Path | None = None,
    frozen: bool | None = None,
) -> list[str]:
    """Return the command that runs a saved job in a process of its own.

    Parameters
    ----------
    job_file
        The run's ``job.json``.
    executable
        What runs this process; ``None`` finds out.
    frozen
        Whether this is the built program; ``None`` finds out.
    """
    words = ("worker", str(job_file))
    return own_command(*words, executable=executable, frozen=frozen)


def own_command(
    *words: str, executable: Path | None = None, frozen: bool | None = None
) -> list[str]:
    """Return the command that runs this program with the words of a command line."""
    program = executable or Path(sys.executable)
    if is_built() if frozen is None else frozen:
        console = program.with_name(WORKER_PROGRAM + program.suffix)
        return [str(console), *words]
    return [str(_with_console(program)), "-m", "app", *words]


def _with_console(python: Path) -> Path:
    # Windows starts scripts with a window by an interpreter without standard output
    if python.name.lower() == "pythonw.exe":
        return python.with_name("python.exe")
    return python
