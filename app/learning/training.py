"""The training that the Train page shows: from the line to its end."""

import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.learning.training_log import TrainingLog
from app.learning.training_progress import TrainingProgress
from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import JobOutcome
from core.jobs.events import Event
from core.jobs.requests import TrainRequest
from core.jobs.results import EstimateTrainingResult, TrainResult
from core.recipes.recipe import Recipe
from core.time_span import TimeSpan

if TYPE_CHECKING:
    from pathlib import Path


class TrainingState(StrEnum):
    """What a person is told of a training."""

    NONE = "none"
    WAITING = "waiting"
    """Other work is done first."""
    RUNNING = "running"
    STOPPING = "stopping"
    """Asked to keep the best; what finishes a model goes on."""
    DISCARDING = "discarding"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, with all that its page has to know of it."""

    request: TrainRequest
    recipe: Recipe
    expected: TimeSpan | None = None
    """What was measured before, if anything was."""

    @property
    def epochs(self) -> tuple[int, int]:
        """Of both phases, if nothing stops them early."""
        first, second = self.recipe.training.phases
        return self.request.choices.epochs or (first.epochs, second.epochs)

    def with_estimate(self, known: EstimateTrainingResult | None) -> "Asked":
        """Return the same with what was measured before, if anything was."""
        if known is None:
            return self
        ratio = {"all_layers_to_head": known.all_layers_to_head}
        return Asked(
            self.request.model_copy(update=ratio),
            self.recipe,
            known.takes,
        )


class Training(QObject):
    """One training at a time; the last one is kept until another is started.

    Parameters
    ----------
    line
        Where it waits for its turn.
    """

    changed = Signal()
    """Its state, or what stands before it in the line, is another."""
    progressed = Signal(object)
    """An :class:`Event`; :attr:`progress` has taken it in."""
    logged = Signal(str)
    """A line of the log."""
    ended = Signal(object)
    """The :class:`JobOutcome`."""

    def __init__(self, line: JobLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._ticket: JobTicket | None = None
        self._log = TrainingLog()
        self.asked: Asked | None = None
        self.progress = TrainingProgress((0, 0))
        self.outcome: JobOutcome | None = None
        self.run_folder: Path | None = None
        line.changed.connect(self.changed)

    @property
    def state(self) -> TrainingState:
        """What it is at."""
        ticket = self._ticket
        if ticket is None:
            return TrainingState.NONE
        if ticket.state is TicketState.STOPPING and ticket.is_discarded:
            return TrainingState.DISCARDING
        return TrainingState(ticket.state.value)

    @property
    def is_busy(self) -> bool:
        """Whether it waits or runs."""
        return self.state not in {TrainingState.NONE, TrainingState.ENDED}

    @property
    def result(self) -> TrainResult | None:
        """What the last one made."""
        result = self.outcome.result if self.outcome else None
        return result if isinstance(result, TrainResult) else None

    @property
    def waits_for(self) -> str:
        """What runs or waits before it, by its title; empty if nothing does."""
        if self.state is not TrainingState.WAITING:
            return ""
        current = self._line.current
        return current.title if current else ""

    def start(self, asked: Asked) -> None:
        """Ask for a training; ``ended`` tells what came of it, whatever happens."""
        self.forget()
        self.asked = asked
        self.progress = _progress_of(asked)
        title = f"Training “{asked.request.name}”"
        ticket = self._ticket = self._line.submit(asked.request, title=title)
        ticket.started.connect(self._on_started)
        ticket.event_received.connect(self._on_event)
        ticket.state_changed.connect(self.changed)
        ticket.ended.connect(self._on_ended)
        self.changed.emit()

    def stop_and_keep(self) -> None:
        """Have it end now and keep the best so far."""
        if self._ticket is not None:
            self._ticket.stop_and_keep()

    def discard(self) -> None:
        """Have it stop, or leave the line; nothing of it is kept."""
        if self._ticket is not None:
            self._ticket.cancel()

    def forget(self) -> None:
        """Forget one that has ended; one that waits or runs goes on."""
        if self.is_busy:
            return
        self._ticket, self._log = None, TrainingLog()
        self.asked = self.outcome = self.run_folder = None
        self.changed.emit()

    def time_left(self) -> TimeSpan | None:
        """Return how long it still takes; ``None`` where nobody knows."""
        return self.progress.time_left(time.monotonic())

    def _on_started(self) -> None:
        assert self.asked is not None
        assert self._ticket is not None
        self.run_folder = self._ticket.run_folder
        self.progress = _progress_of(self.asked)
        self.changed.emit()

    def _on_event(self, event: Event) -> None:
        self.progress.take(event, time.monotonic())
        line = self._log.line(event, datetime.now().astimezone())
        if line is not None:
            self.logged.emit(line)
        self.progressed.emit(event)

    def _on_ended(self, outcome: JobOutcome) -> None:
        self.outcome = outcome
        self.changed.emit()
        self.ended.emit(outcome)


def _progress_of(asked: Asked) -> TrainingProgress:
    return TrainingProgress(
        asked.epochs,
        folds=asked.request.folds,
        expected=asked.expected,
        began=time.monotonic(),
    )
