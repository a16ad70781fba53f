"""One training, from parts of a dataset to an exported model and its answers.

What is measured is what ships: thresholds and test answers come from the exported
ONNX file, run the way classifying runs it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.control import Cancelled
from core.dataset.prepared import PreparedStills
from core.dataset.scanning import Part
from core.inference.network import Network
from core.jobs.answers import Answers, decided, run_network
from core.jobs.context import JobContext
from core.jobs.requests import TrainingChoices
from core.jobs.thresholds import fit_thresholds
from core.jobs.time_after_learning import AfterLearning
from core.jobs.training_events import TrainingEvents
from core.library.card import ONNX_FILE, Decisions
from core.library.model_folder import REFUSAL_FILE
from core.recipes.recipe import Recipe
from core.training.checkpoints import Checkpoints
from core.training.exporting import export_network
from core.training.initial_weights import BackboneWeights
from core.training.trainer import LabelledImages, TrainedNetwork, train

WRITING_THE_MODEL = "Writing the model"
_STILLS_COMPARED_AT_EXPORT = 32


class NothingToKeep(Cancelled):
    """Training was stopped before there was anything to keep."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledStills:
    """Prepared stills with their labels; all sequences are in one order."""

    classes: tuple[str, ...]
    images: PreparedStills
    labels: NDArray[np.int64]
    digests: tuple[str, ...]

    def part(self, indices: NDArray[np.int64]) -> LabelledImages:
        """Return some of the stills in the form that training takes."""
        return LabelledImages(
            images=self.images,
            indices=tuple(int(i) for i in indices),
            labels=self.labels[indices],
            digests=tuple(self.digests[i] for i in indices),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PartIndices:
    """Which stills are used for what."""

    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "PartIndices":
        """Return the indices of each part."""
        names = np.array([part.value for part in parts])
        return cls(
            train=np.flatnonzero(names == Part.TRAIN.value),
            validation=np.flatnonzero(names == Part.VALIDATION.value),
            test=np.flatnonzero(names == Part.TEST.value),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """An exported model with its thresholds and its answers for the test part."""

    trained: TrainedNetwork
    decisions: Decisions
    test: Answers


def learn(
    stills: LabelledStills,
    parts: PartIndices,
    recipe: Recipe,
    *,
    weights: BackboneWeights,
    choices: TrainingChoices,
    folder: Path,
    log_folder: Path,
    context: JobContext,
    checkpoints: Checkpoints | None = None,
    after: AfterLearning,
) -> Learned:
    """Train, export into ``folder``, fit thresholds and answer the test part.

    Parameters
    ----------
    stills, parts
        What there is, and what each still is used for.
    recipe
        With the choices for this run already applied.
    weights
        Initial weights of the backbone.
    choices
        Device and seed.
    folder
        Receives ``model.keras``, ``model.onnx`` and ``refusal.npz``.
    log_folder
        Receives the history and TensorBoard's logs.
    context
        Reporting and control.
    checkpoints
        Receive each epoch; from what they hold already the training goes on.
    after
        What follows the last epoch, and how much slower phase 2 is, for the time left.

    Raises
    ------
    NothingToKeep
        If a stop was asked for before the first step.
    core.errors.LumenaryError
        If training or exporting fails.
    """
    nothing_behind = checkpoints is None or checkpoints.is_empty
    if context.control.stop_requested and nothing_behind:
        raise NothingToKeep
    events = TrainingEvents(context.report, after)
    trained = train(
        recipe,
        stills.classes,
        training=stills.part(parts.train),
        validation=stills.part(parts.validation),
        weights=weights,
        seed=choices.seed,
        device=choices.device,
        folder=log_folder,
        listener=events,
        control=context.control,
        checkpoints=checkpoints,
        all_layers_to_head=after.all_layers_to_head,
    )
    events.learning_ended(stopped=trained.summary.stopped_early_by_user)
    writing = context.report.activity(WRITING_THE_MODEL)
    writing(0, 1)
    compared = parts.validation[:_STILLS_COMPARED_AT_EXPORT]
    export_network(trained, folder, check_images=stills.images.batch(compared))
    writing(1, 1)
    network = Network(folder / ONNX_FILE)
    return _with_thresholds(trained, network, stills, parts, recipe, folder, context)


def _with_thresholds(
    trained: TrainedNetwork,
    network: Network,
    stills: LabelledStills,
    parts: PartIndices,
    recipe: Recipe,
    folder: Path,
    context: JobContext,
) -> Learned:
    answers = {
        name: run_network(network, stills.images, indices, name, context)
        for name, indices in (
            ("Learning what it knows", parts.train),
            ("Fitting thresholds", parts.validation),
            ("Answering the test part", parts.test),
        )
    }
    train_run, validation_run, test_run = answers.values()
    refusal, decisions = fit_thresholds(
        train_run,
        stills.labels[parts.train],
        validation_run,
        stills.labels[parts.validation],
        recipe.decisions,
    )
    refusal.save(folder / REFUSAL_FILE)
    return Learned(trained, decisions, decided(test_run, refusal, decisions))
