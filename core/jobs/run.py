"""Runs one job from its request to its one terminal event."""

import logging
import os
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import IO, cast

from pydantic_core import PydanticSerializationError

from core import __version__
from core.control import Cancelled as CancelRequested
from core.control import Control
from core.errors import BadRequest, LumenaryError
from core.files import write_text
from core.jobs.channel import Emit, Reporter, RunLog
from core.jobs.context import JobContext, library_of, recipes_of
from core.jobs.events import Cancelled, Event, Failed, Finished, Started, TerminalEvent
from core.jobs.growing_file import mark_as_growing
from core.jobs.log_bounds import keep_ends
from core.jobs.memory_shortage import is_memory_shortage
from core.jobs.requests import Job, JobRequest, RequestModel
from core.jobs.results import JobResult
from core.paths import UserFolders

JOB_FILE = "job.json"
EVENTS_FILE = "events.jsonl"
LOG_FILE = "worker.log"
"""What libraries say; a worker's printed output goes there as well. Bounded: see
:mod:`core.jobs.log_bounds`."""


def new_job(request: JobRequest, folders: UserFolders) -> Job:
    """Return a job with an id of its own for a request."""
    now = datetime.now().astimezone().strftime("%Y-%m-%dT%H-%M-%S")
    return Job(
        id=f"{now}-{request.kind}-{secrets.token_hex(2)}",
        program_version=__version__,
        home=folders.home,
        request=request,
    )


def save_job(job: Job) -> Path:
    """Make the job's run folder with its ``job.json`` and return that file.

    Raises
    ------
    BadRequest
        If a path of the request is no text.
    WriteFailed
        If the user's data folder cannot be written.
    """
    path = UserFolders(job.home).runs / job.id / JOB_FILE
    try:
        text = job.model_dump_json(indent=2)
    except PydanticSerializationError as error:
        raise BadRequest(
            "The name of a folder or file holds bytes that are no text.",
            hint="Rename it, then try again.",
            details=str(error),
        ) from error
    write_text(path, text)
    return path


def run_job(job: Job, run_folder: Path, emit: Emit, control: Control) -> TerminalEvent:
    """Run a saved job and return its terminal event, which was also emitted.

    Nothing that goes wrong escapes: it becomes the one terminal event. A log that
    cannot be written and a reader that has left do not change the outcome, except
    that work nobody waits for is cancelled.

    Parameters
    ----------
    job
        What to do.
    run_folder
        Where its request stands, and where its log and its events go.
    emit
        Receives every event.
    control
        Through which the work is asked to stop.
    """
    with (
        _logging_to(run_folder / LOG_FILE),
        _appending_to(run_folder / EVENTS_FILE) as stream,
    ):
        mark_as_growing(stream)  # nobody deletes a run that is at work
        log = RunLog(stream)

        def send(event: Event) -> None:
            log.emit(event)
            _bound(run_folder / LOG_FILE)
            try:
                emit(event)
            except OSError:  # nobody reads any more: there is no one to work for
                control.abandon()

        send(Started(job=job.id, kind=job.request.kind))
        terminal = _outcome(job, run_folder, send, control)
        send(terminal)
    return terminal


def failed(error: LumenaryError) -> Failed:
    """Return the terminal event that an expected error stands for."""
    return Failed(
        user_message=error.user_message,
        hint=error.hint,
        details=error.details,
        is_bad_request=isinstance(error, BadRequest),
    )


def _outcome(job: Job, run_folder: Path, emit: Emit, control: Control) -> TerminalEvent:
    try:
        work = _work_of(job.request)
        return Finished(
            result=work(job.request, _context(job, run_folder, emit, control))
        )
    except CancelRequested as stop:
        return Cancelled(message=str(stop))
    except KeyboardInterrupt:
        return Cancelled()
    except LumenaryError as error:
        return failed(error)
    except Exception as error:
        if is_memory_shortage(error):
            return Failed(
                user_message="There was not enough memory for this work.",
                hint="Close other programs or choose a smaller batch, then try again.",
                details="".join(traceback.format_exception(error)),
            )
        logging.exception("The job %s failed unexpectedly", job.id)
        return Failed(
            user_message="Something unexpected went wrong in the program.",
            hint=f"Originals are untouched. The run folder {run_folder} has the log.",
            details="".join(traceback.format_exception(error)),
            is_bug=True,
        )


@contextmanager
def _logging_to(path: Path) -> Iterator[None]:
    """Keep what is logged in this process, warnings among it, in a file."""
    with _appending_to(path) as stream:
        handler = _BoundedHandler(stream, path)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            yield
        finally:
            root.removeHandler(handler)


class _BoundedHandler(logging.StreamHandler[IO[str]]):
    """Writes to a log that stays small, however much is said between two events."""

    def __init__(self, stream: IO[str], path: Path) -> None:
        super().__init__(stream)
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, and shorten the log if it is one too many."""
        super().emit(record)
        _bound(self._path)


def _bound(path: Path) -> None:
    with suppress(OSError):  # the work matters more than its log
        keep_ends(path)


@contextmanager
def _appending_to(path: Path) -> Iterator[IO[str]]:
    """Open a log, or nothing in its place: the work matters more than its log."""
    stream = _opened_or_nothing(path)
    try:
        yield stream
    finally:
        with suppress(OSError):
            stream.close()


def _opened_or_nothing(path: Path) -> IO[str]:
    try:
        return path.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError:
        return Path(os.devnull).open("w", encoding="utf-8")


def _context(job: Job, run_folder: Path, emit: Emit, control: Control) -> JobContext:
    folders = UserFolders(job.home)
    return JobContext(
        folders=folders,
        run_folder=run_folder,
        library=library_of(folders),
        recipes=recipes_of(folders),
        report=Reporter(emit),
        control=control,
    )


_MODULES = {
    "classify": "core.jobs.classify",
    "preview": "core.jobs.preview",
    "check_dataset": "core.jobs.check_dataset",
    "split_dataset": "core.jobs.split_dataset",
    "export_one_vs_rest": "core.jobs.export_one_vs_rest",
    "train": "core.jobs.train",
    "estimate_training": "core.jobs.estimate_training",
    "evaluate": "core.jobs.evaluate",
    "draw_samples": "core.jobs.draw_samples",
    "export_findings": "core.jobs.export_findings",
    "copy_corrections": "core.jobs.copy_corrections",
    "revise_labels": "core.jobs.revise",
    "compare": "core.jobs.compare",
    "sort_stills": "core.jobs.sort_stills",
    "undo_sort": "core.jobs.undo_sort",
}


def _work_of(request: JobRequest) -> Callable[[RequestModel, JobContext], JobResult]:
    # imported when asked for: a light job never loads what a heavy one needs
    module = import_module(_MODULES[request.kind])
    return cast("Callable[[RequestModel, JobContext], JobResult]", module.run)
