"""Runs a job in the command line's own process, with a progress bar."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeAlias

import typer

from app.exit_codes import ExitCode, exit_code_of
from app.terminal.console_view import ConsoleView
from core.control import Control
from core.errors import BadRequest, LumenaryError
from core.jobs.events import Finished
from core.jobs.requests import JobRequest, TrainRequest
from core.jobs.results import JobResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders

_Handler: TypeAlias = Callable[[int, FrameType | None], None]

_PLEAS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Please end; the terminal is gone; Ctrl+Break and a closed console on Windows."""


def run_in_terminal(
    request: JobRequest,
    *,
    json: bool,
    summarise: Callable[[JobResult], str],
    go_on: Callable[[Path], str] = lambda _: "",
) -> NoReturn:
    """Run a request, show what happens, and leave with the exit status it earned.

    Parameters
    ----------
    request, json, summarise, go_on
        As for :func:`end_in_terminal`.
    """
    _, status = end_in_terminal(request, json=json, summarise=summarise, go_on=go_on)
    raise typer.Exit(status)


def end_in_terminal(
    request: JobRequest,
    *,
    json: bool,
    summarise: Callable[[JobResult], str],
    go_on: Callable[[Path], str] = lambda _: "",
) -> tuple[JobResult | None, ExitCode]:
    """Run a request, show what happens, and return its result and exit status.

    Parameters
    ----------
    request
        What to do.
    json
        Answers as JSON lines on standard output instead of a summary.
    summarise
        Turns the result into the text that a person reads.
    go_on
        Given the run folder of a job that did not get to its end, says how to go on
        with it; empty where that can't be.
    """
    control = Control()
    with errors_in_words():
        job = new_job(request, UserFolders.from_environment())
        run_folder = save_job(job).parent
        with ConsoleView(json=json) as view, _signals_heeded(request, control):
            terminal = run_job(job, run_folder, view.show, control)
    result = terminal.result if isinstance(terminal, Finished) else None
    if result and not json:
        typer.echo(summarise(result))
    if not result and (sentence := go_on(run_folder)):
        typer.echo(sentence, err=True)
    return result, ExitCode.JOB_FAILED if view.unread else exit_code_of(terminal)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn an expected error into a sentence and the exit status that it earns."""
    try:
        yield
    except LumenaryError as error:
        typer.echo(f"Error: {error.user_message}", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        bad_use = isinstance(error, BadRequest)
        status = ExitCode.BAD_USE if bad_use else ExitCode.JOB_FAILED
        raise typer.Exit(status) from error


@contextmanager
def _signals_heeded(request: JobRequest, control: Control) -> Iterator[None]:
    """Let Ctrl+C, a plea to terminate and a lost terminal stop at the next step.

    In training the first Ctrl+C keeps the best, the second discards; a plea leaves what
    can be resumed. What is ignored stays so: ``nohup``.
    """
    heeded = {signal.SIGINT: _interrupt(request, control)}
    for name in _PLEAS:
        if number := getattr(signal, name, None):
            heeded[number] = lambda _signal, _frame: control.abandon()
    before = {
        number: signal.signal(number, handler)
        for number, handler in heeded.items()
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(request: JobRequest, control: Control) -> _Handler:
    steps = iter(_what_interrupts_do(request, control))

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    return interrupt


def _what_interrupts_do(
    request: JobRequest, control: Control
) -> list[Callable[[], None]]:
    def stop_and_keep() -> None:
        _say(
            "Stopping: the best so far is kept if there is one; "
            "Ctrl+C again discards it."
        )
        control.stop_and_keep()

    def cancel() -> None:
        _say("Cancelling at the next step.")
        control.cancel()

    return [stop_and_keep, cancel] if isinstance(request, TrainRequest) else [cancel]


def _say(text: str) -> None:
    # past the buffer: the signal may have come in the middle of writing to it
    with suppress(OSError):
        os.write(sys.stderr.fileno(), f"\n{text}\n".encode())
