"""How long the steps of a training take on this computer, measured on a few of them."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice

from core.control import Control
from core.recipes.recipe import Recipe
from core.training.devices import Device, choose_device
from core.training.feeding import (
    Batch,
    LabelledImages,
    TrainingFeed,
    batches_ahead,
    equal_chunks,
)
from core.training.initial_weights import BackboneWeights
from core.training.keras_import import import_keras
from core.training.learner import Learner, build_learner
from core.training.learning_time import Laps
from core.training.trainer import training_feed

_COUNTED = 3
"""Steps of each kind whose median counts. The first one is compiled, and those that
follow it in training find their batches ready-made from that time."""


@dataclass(frozen=True, slots=True)
class StepTime:
    """One kind of step."""

    seconds: float
    """Of one batch, feeding it included."""
    warm_up: float
    """Seconds that the first one takes beyond that."""


@dataclass(frozen=True, slots=True)
class MeasuredSteps:
    """What a training's time is made of."""

    device: Device
    phases: tuple[StepTime, StepTime]
    """Learning a batch, in the order of the recipe's phases."""
    answer: StepTime
    """Answering a batch of validation stills."""
    seconds_to_build: float
    """Importing TensorFlow and making the network."""


def measure_steps(
    recipe: Recipe,
    classes: Sequence[str],
    few: LabelledImages,
    *,
    weights: BackboneWeights,
    device: str,
    control: Control,
    progress: Callable[[int, int], None],
) -> MeasuredSteps:
    """Make a few steps of each phase, as a training would, and time them.

    Takes about 15 s on two cores, most of which TensorFlow compiles; nothing that is
    learnt is kept.

    Parameters
    ----------
    recipe, classes, weights, device
        As for :func:`core.training.trainer.train`.
    few
        Some stills, at least one; repeated until batches are full.
    control
        Looked at before each step.
    progress
        Called with the number of steps done and of all.

    Raises
    ------
    Cancelled
        If asked to cancel.
    OutOfMemory
        If a batch does not fit.
    """
    begin = time.monotonic()
    chosen = choose_device(device, mixed_precision=recipe.training.mixed_precision)
    ahead = batches_ahead(chosen.feeding_threads)
    learning, answering = 1 + ahead + _COUNTED, 1 + _COUNTED
    # more than are used: beside the last step, too, others are augmented
    part = _repeated(few, (learning + ahead) * recipe.training.batch)
    feed = training_feed(recipe, classes, part, seed=0, threads=chosen.feeding_threads)
    steps = _Steps(control, progress, total=2 * learning + answering)
    with import_keras().device(chosen.name):
        learner = build_learner(
            recipe,
            classes=len(classes),
            weights=weights,
            calibration=few.images.batch(few.indices),
            precision=chosen.precision,
        )
        seconds_to_build = time.monotonic() - begin
        first, second = (
            steps.learning(learner, feed, recipe, number, learning) for number in (0, 1)
        )
        answer = steps.answering(learner, part, recipe.training.batch, answering)
    return MeasuredSteps(chosen, (first, second), answer, seconds_to_build)


class _Steps:
    def __init__(
        self, control: Control, progress: Callable[[int, int], None], *, total: int
    ) -> None:
        self._control = control
        self._progress = progress
        self._total = total
        self._done = 0

    def learning(
        self,
        learner: Learner,
        feed: TrainingFeed,
        recipe: Recipe,
        number: int,
        steps: int,
    ) -> StepTime:
        learner.start_phase(recipe.training.phases[number])
        laps = Laps(settling=steps - _COUNTED)
        with closing(feed.epoch(number + 1, recipe.training.batch)) as batches:
            for batch in islice(batches, steps):
                self._step(laps, learner, batch)
        return StepTime(laps.seconds_of_step, laps.warm_up)

    def answering(
        self, learner: Learner, part: LabelledImages, size: int, steps: int
    ) -> StepTime:
        laps = Laps()
        for chunk in equal_chunks(part.indices, size)[:steps]:
            self._control.check()
            learner.answer(part.images.batch(chunk))
            self._lap(laps)
        return StepTime(laps.seconds_of_step, laps.warm_up)

    def _step(self, laps: Laps, learner: Learner, batch: Batch) -> None:
        self._control.check()
        learner.learn(batch)
        self._lap(laps)

    def _lap(self, laps: Laps) -> None:
        laps.lap()
        self._done += 1
        self._progress(self._done, self._total)


def _repeated(few: LabelledImages, count: int) -> LabelledImages:
    """Return so many stills, the same ones over and over, each time as another."""
    chosen = [i % len(few) for i in range(count)]
    return replace(
        few,
        indices=[few.indices[i] for i in chosen],
        labels=few.labels[chosen],
        digests=[f"{few.digests[i]}-{number}" for number, i in enumerate(chosen)],
    )
