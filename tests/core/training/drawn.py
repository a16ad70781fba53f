"""Tiny drawn stills and a tiny recipe: a real network trains on them in seconds."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.dataset.prepared import PreparedStills
from core.images.settings import AugmentationSettings, PreprocessingSettings
from core.recipes.recipe import (
    Backbone,
    DenseLayer,
    DropoutLayer,
    NetworkSettings,
    PhaseSettings,
    Recipe,
    Trainable,
    TrainingSettings,
)
from core.time_span import TimeSpan
from core.training.checkpoints import Checkpoints
from core.training.initial_weights import BackboneWeights, resolve_initial_weights
from core.training.trainer import (
    EpochResult,
    LabelledImages,
    TrainedNetwork,
    train,
)

SIZE = 32
CLASSES = ("dark", "light")


def network(alpha: float = 0.35) -> NetworkSettings:
    return NetworkSettings(
        backbone=Backbone.MOBILENET_V2,
        alpha=alpha,
        head=(
            DenseLayer(units=8, activation="linear", l2=1e-4),
            DropoutLayer(rate=0.2),
        ),
    )


def phases(head: int, everything: int) -> tuple[PhaseSettings, PhaseSettings]:
    return (
        PhaseSettings(trainable=Trainable.HEAD, epochs=head, learning_rate=1e-3),
        PhaseSettings(trainable=Trainable.ALL, epochs=everything, learning_rate=1e-3),
    )


def recipe(head: int = 3, everything: int = 8, batch: int = 8) -> Recipe:
    return Recipe(
        name="tiny",
        title="Tiny",
        description="",
        preprocessing=PreprocessingSettings(size=SIZE),
        augmentation=AugmentationSettings(),
        network=network(),
        training=TrainingSettings(
            batch=batch, phases=phases(head, everything), patience=0
        ),
    )


def images(count: int, *, seed: int = 0) -> NDArray[np.uint8]:
    """Every second still is light, and that is the second class."""
    rng = np.random.default_rng(seed)
    levels = np.where(np.arange(count) % 2, 170, 70)[:, None, None, None]
    noise = rng.integers(-20, 20, (count, SIZE, SIZE, 3))
    return (levels + noise).clip(0, 255).astype(np.uint8)


def part(count: int, *, seed: int = 0) -> LabelledImages:
    stills = images(count, seed=seed)
    return LabelledImages(
        images=PreparedStills(SIZE, tuple(stills)),
        indices=tuple(range(count)),
        labels=np.arange(count) % 2,
        digests=tuple(hashlib.sha256(each.tobytes()).hexdigest() for each in stills),
    )


class Diary:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.phases: list[tuple[int, int]] = []
        self.steps: list[tuple[int, int, int, int]] = []
        self.results: list[EpochResult] = []
        self.left: list[TimeSpan] = []
        self.notices: list[str] = []

    def phase_started(self, phase: int, epochs: int) -> None:
        self.phases.append((phase, epochs))

    def step(self, phase: int, epoch: int, done: int, total: int) -> None:
        self.steps.append((phase, epoch, done, total))

    def epoch_finished(self, result: EpochResult, left: TimeSpan) -> None:
        self.results.append(result)
        self.left.append(left)

    def notice(self, text: str) -> None:
        self.notices.append(text)


def train_tiny(
    folder: Path,
    weights_file: Path,
    *,
    listener: Diary | None = None,
    control: Control | None = None,
    tiny: Recipe | None = None,
    checkpoints: Checkpoints | None = None,
) -> TrainedNetwork:
    return train(
        tiny or recipe(),
        CLASSES,
        training=part(40, seed=1),
        validation=part(20, seed=2),
        weights=named(weights_file),
        seed=7,
        device="cpu",
        folder=folder,
        listener=listener or Diary(),
        control=control or Control(),
        checkpoints=checkpoints,
    )


def named(path: Path) -> BackboneWeights:
    return resolve_initial_weights(network(), size=SIZE, file=path)
