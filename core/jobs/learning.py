"""One training, from parts of a dataset to an exported model and its answers.

What is measured is what ships: thresholds and test answers come from the exported
ONNX file, run the way classifying runs it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.dataset.prepared import PreparedStills
from core.dataset.scanning import Part
from core.inference.calibration import fit_temperature, probabilities
from core.inference.decisions import Decision, decide, fit_review_threshold
from core.inference.network import Network
from core.inference.refusal import fit_refusal
from core.jobs.classify import available_cores
from core.library.card import Decisions
from core.recipes.recipe import DecisionSettings, Recipe
from core.training.exporting import export_network
from core.training.initial_weights import BackboneWeights
from core.training.trainer import LabelledImages, TrainedNetwork, train

_BATCH = 8
_STILLS_COMPARED_AT_EXPORT = 32


@dataclass(frozen=True, slots=True, eq=False)
class LabelledStills:
    """Prepared stills with their labels; all sequences are in one order."""

    classes: tuple[str, ...]
    images: PreparedStills
    labels: NDArray[np.int64]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PartIndices:
    """Which stills are used for what."""

    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "PartIndices":
        """Return the indices of each part."""
        part = np.array([str(p) for p in parts])
        return cls(*(np.flatnonzero(part == str(p)) for p in Part))


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A model's answers for some stills."""

    probabilities: NDArray[np.float64]
    """Calibrated, shape (n, k)."""
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """An exported model with its thresholds and its answers for the test part."""

    trained: TrainedNetwork
    decisions: Decisions
    test: Answers
