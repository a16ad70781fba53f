"""How long learning still takes, from the epochs that it has behind it.

Early stopping is no matter of pace: nobody knows when the validation loss stops
falling. So there are two answers, the soonest that patience allows and all epochs.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from core.recipes.recipe import PhaseSettings
from core.time_span import TimeSpan
from core.training.history import EpochResult
from core.training.stopping import Patience

ALL_LAYERS_TO_HEAD = 2.8
"""Time of an epoch of all layers in epochs of the head: 190 against 67 stills/s on two
cores, MobileNetV2 at 224 pixels. Taken until phase 2 runs, unless it was measured."""
ALL_LAYERS_TO_HEAD_WARM_UP = 1.2
"""What compiling a step of all layers takes, in warm-ups of phase 1, which compile a
step of the head and the answers: 4.6 against 2.5 + 1.3 s of processor time, MobileNetV2
at 96 pixels. Taken until phase 2 runs, unless it was measured."""


class Laps:
    """The time of each step of an epoch, of which the first may take far longer.

    TensorFlow compiles in the first step of a phase (3 to 7 s), and never again.

    Parameters
    ----------
    settling
        Steps at the beginning that tell nothing of the others.
    """

    def __init__(self, *, settling: int = 1) -> None:
        self._settling = settling
        self._begin = time.monotonic()
        self._laps: list[float] = []

    def lap(self) -> None:
        """End a step and begin the next one."""
        now = time.monotonic()
        self._laps.append(now - self._begin)
        self._begin = now

    @property
    def seconds_of_step(self) -> float:
        """The median of those that have settled, or of all; 0 without any."""
        settled = self._laps[self._settling :]
        return statistics.median(settled or self._laps or [0.0])

    @property
    def warm_up(self) -> float:
        """Seconds that the first step took beyond the others."""
        return max(sum(self._laps[:1]) - self.seconds_of_step, 0.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the time of learning is made of."""

    epochs: tuple[float, float]
    """Seconds from one epoch to the next, of each phase, without the warm-up."""
    warm_ups: tuple[float, float]
    """Seconds that only the first epoch of each phase takes."""

    @property
    def compiling(self) -> float:
        """Seconds that compiling a step of all layers takes, as both phases tell it.

        Each is measured once only, maybe while the computer did other work too.
        """
        first, second = self.warm_ups
        return (first * ALL_LAYERS_TO_HEAD_WARM_UP + second) / 2 if first else second


def pace_of(
    history: Sequence[EpochResult],
    *,
    all_layers_to_head: float = ALL_LAYERS_TO_HEAD,
    between: float = 0.0,
) -> Pace:
    """Return the pace that epochs tell, that of a phase which is not reached included.

    Parameters
    ----------
    history
        All epochs so far, at least one.
    all_layers_to_head
        What an epoch of phase 2 takes, in epochs of phase 1.
    between
        Seconds between two epochs, in which checkpoints are written.
    """
    first, second = (_epoch(history, phase) for phase in (1, 2))
    known = first if first is not None else (second or 0.0) / all_layers_to_head
    later = second if second is not None else known * all_layers_to_head
    return Pace((known + between, later + between), _warm_ups(history))


def learning_left(
    phases: Sequence[PhaseSettings],
    history: Sequence[EpochResult],
    pace: Pace,
    *,
    patience: int,
) -> TimeSpan:
    """Return the seconds until the last epoch ends.

    Parameters
    ----------
    phases
        Of the recipe.
    history
        All epochs so far; none for the time of all of them.
    pace
        What an epoch takes.
    patience
        Epochs without a lower validation loss that end a phase; 0 for any number. At
        least, each phase ends as soon as it allows; at most, none ends early.
    """
    reached = history[-1].phase if history else 0
    left = TimeSpan.of(0.0)
    for number, phase in enumerate(phases, start=1):
        if number < reached or not phase.epochs:
            continue
        own = [result for result in history if result.phase == number]
        warm_up = 0.0 if own else pace.warm_ups[number - 1]
        epochs = _epochs_left(phase, own, patience)
        left += epochs * pace.epochs[number - 1] + TimeSpan.of(warm_up)
    return left


def _epochs_left(
    phase: PhaseSettings, behind: Sequence[EpochResult], patience: int
) -> TimeSpan:
    """Return how many epochs a phase still has, at least and at most."""
    waits = Patience(patience)
    for result in behind:
        if waits.is_exhausted_by(result.val_loss):
            return TimeSpan.of(0.0)
    most = phase.epochs - len(behind)
    return TimeSpan(min(waits.epochs_left, most), most)


def _epoch(history: Sequence[EpochResult], phase: int) -> float | None:
    own = [max(e.seconds - e.warm_up, 0.0) for e in history if e.phase == phase]
    # in the first one batches wait ready-made while the first step is compiled
    return statistics.median(own[1:] or own) if own else None


def _warm_ups(history: Sequence[EpochResult]) -> tuple[float, float]:
    """Return the longest of each phase: one that is gone on with has it twice."""
    first, second = (
        max((e.warm_up for e in history if e.phase == phase), default=0.0)
        for phase in (1, 2)
    )
    return first, second or first * ALL_LAYERS_TO_HEAD_WARM_UP
