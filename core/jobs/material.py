"""What every training starts from: stills prepared, grouped and described."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.dataset.grouping import Grouping
from core.jobs.context import JobContext
from core.jobs.curation import (
    ReadableFolder,
    ScannedFolder,
    group,
    prepare_stills,
    read_stills,
)
from core.jobs.learning import LabelledStills
from core.jobs.requests import EvaluateRequest, TrainingChoices, TrainRequest
from core.jobs.starting_weights import stills_known_to
from core.recipes.recipe import Recipe
from core.training.initial_weights import BackboneWeights, WeightsKind


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A labelled folder made ready to train on; all sequences are in one order."""

    readable: ReadableFolder
    stills: LabelledStills
    grouping: Grouping
    file_properties: NDArray[np.float64]
    """Width and height in pixels, file size in bytes; shape (n, 3)."""
    frozen_features: NDArray[np.float32] | None
    """Pooled features of the initial backbone, shape (n, d); none if it is random."""

    known_to_weights: frozenset[str] = frozenset()
    """Digests of stills that the initial weights were already fitted on."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is odd about the folder and its groups, without names of stills."""
        return (*self.readable.notices, *self.grouping.notices)

    def known_beforehand(self, indices: NDArray[np.int64]) -> tuple[str, ...]:
        """Return what to say if the initial weights knew some of these stills."""
        digests = self.readable.digests
        known = sum(digests[i] in self.known_to_weights for i in indices)
        if not known:
            return ()
        return (
            f"{known} of {len(indices)} stills were used to make the initial weights: "
            "these numbers are too good. Begin with other weights, or test on stills "
            "that neither has seen.",
        )

    @property
    def groups(self) -> NDArray[np.int64]:
        """The group of each still, shape (n,)."""
        return np.array(self.grouping.ids, np.int64)


def gather_material(
    scanned: ScannedFolder,
    request: TrainRequest | EvaluateRequest,
    recipe: Recipe,
    weights: BackboneWeights,
    context: JobContext,
) -> Material:
    """Read, prepare, describe and group the stills of a labelled folder.

    Raises
    ------
    core.dataset.scanning.DatasetError
        If no still of a class can be read.
    """
    readable = read_stills(scanned, recipe.preprocessing, context)
    images = prepare_stills(readable, recipe.preprocessing, context)
    stills = LabelledStills(
        readable.classes,
        images,
        readable.indices_in(readable.classes),
        readable.digests,
    )
    features = _features(stills, recipe, weights, request.choices, context)
    return Material(
        readable,
        stills,
        group(readable, request.grouping, features, context),
        readable.file_properties,
        features,
        stills_known_to(weights),
    )


def with_choices(recipe: Recipe, choices: TrainingChoices) -> Recipe:
    """Return the recipe with what was decided for this run."""
    training = recipe.training
    phases = training.phases
    if choices.epochs is not None:
        phases = (
            phases[0].model_copy(update={"epochs": choices.epochs[0]}),
            phases[1].model_copy(update={"epochs": choices.epochs[1]}),
        )
    decided = {
        "batch": choices.batch,
        "patience": choices.patience,
        "class_weights": choices.class_weights,
        "weights_and_biases": choices.weights_and_biases,
    }
    update = {name: value for name, value in decided.items() if value is not None}
    changed = training.model_copy(update={**update, "phases": phases})
    return Recipe.model_validate({**recipe.model_dump(), "training": changed})


def _features(
    stills: LabelledStills,
    recipe: Recipe,
    weights: BackboneWeights,
    choices: TrainingChoices,
    context: JobContext,
) -> NDArray[np.float32] | None:
    if weights.kind is WeightsKind.RANDOM:
        return None
    from core.training.features import frozen_features

    return frozen_features(
        recipe,
        weights,
        stills.images,
        device=choices.device,
        control=context.control,
        progress=context.report.activity("Describing stills"),
    )
