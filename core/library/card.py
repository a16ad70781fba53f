"""A model's card: how to use a model, and what it can be trusted with."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    model_validator,
)

from core.library.evaluation_record import Baseline, OverallMetrics
from core.library.model_name import problem_with_name
from core.recipes.recipe import Recipe

FORMAT_VERSION: Final = 1
"""Raised whenever an older program could misread a card."""

ONNX_FILE: Final = "model.onnx"
"""The network that classifies; every model has one."""

_DEEPEST: Final = 3
"""Parts of a file's path in the model's folder; there were never more than two."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _model_name(name: str) -> str:
    if problem := problem_with_name(name):
        raise ValueError(problem)
    return name


def _inside_the_folder(name: str) -> str:
    problems = [problem_with_name(part) for part in name.split("/")]
    if any(problems) or len(problems) > _DEEPEST:
        msg = f"expected a path inside the model's folder, got {name!r}"
        raise ValueError(msg)
    return name


FileName = Annotated[str, AfterValidator(_inside_the_folder)]


class CardModel(BaseModel):
    """A frozen part of a card that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClassCount(CardModel):
    """How much of one class the model has seen."""

    name: str
    stills: int
    groups: int
    train: int
    validation: int
    test: int


class TrainingData(CardModel):
    """Which stills the model was trained on, without their names."""

    source: str
    """The folder's name, or what the maker says of it."""
    drawn: bool
    """Drawn by the program, not photographed in a patient."""
    fingerprint: Sha256
    """Of the sorted digests of all stills with labels and parts."""
    counts: tuple[ClassCount, ...]
    grouping: str
    seed: int
    notices: tuple[str, ...] = ()


class InitialWeights(CardModel):
    """What the backbone knew before."""

    origin: str
    """A sentence: 'ImageNet, from file x', 'backbone of model starter', 'random'."""
    sha256: Sha256 | None
    licence: str
    model_name: str | None = None
    """What the model that lent them was called then; ``None`` if none did."""
    model_key: Sha256 | None = None
    """:attr:`ModelCard.key` of that model; cards of older programs lack it."""


class TrainingSummary(CardModel):
    """How training went."""

    device: str
    """'CPU, 2 cores' or the GPU's name."""
    precision: Literal["float32", "mixed_float16"]
    seconds: float
    phase_epochs: tuple[int, ...]
    """Epochs run in each phase, early stopping included."""
    stopped_early_by_user: bool
    batch: int
    """After any halving for want of memory."""


class Decisions(CardModel):
    """Thresholds fitted on validation stills only."""

    temperature: Annotated[FiniteFloat, Field(gt=0)]
    """Logits are divided by it before softmax (Guo et al. 2017)."""
    review_below: Annotated[float, Field(ge=0, le=1)]
    """Accepted at or above this calibrated confidence, sent to review below."""
    refuse_above: FiniteFloat
    """Refused when the distance to what was trained on exceeds this."""
    refusal_false_alarm: Annotated[float, Field(ge=0, le=1)]
    """The stated share of validation stills that the threshold refuses."""
    notices: tuple[str, ...] = ()


class CrossValidation(CardModel):
    """Group-wise cross-validation of the same recipe on the same stills."""

    folds: int
    overall: OverallMetrics
    baselines: tuple[Baseline, ...]


class Licence(CardModel):
    """A part of the model and the terms it comes under."""

    part: str
    licence: str


class ModelCard(CardModel):
    """All that must be known to use a model.

    ``files`` maps every other file of the model folder to its SHA-256.
    """

    format_version: Literal[1] = FORMAT_VERSION
    name: Annotated[str, AfterValidator(_model_name)]
    """The folder's name."""
    title: str
    description: str
    knows: str
    """One sentence: what it tells apart."""
    does_not_know: str
    """One sentence: what it has never seen and must not be asked."""
    research_use: str
    created: datetime
    program_version: str
    classes: Annotated[tuple[str, ...], Field(min_length=2)]
    recipe: Recipe
    data: TrainingData
    initial_weights: InitialWeights
    training: TrainingSummary
    decisions: Decisions
    test: OverallMetrics | None
    """On the held-out test part; ``None`` where the split left none."""
    baselines: tuple[Baseline, ...] = ()
    cross_validation: CrossValidation | None = None
    libraries: dict[str, str]
    licences: tuple[Licence, ...]
    files: dict[FileName, Sha256]

    @property
    def key(self) -> str:
        """SHA-256 of the network: what its answers depend on, whatever its name.

        Every card that was read has it; one that is being put together may not yet.
        """
        return self.files[ONNX_FILE]

    @model_validator(mode="after")
    def _classes_are_distinct(self) -> "ModelCard":
        if len(set(self.classes)) != len(self.classes):
            msg = f"classes must be distinct, got {self.classes}"
            raise ValueError(msg)
        return self
