"""The course of a training: phases, the best weights, and when it ends."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.errors import LumenaryError
from core.recipes.recipe import PhaseSettings
from core.training.epochs import EpochRunner, LearningNetwork
from core.training.history import EpochResult, TrainingListener
from core.training.stopping import (
    OVERFITTING_EPOCHS,
    Patience,
    StopAndKeep,
    StopPoint,
    is_overfitting,
)
from core.training.weights_reading import Values

_ALL_LAYERS_TO_HEAD = 2.8
"""Time of an epoch of all layers in epochs of the head: 190 against 67 stills/s on two
cores, MobileNetV2 at 224 pixels. Only the time left of phase 1 is estimated by it."""

_OVERFITTING = (
    "The network goes on learning the training stills by heart while it gets worse on "
    "the validation stills (over-fitting, from epoch {epoch} of phase {phase} on). "
    "The best weights from before are kept. More stills of more patients would help."
)
_EARLIER_PHASE_KEPT = (
    "Phase {last} did not get better than phase {phase}: the weights of phase {phase}, "
    "epoch {epoch}, are kept (validation loss {loss:.3f})."
)
_DIVERGED = (
    "The network's numbers grew beyond bounds in epoch {epoch} of phase {phase}, which "
    "ends here; the best weights from before are kept. A lower learning rate helps."
)


class TrainingDiverged(LumenaryError):
    """The loss became infinite or undefined before anything useful was learnt."""

    def __init__(self) -> None:
        super().__init__(
            "Training failed: the network's numbers grew beyond bounds.",
            hint="Nothing was published. Lower the recipe's learning rate.",
        )


class HistoryLog(Protocol):
    """Where epochs are written to; see ``RunLogs``."""

    def epoch(self, history: Sequence[EpochResult]) -> None:
        """Write the last epoch of the history."""


@dataclass(frozen=True, slots=True)
class Best:
    """The weights with the lowest validation loss so far."""

    result: EpochResult
    weights: Values


class Course:
    """Runs the phases of a recipe; the learner ends with the best weights of all.

    Parameters
    ----------
    learner
        The network.
    runner
        Trains and validates it.
    phases
        In order; those with 0 epochs are left out.
    patience
        Epochs without a lower validation loss that end a phase; 0 for any number.
    stop
        Looked at before and after each epoch.
    listener, log
        Are told after each epoch.
    """

    def __init__(
        self,
        learner: LearningNetwork,
        runner: EpochRunner,
        *,
        phases: Sequence[PhaseSettings],
        patience: int,
        stop: StopPoint,
        listener: TrainingListener,
        log: HistoryLog,
    ) -> None:
        self._learner = learner
        self._runner = runner
        self._phases = phases
        self._patience = patience
        self._stop = stop
        self._listener = listener
        self._log = log
        self._best: Best | None = None
        self.history: list[EpochResult] = []
        self.stopped_by_user = False

    def run(self) -> None:
        """Run all phases, each from the best weights so far.

        Raises
        ------
        Cancelled
            If asked to cancel.
        OutOfMemory
            If not even a single still fits.
        TrainingDiverged
            If the loss became infinite or undefined in the very first epoch.
        """
        try:
            for number, phase in enumerate(self._phases, start=1):
                if phase.epochs:
                    self._run_phase(number, phase)
        except StopAndKeep:
            self.stopped_by_user = True
        if self._best is None:
            raise TrainingDiverged
        self._learner.restore(self._best.weights)
        self._say_if_earlier_phase_is_kept(self._best.result)

    def _run_phase(self, number: int, phase: PhaseSettings) -> None:
        self._stop.check()
        if self._best is not None:
            self._learner.restore(self._best.weights)
        self._learner.start_phase(phase)
        self._listener.phase_started(number, phase.epochs)
        patience = Patience(self._patience)
        for epoch in range(1, phase.epochs + 1):
            result = self._run_epoch(number, epoch, phase)
            if not math.isfinite(result.loss + result.val_loss):
                self._end_diverged(result)
                return
            self._record(result)
            if patience.is_exhausted_by(result.val_loss):
                return

    def _run_epoch(self, number: int, epoch: int, phase: PhaseSettings) -> EpochResult:
        begin = time.monotonic()
        trained = self._runner.train(number, epoch)
        validated = self._runner.validate()
        seconds = time.monotonic() - begin
        return EpochResult(
            phase=number,
            epoch=epoch,
            epochs=phase.epochs,
            loss=trained.loss,
            accuracy=trained.accuracy,
            val_loss=validated.loss,
            val_accuracy=validated.accuracy,
            learning_rate=phase.learning_rate,
            seconds=seconds,
            seconds_left=self._seconds_left(number, epoch, seconds),
        )

    def _record(self, result: EpochResult) -> None:
        self.history.append(result)
        if self._best is None or result.val_loss < self._best.result.val_loss:
            self._best = Best(result, self._learner.weights)
            self._stop.something_to_keep = True
        self._log.epoch(self.history)
        self._listener.epoch_finished(result)
        self._warn_of_overfitting(result)
        self._stop.check()

    def _seconds_left(self, number: int, epoch: int, seconds: float) -> float:
        epochs = self._phases[number - 1].epochs - epoch
        later = sum(phase.epochs for phase in self._phases[number:])
        return seconds * (epochs + later * _ALL_LAYERS_TO_HEAD)

    def _warn_of_overfitting(self, result: EpochResult) -> None:
        phase = [each for each in self.history if each.phase == result.phase]
        if is_overfitting(phase) and not is_overfitting(phase[:-1]):
            begin = result.epoch - OVERFITTING_EPOCHS + 1
            text = _OVERFITTING.format(epoch=begin, phase=result.phase)
            self._listener.notice(text)

    def _end_diverged(self, result: EpochResult) -> None:
        if self._best is None:
            raise TrainingDiverged
        text = _DIVERGED.format(epoch=result.epoch, phase=result.phase)
        self._listener.notice(text)

    def _say_if_earlier_phase_is_kept(self, best: EpochResult) -> None:
        last = self.history[-1].phase
        if best.phase < last:
            text = _EARLIER_PHASE_KEPT.format(
                last=last, phase=best.phase, epoch=best.epoch, loss=best.val_loss
            )
            self._listener.notice(text)
