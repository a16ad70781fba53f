"""Two models measured on the very same stills, and how sure their difference is."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from core.library.evaluation_record import EvaluationRecord, RecordModel


class Difference(RecordModel):
    """The first model's number minus the second's, with its 95 % interval.

    ``value`` is ``None`` where either number is not defined; ``low`` and ``high`` where
    too few groups carry an interval, or where no resample of the groups varied.
    """

    measure: Literal["balanced_accuracy", "accuracy", "macro_f1", "recall"]
    class_name: str = ""
    """Of which class; empty for a number of all classes together."""
    first: FiniteFloat | None
    second: FiniteFloat | None
    value: FiniteFloat | None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    n: Annotated[int, Field(ge=0)]
    """Stills behind both numbers."""
    groups: Annotated[int, Field(ge=0)]
    """Groups that can carry the interval; of a mean, those of the class with fewest."""
    sentence: str
    """Whether the interval excludes zero, and nothing more."""

    @property
    def is_mean_of_classes(self) -> bool:
        """Whether each class counts the same in it."""
        return self.measure in ("balanced_accuracy", "macro_f1")

    @property
    def excludes_zero(self) -> bool | None:
        """Whether 0 lies outside the interval; ``None`` where there is none."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0

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


class Agreement(RecordModel):
    """How many stills each model called rightly: the table of McNemar (1947)."""

    both_right: Annotated[int, Field(ge=0)]
    only_first: Annotated[int, Field(ge=0)]
    """The first model was right and the second wrong."""
    only_second: Annotated[int, Field(ge=0)]
    both_wrong: Annotated[int, Field(ge=0)]

    @property
    def stills(self) -> int:
        """All stills."""
        return self.both_right + self.only_first + self.only_second + self.both_wrong


class LeftOut(RecordModel):
    """Stills of the folder that neither model was measured on."""

    unreadable: int
    unknown_class: int
    """Of a class that one of the models, or both, does not know."""
    learnt_by_first: int
    """Of known classes, in a group with a still that the first model was made from."""
    learnt_by_second: int
    learnt: int
    """By either; less than the sum where both learnt from the same."""


class ComparisonRecord(RecordModel):
    """Two models on the same stills, each with its numbers, and their differences.

    Both records are of the same stills in the same groups; each has its model's
    classes, the shared ones first. An answer outside the shared ones counts as wrong.
    """

    folder: str
    """The folder's name."""
    classes: tuple[str, ...]
    """Which both models know and the folder has, in the first model's order."""
    first: EvaluationRecord
    second: EvaluationRecord
    first_key: str
    """:attr:`core.library.card.ModelCard.key`."""
    second_key: str
    differences: tuple[Difference, ...]
    """Balanced accuracy, accuracy, macro F1, then each class's recall."""
    agreement: Agreement
    left_out: LeftOut
    interval_method: str
    notices: tuple[str, ...] = ()
    created: datetime
    program_version: str

    @model_validator(mode="after")
    def _same_stills(self) -> Self:
        one, other = self.first, self.second
        if (one.stills, one.groups) != (other.stills, other.groups):
            msg = "expected both records to be of the same stills"
            raise ValueError(msg)
        shared = len(self.classes)
        for record in (one, other):
            if record.classes[:shared] != self.classes:
                msg = f"expected {self.classes} first, got {record.classes}"
                raise ValueError(msg)
        if self.agreement.stills != one.stills:
            msg = f"expected an agreement on {one.stills} stills"
            raise ValueError(msg)
        return self
