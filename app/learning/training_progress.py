"""How far a training is: everything that its events have told so far."""

from typing import Final

from app.learning.training_steps import PHASES, Step, step_of_activity, steps_of
from core.jobs.events import (
    EpochFinished,
    Event,
    LearningEnded,
    Notice,
    PhaseStarted,
    Progress,
    Severity,
)
from core.library.evaluation_record import HistoryEpoch
from core.time_span import TimeSpan

_AFTER_LEARNING: Final = frozenset(
    {Step.WRITING, Step.THRESHOLDS, Step.TEST, Step.REPORT, Step.FOLDS}
)


class TrainingProgress:
    """Takes in events one by one; knows no Qt and no clock.

    Parameters
    ----------
    epochs
        Of both phases, if nothing stops them early.
    folds
        Of the cross-validation that follows; ``None`` for none.
    expected
        What an estimate said of the whole, if there was one.
    began
        When it began, in seconds of the clock that all moments here are of.
    """

    def __init__(
        self,
        epochs: tuple[int, int],
        *,
        folds: int | None = None,
        expected: TimeSpan | None = None,
        began: float = 0.0,
    ) -> None:
        self._epochs = epochs
        self._folds = folds
        self._begun = {Step.READING}
        """Steps that ever began."""
        self._told, self._told_at = expected, began
        """The time left that was told last, and when."""
        self.steps = steps_of(epochs, folds)
        self.step = Step.READING
        self.activity: Progress | None = None
        self.epochs: list[EpochFinished] = []
        """Of the training itself, not of a cross-validation."""
        self.history: list[HistoryEpoch] = []
        """The same as a report draws them."""
        self.best: EpochFinished | None = None
        self.warnings: list[str] = []
        self.fold = 0
        """Which fold is trained; 0 before the first."""

    @property
    def last(self) -> EpochFinished | None:
        """The epoch that ended last."""
        return self.epochs[-1] if self.epochs else None

    @property
    def left_out(self) -> tuple[Step, ...]:
        """Phases before the present step that never began, as where 1 was stopped."""
        before = self.steps[: self.steps.index(self.step)]
        return tuple(
            step for step in before if step in PHASES and step not in self._begun
        )

    @property
    def gpu_memory_mib(self) -> float | None:
        """Memory of the GPU in use; ``None`` where there is no GPU."""
        return self.last.gpu_memory_mib if self.last else None

    @property
    def share(self) -> float | None:
        """How much of the step is done, 0 to 1; ``None`` where nobody knows."""
        if self.step is Step.FOLDS and self._folds:
            return max(self.fold - 1, 0) / self._folds
        of_epoch = _share_of(self.activity)
        if self.step in PHASES:
            phase = PHASES.index(self.step) + 1
            done = self.last.epoch if self.last and self.last.phase == phase else 0
            total = max(self._epochs[phase - 1], 1)
            return min((done + (of_epoch or 0.0)) / total, 1.0)
        return of_epoch

    def take(self, event: Event, now: float) -> None:
        """Take in an event that came at a moment."""
        match event:
            case Progress():
                self._take_progress(event)
            case PhaseStarted(phase=phase):
                self._take_phase(phase)
            case LearningEnded(left=left):
                self._take_time(left, now)
            case EpochFinished(left=left):
                self._take_time(left, now)
                if self.step not in _AFTER_LEARNING:
                    self._take_epoch(event)
            case Notice(severity=Severity.WARNING, message=message):
                self.warnings.append(message)
            case _:
                pass

    def time_left(self, now: float) -> TimeSpan | None:
        """Return how long it still takes; ``None`` where nobody knows."""
        return self._told.after(now - self._told_at) if self._told else None

    def _take_time(self, left: TimeSpan | None, now: float) -> None:
        if left is not None:
            self._told, self._told_at = left, now

    def _take_progress(self, progress: Progress) -> None:
        step = step_of_activity(progress.activity)
        if step is not None and self.step is not Step.FOLDS:
            self._enter(step)
        self.activity = progress

    def _take_phase(self, phase: int) -> None:
        if self.step not in _AFTER_LEARNING:
            self._enter(PHASES[phase - 1])
            return
        self._enter(Step.FOLDS)
        if phase == self._first_phase:
            self.fold += 1

    def _take_epoch(self, epoch: EpochFinished) -> None:
        self._enter(PHASES[epoch.phase - 1])
        self.activity = None
        self.epochs.append(epoch)
        self.history.append(
            HistoryEpoch(
                phase=epoch.phase,
                loss=epoch.loss,
                accuracy=epoch.accuracy,
                val_loss=epoch.val_loss,
                val_accuracy=epoch.val_accuracy,
            )
        )
        if epoch.best:
            self.best = epoch

    def _enter(self, step: Step) -> None:
        self._begun.add(step)
        if step is not self.step:
            self.step, self.activity = step, None

    @property
    def _first_phase(self) -> int:
        return next((i for i, count in enumerate(self._epochs, 1) if count), 1)


def _share_of(activity: Progress | None) -> float | None:
    if activity is None or not activity.total:
        return None
    return min(activity.done / activity.total, 1.0)
