"""The command with which the program starts itself again as a worker."""

import sys
from pathlib import Path

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
    program = executable or Path(sys.executable)
    if getattr(sys, "frozen", False) if frozen is None else frozen:
        worker = program.with_name(WORKER_PROGRAM + program.suffix)
        return [str(worker), "worker", str(job_file)]
    return [str(_with_console(program)), "-m", "app", "worker", str(job_file)]


def _with_console(python: Path) -> Path:
    # Windows starts scripts with a window by an interpreter without standard output
    if python.name.lower() == "pythonw.exe":
        return python.with_name("python.exe")
    return python
