"""Training as one call: from prepared stills and a recipe to a trained network."""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.dataset.balancing import class_weights
from core.errors import LumenaryError
from core.images.augmentation import Augmenter
from core.library.card import TrainingSummary
from core.recipes.recipe import ClassWeights, Recipe
from core.training.checkpoints import Checkpoint, Checkpoints
from core.training.course import Course
from core.training.devices import Device, choose_device, held_memory_mib
from core.training.epochs import EpochRunner
from core.training.feeding import LabelledImages, TrainingFeed
from core.training.history import EpochResult, TrainingListener
from core.training.initial_weights import BackboneWeights
from core.training.keeping import Keeper
from core.training.keras_import import import_keras
from core.training.learner import build_learner
from core.training.learning_time import ALL_LAYERS_TO_HEAD
from core.training.run_log import RunLogs
from core.training.stopping import StopPoint

if TYPE_CHECKING:
    import keras

__all__ = ["EpochResult", "LabelledImages", "TrainedNetwork", "TrainingListener"]
__all__ += ["NothingToTrain", "train"]

_CALIBRATION_STILLS = 128
"""For a random backbone's normalisation; 128 stills of 96 pixels take 2 s."""


class NothingToTrain(LumenaryError):
    """A part without stills, or a recipe without epochs."""


class OtherPrecision(LumenaryError):
    """A training can't be gone on with on a device of another arithmetic."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainedNetwork:
    """What training gave."""

    network: "keras.Model"
    """float32, with the weights of the lowest validation loss."""
    history: tuple[EpochResult, ...]
    summary: TrainingSummary


def train(
    recipe: Recipe,
    classes: Sequence[str],
    *,
    training: LabelledImages,
    validation: LabelledImages,
    weights: BackboneWeights,
    seed: int,
    device: str,
    folder: Path,
    listener: TrainingListener,
    control: Control,
    checkpoints: Checkpoints | None = None,
    all_layers_to_head: float = ALL_LAYERS_TO_HEAD,
) -> TrainedNetwork:
    """Train a recipe's network in its two phases, or go on with that.

    On one computer's CPU the same stills, recipe, weights and seed give the same
    weights, bit for bit. Another processor or a GPU adds numbers in another order, and
    results differ in the last digits.

    Parameters
    ----------
    recipe
        Network, augmentation and phases.
    classes
        Names in the order of the labels.
    training, validation
        Stills with labels; validation stills are only preprocessed.
    weights
        Initial weights of the backbone.
    seed
        Decides the head's first weights, order, augmentation and dropout. Sets the
        random state of Python, NumPy and TensorFlow for the whole process.
    device
        ``"auto"``, ``"cpu"`` or ``"gpu"``.
    folder
        Receives ``history.csv`` and TensorBoard's logs.
    listener
        Is told how it goes.
    control
        Cancel and stop-and-keep both take effect within one step.
    checkpoints
        Receive each epoch. Where they hold one already, training goes on from the
        newest; stills, recipe, weights and seed must then be those that it was begun
        with, and the result is that of a training without interruption.
    all_layers_to_head
        Time of an epoch of phase 2 in epochs of phase 1, for the time left.

    Raises
    ------
    Cancelled
        If asked to cancel.
    NothingToTrain
        If a part has no stills or the recipe no epochs.
    InitialWeightsError
        If the weights do not fit.
    NoGpu
        If a GPU was asked for and there is none.
    OutOfMemory
        If not even a single still fits.
    TrainingDiverged
        If the loss grew beyond bounds at once.
    OtherPrecision
        If the newest checkpoint was made in an arithmetic that this device has not.
    """
    _check_there_is_work(recipe, training, validation)
    begin = time.monotonic()
    keras = import_keras()
    keras.utils.set_random_seed(seed)
    chosen = choose_device(device, mixed_precision=recipe.training.mixed_precision)
    feed = training_feed(
        recipe, classes, training, seed=seed, threads=chosen.feeding_threads
    )
    begun = _begun(checkpoints, chosen)
    stop = StopPoint(control)
    logs = RunLogs(recipe, folder, notice=listener.notice)
    with keras.device(chosen.name), closing(logs):
        learner = build_learner(
            recipe,
            classes=len(classes),
            weights=weights,
            calibration=_calibration(training),
            precision=chosen.precision,
        )
        runner = EpochRunner(
            learner,
            feed,
            validation,
            batch=recipe.training.batch,
            stop=stop,
            listener=listener,
        )
        course = Course(
            learner,
            runner,
            phases=recipe.training.phases,
            patience=recipe.training.patience,
            stop=stop,
            listener=listener,
            log=logs,
            keeper=Keeper(checkpoints, notice=listener.notice),
            precision=chosen.precision,
            gpu_memory=partial(held_memory_mib, chosen),
            all_layers_to_head=all_layers_to_head,
        )
        course.run(begun)
        network = learner.finished()
    seconds = time.monotonic() - begin + _seconds_behind(begun)
    summary = _summary(recipe, course, runner, chosen, seconds)
    return TrainedNetwork(network, tuple(course.history), summary)


def _begun(checkpoints: Checkpoints | None, device: Device) -> Checkpoint | None:
    begun = checkpoints.newest() if checkpoints is not None else None
    if begun is not None and begun.precision != device.precision:
        raise OtherPrecision(
            f"The training was begun in {begun.precision} and would go on in "
            f"{device.precision} on this computer's {device.title}.",
            hint="Nothing was lost. Go on with it on the device that it was begun on, "
            "or begin it anew.",
        )
    return begun


def _seconds_behind(begun: Checkpoint | None) -> float:
    return sum(epoch.seconds for epoch in begun.history) if begun is not None else 0.0


def training_feed(
    recipe: Recipe,
    classes: Sequence[str],
    training: LabelledImages,
    *,
    seed: int,
    threads: int,
) -> TrainingFeed:
    """Return the training stills as a recipe augments and weighs them."""
    return TrainingFeed(
        training,
        Augmenter(recipe.augmentation),
        class_weights=weights_of_classes(training.labels, classes, recipe),
        seed=seed,
        threads=threads,
    )


def weights_of_classes(
    labels: NDArray[np.int64], classes: Sequence[str], recipe: Recipe
) -> NDArray[np.float32]:
    """Return how much a still of each class counts in the loss, shape (classes,).

    Parameters
    ----------
    labels
        Class numbers of the training stills.
    classes
        Names of the classes.
    recipe
        Says whether classes are balanced.
    """
    if recipe.training.class_weights is ClassWeights.NONE:
        return np.ones(len(classes), np.float32)
    balanced = class_weights([classes[label] for label in labels], classes)
    return np.array([balanced[i] for i in range(len(classes))], np.float32)


def _calibration(training: LabelledImages) -> NDArray[np.uint8]:
    """Return some training stills of all classes, whatever order they came in."""
    order = sorted(range(len(training)), key=training.digests.__getitem__)
    return training.images.batch(
        training.indices[i] for i in order[:_CALIBRATION_STILLS]
    )


def _check_there_is_work(
    recipe: Recipe, training: LabelledImages, validation: LabelledImages
) -> None:
    if not len(training):
        raise NothingToTrain(
            "There are no stills to train on.", hint="Add stills to the class folders."
        )
    if not len(validation):
        raise NothingToTrain(
            "There are no validation stills, so the best weights can't be chosen.",
            hint="Add stills of more patients or examinations, or give a folder “val”.",
        )
    if not any(phase.epochs for phase in recipe.training.phases):
        raise NothingToTrain(
            "The recipe has no epochs.", hint="Set at least one phase's epochs to 1."
        )


def _summary(
    recipe: Recipe, course: Course, runner: EpochRunner, device: Device, seconds: float
) -> TrainingSummary:
    phases = range(1, len(recipe.training.phases) + 1)
    run = [epoch.phase for epoch in course.history]
    return TrainingSummary(
        device=device.title,
        precision=device.precision,
        seconds=seconds,
        phase_epochs=tuple(run.count(phase) for phase in phases),
        stopped_early_by_user=course.stopped_by_user,
        batch=runner.batch,
    )
