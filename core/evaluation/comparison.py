"""Two models' answers to the same stills: differences, and how sure they are.

Groups are drawn once and both models measured on each draw, so that what is hard for
both cancels out: the paired bootstrap (Efron and Tibshirani 1993, section 8.3; for two
classifiers Berg-Kirkpatrick et al. 2012), over groups as in
:mod:`core.evaluation.intervals`.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from core.evaluation.intervals import (
    MIN_GROUPS,
    FloatArray,
    difference_limits,
    resampled_weights,
)
from core.evaluation.measures import GroupTallies, class_rates
from core.evaluation.metrics import RESAMPLES
from core.evaluation.predictions import Predictions
from core.library.comparison_record import Agreement, Difference

Measure: TypeAlias = Literal["balanced_accuracy", "accuracy", "macro_f1", "recall"]

EXCLUDES_ZERO: Final = "The 95 % interval of the difference excludes zero."
INCLUDES_ZERO: Final = "The 95 % interval of the difference includes zero."
TOO_FEW_GROUPS: Final = f"No interval: fewer than {MIN_GROUPS} groups."
NEVER_VARIED: Final = (
    "No interval: the difference was the same in every resample of the groups."
)


@dataclass(frozen=True, slots=True, eq=False)
class PairedPredictions:
    """Two models' answers to the same labelled stills; valid once constructed.

    Parameters
    ----------
    classes
        Which both models know and the stills have; both models' classes begin with
        these, in this order.
    first, second
        The answers, of the same stills in the same order.

    Raises
    ------
    ValueError
        If the two are not of the same stills, groups and classes, or a class has none.
    """

    classes: tuple[str, ...]
    first: Predictions
    second: Predictions

    def __post_init__(self) -> None:
        shared = len(self.classes)
        one, other = self.first, self.second
        if not one.classes[:shared] == other.classes[:shared] == self.classes:
            msg = f"expected {self.classes} first, got {one.classes}, {other.classes}"
            raise ValueError(msg)
        same = np.array_equal(one.labels, other.labels)
        if not same or not np.array_equal(one.groups, other.groups):
            msg = "expected the same labels and groups in the same order"
            raise ValueError(msg)
        if set(one.labels.tolist()) != set(range(shared)):
            msg = f"expected stills of each of {self.classes}"
            raise ValueError(msg)


def agreement(pair: PairedPredictions) -> Agreement:
    """Return how many stills both, one, or neither called rightly."""
    first, second = pair.first.correct, pair.second.correct
    return Agreement(
        both_right=int((first & second).sum()),
        only_first=int((first & ~second).sum()),
        only_second=int((~first & second).sum()),
        both_wrong=int((~first & ~second).sum()),
    )


def differences(
    pair: PairedPredictions, *, resamples: int = RESAMPLES, seed: int = 42
) -> tuple[Difference, ...]:
    """Return the first model's numbers minus the second's, with 95 % intervals.

    Balanced accuracy, accuracy and macro F1 over the shared classes, then the recall of
    each class.

    Parameters
    ----------
    pair
        The answers.
    resamples, seed
        Of the bootstrap; both models are measured on the very same draws.
    """
    first, second = _Numbers(pair.first, pair), _Numbers(pair.second, pair)
    weights = resampled_weights(
        groups=first.tallies.count,
        stills=len(pair.first.labels),
        resamples=resamples,
        seed=seed,
    )
    drawn = [(first.of(some), second.of(some)) for some in weights]
    samples = np.concatenate([one - other for one, other in drawn])
    value = first.of_all(), second.of_all()
    return tuple(
        _difference(name, which, (value[0][i], value[1][i]), samples[:, i], pair)
        for i, (name, which) in enumerate(_columns(pair))
    )


def comparison_method(groups: int, resamples: int, seed: int) -> str:
    """Return how the intervals of the differences were made, as sentences."""
    if groups < MIN_GROUPS:
        return f"No intervals: fewer than {MIN_GROUPS} groups."
    return (
        f"95 % intervals by paired bootstrap over {groups} groups ({resamples:,} "
        f"resamples, seed {seed}; percentiles, widened for few groups): each resample "
        "of the groups measures both models. A difference that never varied, or that "
        f"rests on fewer than {MIN_GROUPS} groups, has none. Several differences are "
        "stated at once, each with its own interval: some exclude zero by chance."
    )


class _Numbers:
    """One model's numbers in the columns of :func:`_columns`."""

    def __init__(self, answers: Predictions, pair: PairedPredictions) -> None:
        self.tallies = GroupTallies(answers)
        self._shared = len(pair.classes)

    def of(self, weights: FloatArray) -> FloatArray:
        """Return them for weights of groups, shape (r, g), as shape (r, 3 + classes).

        A resample without any still of a class has no mean of the classes.
        """
        confusion = self.tallies.confusion(weights)
        _, recall, _, f1 = (
            rates[:, : self._shared] for rates in class_rates(confusion)
        )
        right = np.trace(confusion, axis1=1, axis2=2) / confusion.sum(axis=(1, 2))
        means = np.stack([recall.mean(axis=1), right, f1.mean(axis=1)], axis=1)
        return np.concatenate([means, recall], axis=1)

    def of_all(self) -> list[float]:
        """Return them for the stills as they are."""
        row: list[float] = self.of(np.ones((1, self.tallies.count)))[0].tolist()
        return row


def _columns(pair: PairedPredictions) -> list[tuple[Measure, int | None]]:
    of_all: list[tuple[Measure, int | None]] = [
        ("balanced_accuracy", None),
        ("accuracy", None),
        ("macro_f1", None),
    ]
    return of_all + [("recall", i) for i in range(len(pair.classes))]


def _difference(
    measure: Measure,
    which: int | None,
    values: tuple[float, float],
    samples: FloatArray,
    pair: PairedPredictions,
) -> Difference:
    value = values[0] - values[1]
    stills, groups = _support(measure, which, pair)
    limits = difference_limits(value, samples, groups=groups)
    return Difference(
        measure=measure,
        class_name="" if which is None else pair.classes[which],
        first=values[0],
        second=values[1],
        value=value,
        low=limits[0] if limits else None,
        high=limits[1] if limits else None,
        n=stills,
        groups=groups,
        sentence=_sentence(limits, groups),
    )


def _support(
    measure: Measure, which: int | None, pair: PairedPredictions
) -> tuple[int, int]:
    """Return the stills behind a number, and the groups that can carry an interval.

    A mean of the classes is as uncertain as its class with the fewest groups.
    """
    labels, groups = pair.first.labels, pair.first.groups
    of_class = [len(np.unique(groups[labels == c])) for c in range(len(pair.classes))]
    if which is not None:
        return int((labels == which).sum()), of_class[which]
    if measure == "accuracy":
        return len(labels), len(np.unique(groups))
    return len(labels), min(of_class)


def _sentence(limits: tuple[float, float] | None, groups: int) -> str:
    if groups < MIN_GROUPS:
        return TOO_FEW_GROUPS
    if limits is None:
        return NEVER_VARIED
    low, high = limits
    return EXCLUDES_ZERO if low > 0 or high < 0 else INCLUDES_ZERO
