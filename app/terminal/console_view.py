"""Shows the events of a job in a terminal: a progress bar, notices, answers as JSON."""

import errno
import sys
from types import TracebackType
from typing import Self

from pydantic import BaseModel
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from app.durations import time_left
from app.terminal.standard_streams import discard
from core.jobs.events import (
    Cancelled,
    EpochFinished,
    Event,
    Failed,
    Finished,
    LearningEnded,
    Notice,
    PhaseStarted,
    Severity,
    StillsClassified,
    StillsPreviewed,
)
from core.jobs.events import Progress as ProgressEvent
from core.jobs.results import ClassifyResult, PreviewResult
from core.percent import percent
from core.time_span import TimeSpan

_READER_HAS_LEFT = frozenset({errno.EPIPE, errno.EINVAL})
"""What a closed pipe gives, the latter on Windows; leaving is no error."""

_PHASES = 2
"""Every recipe has two; what learns in each is for the recipe to say."""


class ConsoleView:
    """Shows events as they come; answers go to stdout, everything else to stderr."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=json or not self._console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self.unread = False
        """Whether an answer could not be written: nobody reads, or the disk is full."""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, event: Event) -> None:
        """Show one event."""
        match event:
            case ProgressEvent():
                self._show_progress(event)
            case Notice():
                self._show_notice(event)
            case PhaseStarted(phase=phase, epochs=epochs):
                self._say(f"Phase {phase} of {_PHASES}, up to {epochs} epochs")
            case EpochFinished():
                self._show_epoch(event)
            case LearningEnded(left=left):
                self._say(_finishing(left))
            case StillsClassified(stills=stills) | StillsPreviewed(stills=stills):
                if self._json:
                    for still in stills:
                        self._answer(still)
            case Finished(result=result):
                if self._json and not isinstance(
                    result, ClassifyResult | PreviewResult
                ):
                    self._answer(result)
            case Cancelled(message=message):
                self._say(message)
            case Failed():
                self._show_failure(event)

    def _answer(self, answer: BaseModel) -> None:
        try:
            sys.stdout.write(answer.model_dump_json() + "\n")
            sys.stdout.flush()
        except OSError as error:
            self.unread = True
            discard(sys.stdout)
            if error.errno not in _READER_HAS_LEFT:
                self._say(f"Couldn't write the answers: {error.strerror}.")
            raise BrokenPipeError("nobody can read the answers") from error

    def _show_progress(self, event: ProgressEvent) -> None:
        if event.activity not in self._tasks:
            for earlier in self._tasks.values():
                self._progress.update(earlier, visible=False)
            self._tasks[event.activity] = self._progress.add_task(event.activity)
        self._progress.update(
            self._tasks[event.activity],
            completed=event.done,
            total=event.total,
            visible=event.done != event.total,
        )

    def _show_notice(self, notice: Notice) -> None:
        mark = "!" if notice.severity is Severity.WARNING else "·"
        self._say(f"{mark} {notice.message}")

    def _show_epoch(self, epoch: EpochFinished) -> None:
        left = time_left(epoch.left)
        self._say(
            f"  epoch {epoch.epoch}/{epoch.epochs}: "
            f"loss {epoch.loss:.3f}, accuracy {percent(epoch.accuracy)}; "
            f"validation loss {epoch.val_loss:.3f}, "
            f"accuracy {percent(epoch.val_accuracy)} "
            f"({epoch.seconds:.0f} s{left and f', {left}'})"
        )

    def _show_failure(self, failure: Failed) -> None:
        self._say(f"Error: {failure.user_message}")
        if failure.hint:
            self._say(failure.hint)
        if failure.is_bug:
            self._say(failure.details)

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False)


def _finishing(left: TimeSpan) -> str:
    words = time_left(left)
    return f"Learning has ended; the model is being finished{words and f', {words}'}"
