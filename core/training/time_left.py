"""How long a training still takes, from the epochs that it has behind it."""

import statistics
import time
from collections.abc import Sequence

from core.recipes.recipe import PhaseSettings
from core.training.history import EpochResult

ALL_LAYERS_TO_HEAD = 2.8
"""Time of an epoch of all layers in epochs of the head: 190 against 67 stills/s on two
cores, MobileNetV2 at 224 pixels. Taken until phase 2 runs, unless it was measured."""


class Laps:
    """The time of each step of an epoch, of which the first may take far longer.

    TensorFlow compiles in the first step of a phase (3 to 7 s), and never again.
    """

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._laps: list[float] = []

    def lap(self) -> None:
        """End a step and begin the next one."""
        now = time.monotonic()
        self._laps.append(now - self._begin)
        self._begin = now

    @property
    def seconds_of_step(self) -> float:
        """The median, without the first where there are others; 0 without any."""
        return statistics.median(self._laps[1:] or self._laps or [0.0])

    @property
    def warm_up(self) -> float:
        """Seconds that the first step took beyond the others."""
        return max(sum(self._laps[:1]) - self.seconds_of_step, 0.0)


def seconds_left(
    phases: Sequence[PhaseSettings],
    history: Sequence[EpochResult],
    *,
    warm_up: float,
    all_layers_to_head: float,
) -> float:
    """Return the seconds until the end if nothing stops training early.

    Parameters
    ----------
    phases
        Of the recipe.
    history
        All epochs so far, at least one.
    warm_up
        Seconds that the last epoch took because it was the first of its phase in this
        process.
    all_layers_to_head
        What an epoch of phase 2 takes, in epochs of phase 1.
    """
    last = history[-1]
    own = [epoch.seconds for epoch in history if epoch.phase == last.phase]
    own[-1] -= warm_up
    pace = statistics.median(own[1:] or own)
    rest = phases[last.phase - 1].epochs - last.epoch
    later = sum(phase.epochs for phase in phases[last.phase :])
    return pace * (rest + later * all_layers_to_head)
