"""What was measured, on which stills, and how sure it is."""

import math
from datetime import datetime
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    model_validator,
)


def _finite_or_none(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


MaybeFinite: TypeAlias = Annotated[float | None, AfterValidator(_finite_or_none)]
"""A number of training; ``None`` where it overflowed, since JSON has no word for it."""


class RecordModel(BaseModel):
    """A frozen part of a record that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rate(RecordModel):
    """A number between 0 and 1 (or a loss) with its 95 % interval.

    ``value`` is ``None`` where it is not defined (a class without stills, say);
    ``low`` and ``high`` are ``None`` where there are too few groups for an interval.
    """

    value: FiniteFloat | None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    n: Annotated[int, Field(ge=0)]
    """Stills behind the number: the denominator of a rate."""
    exact: bool = False
    """Clopper and Pearson's interval on the number of groups, for want of variation."""

    @model_validator(mode="after")
    def _interval_contains_value(self) -> Self:
        if (self.low is None) != (self.high is None):
            msg = f"expected both limits or none, got {self.low} and {self.high}"
            raise ValueError(msg)
        if self.low is None or self.high is None:
            return self
        if self.value is None or not self.low <= self.value <= self.high:
            msg = f"expected {self.low} <= value <= {self.high}, got {self.value}"
            raise ValueError(msg)
        return self


class ClassMetrics(RecordModel):
    """One class against the others."""

    name: str
    support: int
    """Stills of this class."""
    groups: int
    """Groups that those stills come from."""
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
    x: tuple[FiniteFloat, ...]
    """False alarm rate (1 - specificity) for ROC, recall for precision-recall."""
    y: tuple[FiniteFloat, ...]
    """Sensitivity for ROC, precision for precision-recall."""

    @model_validator(mode="after")
    def _as_many_x_as_y(self) -> Self:
        if len(self.x) != len(self.y):
            msg = f"expected as many x as y, got {len(self.x)} and {len(self.y)}"
            raise ValueError(msg)
        return self


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
    accepted_accuracy: Rate | None = None
    """Correct among the accepted, with its interval."""
    reviewed_accuracy: Rate | None = None
    """Correct among those sent to review, had they been accepted."""


class HistoryEpoch(RecordModel):
    """One epoch of training; losses in nats, accuracies 0 to 1."""

    phase: int
    """1 for the head, 2 for all layers."""
    loss: MaybeFinite
    accuracy: MaybeFinite
    val_loss: MaybeFinite
    val_accuracy: MaybeFinite


class RevisedLabels(RecordModel):
    """What became of labels that were questioned after errors had been seen.

    Numbers with such labels are not independent of the model any more: its errors chose
    which labels were looked at again.
    """

    relabelled: Annotated[int, Field(ge=0)]
    """Stills measured with another label than their folder's."""
    left_out: Annotated[int, Field(ge=0)]
    """Stills that show none of the model's classes; in no number of this record."""
    stills_before: int
    """Stills of the evaluation whose labels were revised."""
    before: OverallMetrics
    """Its numbers, with the labels as they were; to be shown beside the new ones."""


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
    """What a reader must know before believing the numbers; one sentence each."""
    title: str = ""
    """The model's title; empty for a recipe, and in older records."""
    created: datetime | None = None
    """With its time zone; ``None`` in older records."""
    program_version: str = ""
    drawn: bool = False
    """The stills were drawn by the program, not photographed in a patient."""
    history: tuple[HistoryEpoch, ...] = ()
    """How the model learnt; only in the record that its training made."""
    revised: RevisedLabels | None = None
    """Set where labels were revised after errors were seen."""

    @model_validator(mode="after")
    def _matrix_fits_classes(self) -> Self:
        k = len(self.classes)
        if len(self.confusion) != k or any(len(row) != k for row in self.confusion):
            msg = f"expected a confusion matrix of {k} x {k}"
            raise ValueError(msg)
        if sum(map(sum, self.confusion)) != self.stills:
            msg = f"expected a confusion matrix of {self.stills} stills"
            raise ValueError(msg)
        if tuple(each.name for each in self.per_class) != self.classes:
            msg = f"expected metrics of {self.classes}, in this order"
            raise ValueError(msg)
        return self
