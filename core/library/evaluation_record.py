"""What was measured, on which stills, and how sure it is."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class RecordModel(BaseModel):
    """A frozen part of a record that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rate(RecordModel):
    """A number between 0 and 1 (or a loss) with its 95 % interval.

    ``value`` is ``None`` where it is not defined (a class without stills, say);
    ``low`` and ``high`` are ``None`` where there are too few groups for an interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: Annotated[int, Field(ge=0)]
    """Stills behind the number: the denominator of a rate."""


class ClassMetrics(RecordModel):
    """One class against the others."""

    name: str
    support: int
    groups: int
    precision: Rate
    recall: Rate
    """Also called sensitivity."""
    specificity: Rate
    f1: Rate
    auc: Rate
    """Area under the receiver operating characteristic, one versus rest."""


class OverallMetrics(RecordModel):
    """All classes together."""

    balanced_accuracy: Rate
    accuracy: Rate
    macro_precision: Rate
    macro_recall: Rate
    macro_f1: Rate
    macro_auc: Rate
    loss: Rate
    """Categorical cross-entropy of the calibrated probabilities, in nats."""


class Curve(RecordModel):
    """A curve of one class; points in order of falling threshold."""

    name: str
    kind: Literal["roc", "precision_recall"]
    x: tuple[float, ...]
    y: tuple[float, ...]


class Baseline(RecordModel):
    """What something much simpler reaches on the same stills."""

    kind: Literal["file_properties", "frozen_features"]
    title: str
    balanced_accuracy: Rate
    notice: str = ""
    """Why the reader should worry; empty if there is no reason."""


class DecisionCounts(RecordModel):
    """How many stills were accepted, reviewed, refused; and how right they were."""

    accepted: int
    accepted_correct: int
    reviewed: int
    reviewed_correct: int
    refused: int


class EvaluationRecord(RecordModel):
    """One model (or one way of training) measured on one set of stills.

    ``confusion[i][j]`` counts stills of true class i that were called class j.
    """

    model: str
    subset: str
    """Which stills, as a phrase: 'test part of gi, seed 42'."""
    method: Literal["held_out", "cross_validation"]
    folds: int | None = None
    classes: tuple[str, ...]
    stills: int
    groups: int
    grouping: str
    """How stills were grouped: 'examination, from groups.csv'."""
    confusion: tuple[tuple[int, ...], ...]
    overall: OverallMetrics
    per_class: tuple[ClassMetrics, ...]
    curves: tuple[Curve, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    decisions: DecisionCounts | None = None
    interval_method: str
    """How the intervals were made, with the number of resamples and the seed."""
    notices: tuple[str, ...] = ()
