"""The events of a job: one JSON object a line, declared once, with when each is sent.

A job sends :class:`Started` first and exactly one terminal event last: one of
:class:`Finished`, :class:`Cancelled` or :class:`Failed`. Where there is no job to run,
because its file cannot be read, :class:`Failed` is the only event.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from core.jobs.results import JobResult
from core.time_span import TimeSpan

PROTOCOL = 1
"""Raised whenever an older reader could misread the stream."""


class EventModel(BaseModel):
    """A frozen event that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Started(EventModel):
    """Sent first."""

    event: Literal["started"] = "started"
    protocol: int = PROTOCOL
    job: str
    """The job's id: the name of its run folder."""
    kind: str


class Progress(EventModel):
    """Sent while work goes on, at most ten times a second for each activity."""

    event: Literal["progress"] = "progress"
    activity: str
    """What is being done, as a phrase for a person: 'Reading stills'."""
    done: int
    total: int | None
    seconds_left: float | None = None


class Severity(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"


class Notice(EventModel):
    """Sent whenever something happened that the user should know."""

    event: Literal["notice"] = "notice"
    severity: Severity
    message: str


class PhaseStarted(EventModel):
    """Sent when a phase of training begins."""

    event: Literal["phase_started"] = "phase_started"
    phase: int
    """1 for the head, 2 for all layers."""
    epochs: int


class EpochFinished(EventModel):
    """Sent after each epoch; losses in nats, accuracies 0 to 1.

    A training that is gone on with sends those of its earlier epochs again first.
    """

    event: Literal["epoch_finished"] = "epoch_finished"
    phase: int
    epoch: int
    epochs: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    learning_rate: float
    seconds: float
    warm_up: float = 0.0
    """Of the seconds, those that only the first epoch of a phase takes."""
    left: TimeSpan | None = None
    """Until the end of the job: at least if patience ends each phase as soon as it can,
    at most if no phase ends early; ``None`` in events of before this was told."""
    best: bool = False
    """Whether no epoch before it had a validation loss as low."""
    gpu_memory_mib: float | None = None
    """The most that this training held of a GPU's memory so far, in MiB; ``None`` on a
    processor."""

    @model_validator(mode="before")
    @classmethod
    def _without_the_former_time(cls, told: object) -> object:
        """Leave out ``seconds_left``, which knew nothing of an early end."""
        if not isinstance(told, dict):
            return told
        return {name: own for name, own in told.items() if name != "seconds_left"}


class LearningEnded(EventModel):
    """Sent after the last epoch, also where it came early or training was stopped."""

    event: Literal["learning_ended"] = "learning_ended"
    left: TimeSpan
    """Until the end of the job: what makes a model of the best weights, and folds."""


class ClassifiedStill(EventModel):
    """The program's answer for one still, or why there is none.

    A refused still is called nothing: ``predicted_class`` and ``confidence`` are
    ``None``, and the probabilities only show what the network would have said.
    """

    file: str
    """Path relative to the classified folder, with forward slashes."""
    predicted_class: str | None
    confidence: float | None
    decision: Literal["accept", "review", "refuse"] | None
    probabilities: dict[str, float] = {}
    """Of each class; empty for an unreadable still."""
    true_class: str | None = None
    error: str = ""
    digest: str = ""
    """SHA-256 of the bytes that were looked at; empty where there were none."""


class StillsFound(EventModel):
    """Sent once before the first answer: how many stills there are, and where."""

    event: Literal["stills_found"] = "stills_found"
    root: Path | None = None
    """The folder that names are relative to: that of a still which was asked for by
    itself; ``None`` where it does not matter."""
    total: int
    by_folder: dict[str, int]
    """Stills right in each folder, by its path relative to the classified one, with
    forward slashes; empty for that folder itself."""


class StillsClassified(EventModel):
    """Sent with each batch of answers, in the order of the result file."""

    event: Literal["stills_classified"] = "stills_classified"
    stills: tuple[ClassifiedStill, ...]


class PreviewedStill(EventModel):
    """What preprocessing found in one still; boxes in pixels of the original."""

    file: str
    box: tuple[int, int, int, int] | None
    """The ScopeGuide panel with its margin as x0, y0, x1, y1; ``None`` where there is
    none."""
    panel: Literal["green", "black"] | None = None
    field_of_view: tuple[int, int, int, int] | None
    green_left: bool = False
    """Whether so much of a panel's colour was seen and left that a person should look:
    dye, bile, an instrument, or a panel that was missed."""
    error: str = ""


class StillsPreviewed(EventModel):
    """Sent for up to 16 stills that were previewed, in the order they were found.

    Sooner if the first of them has waited for 0.2 s when the next one is done.
    """

    event: Literal["stills_previewed"] = "stills_previewed"
    stills: tuple[PreviewedStill, ...]


class Finished(EventModel):
    """Sent last when the work was done."""

    event: Literal["finished"] = "finished"
    result: JobResult


class Cancelled(EventModel):
    """Sent last when the work was cancelled on request."""

    event: Literal["cancelled"] = "cancelled"
    message: str = "Cancelled. Originals and models are as they were."


class Failed(EventModel):
    """Sent last when the work could not be done."""

    event: Literal["failed"] = "failed"
    user_message: str
    hint: str = ""
    details: str = ""
    is_bad_request: bool = False
    """Whether something was asked for that does not exist or cannot be."""
    is_bug: bool = False
    """Whether the cause is unexpected and worth reporting."""


TerminalEvent: TypeAlias = Finished | Cancelled | Failed

Event: TypeAlias = Annotated[
    Started
    | Progress
    | Notice
    | PhaseStarted
    | EpochFinished
    | LearningEnded
    | StillsFound
    | StillsClassified
    | StillsPreviewed
    | Finished
    | Cancelled
    | Failed,
    Field(discriminator="event"),
]

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(line: str | bytes) -> Event:
    """Return the event of one line of the stream.

    Raises
    ------
    pydantic.ValidationError
        If the line is no event of this protocol.
    """
    return _EVENT.validate_json(line)
