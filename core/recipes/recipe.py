"""A recipe: everything that decides how a classifier is trained, checked on entry."""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.images.settings import AugmentationSettings, PreprocessingSettings


class RecipeModel(BaseModel):
    """A frozen part of a recipe that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


MOBILENET_V2_WIDTHS = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)
"""Width multipliers for which ImageNet weights were published (Sandler et al. 2018)."""


MOST_HEAD_LAYERS = 16
"""Two to four are usual; each dense one may hold 8,192 x 8,192 weights (256 MB)."""

Epochs: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
Batch: TypeAlias = Annotated[int, Field(ge=1, le=4096)]
"""Stills in a batch."""


class Backbone(StrEnum):
    """Convolutional networks whose pooled features the head reads."""

    MOBILENET_V2 = "mobilenet_v2"


class DenseLayer(RecipeModel):
    """A fully connected layer of the head."""

    type: Literal["dense"] = "dense"
    units: Annotated[int, Field(ge=1, le=8192)]
    activation: Literal["relu", "linear"] = "relu"
    l2: Annotated[float, Field(ge=0, le=1e6)] = 0.0


class DropoutLayer(RecipeModel):
    """Dropout, active in training only."""

    type: Literal["dropout"] = "dropout"
    rate: Annotated[float, Field(ge=0, lt=1)]


HeadLayer = Annotated[DenseLayer | DropoutLayer, Field(discriminator="type")]


class NetworkSettings(RecipeModel):
    """Backbone, global average pooling, the head's layers, softmax over the classes."""

    backbone: Backbone
    alpha: Annotated[float, Field(gt=0, le=1.4)] = 1.0
    """MobileNetV2's width multiplier: 0.35, 0.5, 0.75, 1.0, 1.3 or 1.4."""
    head: Annotated[tuple[HeadLayer, ...], Field(max_length=MOST_HEAD_LAYERS)]

    @field_validator("alpha")
    @classmethod
    def _published_width(cls, alpha: float) -> float:
        if alpha not in MOBILENET_V2_WIDTHS:
            msg = f"expected one of {MOBILENET_V2_WIDTHS}"
            raise ValueError(msg)
        return alpha


class ClassWeights(StrEnum):
    """How much a still of each class counts in the loss."""

    NONE = "none"
    BALANCED = "balanced"
    """Inversely to the number of the class's training stills."""


class Trainable(StrEnum):
    """Which layers learn; BatchNormalization never does."""

    HEAD = "head"
    ALL = "all"


class PhaseSettings(RecipeModel):
    """One phase of training."""

    trainable: Trainable
    epochs: Epochs
    """0 leaves the phase out."""
    learning_rate: Annotated[float, Field(gt=0, le=1)]


class Tracking(StrEnum):
    """Whether numbers go to Weights & Biases, an extra that is installed on request."""

    OFF = "off"
    OFFLINE = "offline"
    """Into the run's folder; nothing leaves the computer."""
    ONLINE = "online"


class TrainingSettings(RecipeModel):
    """How the network learns; Adam on categorical cross-entropy."""

    batch: Batch = 32
    phases: tuple[PhaseSettings, PhaseSettings]
    patience: Annotated[int, Field(ge=0)] = 3
    """Epochs without a lower validation loss that end a phase; 0 never stops early."""
    class_weights: ClassWeights = ClassWeights.NONE
    mixed_precision: bool = True
    """On a GPU only; evaluation and export are float32 always."""
    tensorboard: bool = True
    weights_and_biases: Tracking = Tracking.OFF


class DecisionSettings(RecipeModel):
    """Stated rates from which the thresholds are fitted on the validation part."""

    refusal_false_alarm: Annotated[float, Field(gt=0, lt=0.5)] = 0.05
    """Share of validation stills that the refusal threshold would wrongly refuse."""
    accept_precision: Annotated[float, Field(gt=0.5, le=1)] = 0.95
    """Share of correct answers wanted among accepted stills; the review threshold."""


class Recipe(RecipeModel):
    """Everything that decides how a classifier is trained."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    description: str
    source: str = ""
    """The paper or measurement that the values come from."""
    preprocessing: PreprocessingSettings
    augmentation: AugmentationSettings
    network: NetworkSettings
    training: TrainingSettings
    decisions: DecisionSettings = DecisionSettings()
