"""Where the program starts: decides what is wanted before loading anything heavy."""

import logging
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from app.terminal.standard_streams import accept_any_text, flushed


def main() -> None:
    """Run a worker, the window, or the command that the arguments name, and leave."""
    # read when OpenCV is imported; our own threads share out the stills
    os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    logging.captureWarnings(True)  # Pillow warns of damaged EXIF on every such still
    accept_any_text()
    status = _explained(sys.argv[1:])
    sys.exit(status if flushed() else status or _job_failed())


def _explained(arguments: list[str]) -> int:
    """Return the exit status; what nobody foresaw is a failed job, never a 1."""
    try:
        return _run(arguments)
    except Exception:  # noqa: BLE001  Python would leave with 1
        with suppress(OSError):
            sys.stderr.write(
                "Error: Something unexpected went wrong in the program. Originals are "
                "untouched.\nPlease report what follows.\n" + traceback.format_exc()
            )
        return _job_failed()


def _run(arguments: list[str]) -> int:
    match arguments:
        case ["worker", job_file] if not job_file.startswith("-"):
            return _work(Path(job_file))
        case []:
            return _window()
        case [file] if _is_archive(file):
            return _window(Path(file))
        case ["--self-test"]:
            return _self_test()
        case _:
            return _command()


def _work(job_file: Path) -> int:
    from app.exit_codes import exit_code_of
    from core.jobs.worker import work

    return exit_code_of(work(job_file))


def _is_archive(argument: str) -> bool:
    """Return whether it is what a file manager opens the program with."""
    return argument.lower().endswith(".lumenary") and not argument.startswith("-")


def _window(archive: Path | None = None) -> int:
    _without_collecting()
    from app.starting.display import display_problem

    if problem := display_problem(os.environ):
        return _without_window(problem, archive)
    from app.application import WindowOptions
    from app.running import run

    return run(WindowOptions(archive=archive))


def _without_window(problem: str, archive: Path | None) -> int:
    from app.exit_codes import ExitCode

    if archive is None:
        sys.stderr.write(f"{problem}\n\n")
        return _command()
    sys.stderr.write(
        f"{problem}\nTo import the model, use: lumenary models import “{archive}”\n"
    )
    return ExitCode.BAD_USE


def _self_test() -> int:
    _without_collecting()
    from app.self_test import self_test

    return self_test()


def _without_collecting() -> None:
    """Look for no garbage until the window is on the screen: imports make none."""
    import gc

    gc.disable()


def _command() -> int:
    from typer import Abort

    from app.cli import app

    try:
        app()
    except SystemExit as leaving:
        # for these two typer leaves with 1, which says here that files were unreadable
        if isinstance(leaving.__context__, Abort | OSError):
            return _job_failed()
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _job_failed() -> int:
    from app.exit_codes import ExitCode

    return ExitCode.JOB_FAILED


if __name__ == "__main__":
    main()
