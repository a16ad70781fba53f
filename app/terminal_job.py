"""Runs a job in the command line's own process, with a progress bar."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

from app.console_view import ConsoleView
from app.exit_codes import ExitCode, exit_code_of
from core.control import Control
from core.errors import LumenaryError
from core.jobs.events import Finished
from core.jobs.requests import JobRequest, TrainRequest
from core.jobs.results import JobResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders


def run_in_terminal(
    request: JobRequest, *, json: bool, summarise: Callable[[JobResult], str]
) -> NoReturn:
    """Run a request, show what happens, and leave with the exit status it earned.

    Parameters
    ----------
    request
        What to do.
    json
        Answers as JSON lines on standard output instead of a summary.
    summarise
        Turns the result into the text that a person reads.
    """
    control = Control()
    with errors_in_words():
        job = new_job(request, UserFolders.from_environment())
        run_folder = save_job(job).parent
        with ConsoleView(json=json) as view, _interrupts(request, control):
            terminal = run_job(job, run_folder, view.show, control)
    if isinstance(terminal, Finished) and not json:
        typer.echo(summarise(terminal.result))
    raise typer.Exit(exit_code_of(terminal))


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn an expected error into a sentence and the exit status of a failed job."""
    try:
        yield
    except LumenaryError as error:
        typer.echo(f"Error: {error.user_message}", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        raise typer.Exit(ExitCode.JOB_FAILED) from error


@contextmanager
def _interrupts(request: JobRequest, control: Control) -> Iterator[None]:
    """Let Ctrl+C stop at the next step; in training, the first keeps the best."""
    steps = iter(_what_interrupts_do(request, control))

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _what_interrupts_do(
    request: JobRequest, control: Control
) -> list[Callable[[], None]]:
    def stop_and_keep() -> None:
        sys.stderr.write("\nStopping; the best so far is kept. Ctrl+C discards it.\n")
        control.stop_and_keep()

    def cancel() -> None:
        sys.stderr.write("\nCancelling at the next step.\n")
        control.cancel()

    return [stop_and_keep, cancel] if isinstance(request, TrainRequest) else [cancel]
