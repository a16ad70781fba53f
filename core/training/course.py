"""The course of a training: phases, the best weights, and when it ends."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.errors import LumenaryError
from core.recipes.recipe import PhaseSettings
from core.training.checkpoints import Checkpoint
from core.training.devices import Precision
from core.training.epochs import EpochRunner, LearningNetwork
from core.training.history import EpochResult, TrainingListener
from core.training.keeping import Keeper
from core.training.learning_time import ALL_LAYERS_TO_HEAD, learning_left, pace_of
from core.training.network_state import NetworkState
from core.training.stopping import (
    OVERFITTING_EPOCHS,
    Patience,
    StopAndKeep,
    StopPoint,
    is_overfitting,
)
from core.training.weights_reading import Values

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
    keeper
        Keeps a checkpoint of each epoch before anyone is told of it.
    precision
        Of the network's arithmetic, for the checkpoints.
    gpu_memory
        Returns the most that was held of a GPU's memory so far, in MiB.
    all_layers_to_head
        Time of an epoch of phase 2 in epochs of phase 1, for the time left.
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
        keeper: Keeper,
        precision: Precision = "float32",
        gpu_memory: Callable[[], float | None] = lambda: None,
        all_layers_to_head: float = ALL_LAYERS_TO_HEAD,
    ) -> None:
        self._learner = learner
        self._runner = runner
        self._phases = phases
        self._patience = patience
        self._stop = stop
        self._listener = listener
        self._log = log
        self._keeper = keeper
        self._precision: Precision = precision
        self._gpu_memory = gpu_memory
        self._all_layers_to_head = all_layers_to_head
        self._begun: Checkpoint | None = None
        self._best: Best | None = None
        self._between: list[float] = []
        """Seconds that writing took after each epoch."""
        self.history: list[EpochResult] = []
        self.stopped_by_user = False

    def run(self, begun: Checkpoint | None = None) -> None:
        """Run all phases, each from the best weights so far.

        Parameters
        ----------
        begun
            Where to go on; what it knows is logged and told again. Its epochs and those
            that follow are, together, those of a training without interruption.

        Raises
        ------
        Cancelled
            If asked to cancel.
        OutOfMemory
            If not even a single still fits.
        TrainingDiverged
            If the loss became infinite or undefined in the very first epoch.
        """
        if begun is not None:
            self._take_over(begun)
        try:
            self._run_phases()
        except StopAndKeep:
            self.stopped_by_user = True
            self._keep()
        if self._best is None:
            raise TrainingDiverged
        self._learner.restore(self._best.weights)
        self._say_if_earlier_phase_is_kept(self._best.result)

    def _take_over(self, begun: Checkpoint) -> None:
        self._begun = begun
        self._keeper.began_with(begun)
        self._stop.something_to_keep = True
        self.stopped_by_user = begun.stopped
        self._runner.epochs_begun = begun.epochs_begun
        self._runner.batch = begun.batch
        for result in begun.history:
            if result.phase != self._reached:
                self._listener.phase_started(result.phase, result.epochs)
            self.history.append(result)
            self._log.epoch(self.history)
            self._tell(result)
            if result.best:
                self._best = Best(result, begun.best)

    @property
    def _reached(self) -> int:
        """The phase of the last epoch; 0 before the first one."""
        return self.history[-1].phase if self.history else 0

    def _run_phases(self) -> None:
        if self.stopped_by_user:
            return
        for number, phase in enumerate(self._phases, start=1):
            if phase.epochs and number >= self._reached:
                self._run_phase(number, phase)

    def _run_phase(self, number: int, phase: PhaseSettings) -> None:
        self._stop.check()
        patience = Patience(self._patience)
        behind = [result for result in self.history if result.phase == number]
        self._start_phase(number, phase, is_begun=bool(behind))
        if any(patience.is_exhausted_by(result.val_loss) for result in behind):
            return
        for epoch in range(len(behind) + 1, phase.epochs + 1):
            result = self._run_epoch(number, epoch, phase)
            if not math.isfinite(result.loss + result.val_loss):
                self._end_diverged(result)
                return
            self._record(result)
            if patience.is_exhausted_by(result.val_loss):
                return

    def _start_phase(
        self, number: int, phase: PhaseSettings, *, is_begun: bool
    ) -> None:
        if self._best is not None:
            self._learner.restore(self._best.weights)
        self._learner.start_phase(phase)
        if is_begun and self._begun is not None:
            self._learner.resume(self._begun.network)
        else:
            self._listener.phase_started(number, phase.epochs)

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
            best=self._best is None or validated.loss < self._best.result.val_loss,
            gpu_memory_mib=self._gpu_memory(),
            warm_up=self._runner.warm_up,
            validating=self._runner.validating,
        )

    def _record(self, result: EpochResult) -> None:
        begin = time.monotonic()
        self.history.append(result)
        if result.best:
            self._best = Best(result, self._learner.weights)
            self._stop.something_to_keep = True
        if not self._stop.cuts_epoch_short:  # else it is kept as the last one
            self._keep()
        self._log.epoch(self.history)
        self._between.append(time.monotonic() - begin)
        self._tell(result)
        self._warn_of_overfitting(result)
        self._stop.check()

    def _keep(self) -> None:
        if self._best is None:
            return
        checkpoint = Checkpoint(
            history=tuple(self.history),
            epochs_begun=self._runner.epochs_begun,
            batch=self._runner.batch,
            precision=self._precision,
            stopped=self.stopped_by_user,
            network=self._state(),
            best=self._best.weights,
        )
        self._keeper.keep(checkpoint)

    def _state(self) -> NetworkState:
        if self.stopped_by_user:  # nothing is learnt any more
            return NetworkState(weights=[], seeds=[], optimizer=[])
        return self._learner.state

    def _tell(self, result: EpochResult) -> None:
        pace = pace_of(
            self.history,
            all_layers_to_head=self._all_layers_to_head,
            between=statistics.median(self._between or [0.0]),
        )
        left = learning_left(self._phases, self.history, pace, patience=self._patience)
        self._listener.epoch_finished(result, left)

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
