"""Every number of an evaluation, computed for many weightings of the groups at once.

One definition serves the stills as they are (each group once) and each resample of the
bootstrap (each group as often as it was drawn).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.evaluation.intervals import FloatArray
from core.evaluation.predictions import Predictions

ClassRateName: TypeAlias = Literal["precision", "recall", "specificity", "f1", "auc"]
"""What is measured for one class against the others."""

OverallRateName: TypeAlias = Literal[
    "accuracy", "accepted_accuracy", "reviewed_accuracy"
]
"""Proportions measured for all classes together."""

SMALLEST_PROBABILITY = 1e-7
"""Probabilities are clipped here before the logarithm, as Keras does in training."""


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Numbers for r weightings; NaN where one is not defined.

    Those of a class have shape (r, k), those of all stills shape (r,).
    """

    precision: FloatArray
    recall: FloatArray
    specificity: FloatArray
    f1: FloatArray
    auc: FloatArray
    accuracy: FloatArray
    loss: FloatArray
    accepted_accuracy: FloatArray
    reviewed_accuracy: FloatArray

    @classmethod
    def joined(cls, parts: Iterable["Measures"]) -> "Measures":
        """Return the numbers of several sets of weightings as one."""
        parts = list(parts)
        names = [field.name for field in fields(cls)]
        return cls(
            *(np.concatenate([getattr(p, name) for p in parts]) for name in names)
        )


class GroupTallies:
    """Counts of a model's answers in each group, ready to be weighted.

    Parameters
    ----------
    predictions
        n stills of k classes in g groups.
    """

    def __init__(self, predictions: Predictions) -> None:
        self._predictions = predictions
        names, self._group = np.unique(predictions.groups, return_inverse=True)
        self.count = len(names)
        """Number of groups, g."""
        self.confusion_by_group = self._confusion_by_group()
        """Shape (g, k, k): stills of true class i called class j."""
        self._scores = [_RankedScores(predictions, c) for c in range(self._classes)]

    @property
    def _classes(self) -> int:
        return len(self._predictions.classes)

    def _confusion_by_group(self) -> FloatArray:
        k = self._classes
        answers = self._predictions
        cell = (self._group * k + answers.labels) * k + answers.called
        counts = np.bincount(cell, minlength=self.count * k * k)
        return counts.reshape(self.count, k, k).astype(np.float64)

    def confusion(self, weights: FloatArray) -> FloatArray:
        """Return confusion matrices, shape (r, k, k), for weights of shape (r, g)."""
        k = self._classes
        flat = weights @ self.confusion_by_group.reshape(self.count, k * k)
        return flat.reshape(-1, k, k)

    def measure(self, weights: FloatArray) -> Measures:
        """Return every number for weights of shape (r, g)."""
        answers = self._predictions
        everything = np.ones(len(answers.labels))
        precision, recall, specificity, f1 = class_rates(self.confusion(weights))
        return Measures(
            precision=precision,
            recall=recall,
            specificity=specificity,
            f1=f1,
            auc=self._auc(weights),
            accuracy=self._ratio(weights, answers.correct, everything),
            loss=self._ratio(weights, still_losses(answers), everything),
            accepted_accuracy=self._accuracy_among(weights, "accept"),
            reviewed_accuracy=self._accuracy_among(weights, "review"),
        )

    def _accuracy_among(self, weights: FloatArray, decision: str) -> FloatArray:
        chosen = self.decided(decision)
        return self._ratio(weights, self._predictions.correct & chosen, chosen)

    def decided(self, decision: str) -> NDArray[np.bool_]:
        """Return which stills met with this decision, shape (n,)."""
        decisions = self._predictions.decisions
        if decisions is None:
            return np.zeros(len(self._group), np.bool_)
        return np.array([each == decision for each in decisions], np.bool_)

    def groups_of(self, chosen: NDArray[np.bool_]) -> int:
        """Return how many groups the chosen stills, shape (n,), come from."""
        return len(np.unique(self._group[chosen]))

    def _ratio(
        self,
        weights: FloatArray,
        numerator: FloatArray | NDArray[np.bool_],
        denominator: FloatArray | NDArray[np.bool_],
    ) -> FloatArray:
        above = np.bincount(self._group, numerator, self.count)
        below = np.bincount(self._group, denominator, self.count)
        return _divided(weights @ above, weights @ below)

    def _auc(self, weights: FloatArray) -> FloatArray:
        of_stills = weights[:, self._group]
        return np.stack([scores.auc(of_stills) for scores in self._scores], axis=1)


class _RankedScores:
    """One class's probabilities in rising order, equal ones as one step."""

    def __init__(self, predictions: Predictions, position: int) -> None:
        scores = predictions.probabilities[:, position]
        self._order = np.argsort(scores, kind="stable")
        rising = scores[self._order]
        self._starts = np.flatnonzero(np.r_[True, rising[1:] != rising[:-1]])
        self._positive = (predictions.labels == position)[self._order]

    def auc(self, of_stills: FloatArray) -> FloatArray:
        """Return the area for weights of stills, shape (r, n), as shape (r,).

        Mann and Whitney's: the chance that a still of the class scores higher than
        one of the others, equal scores counting half.
        """
        weights = of_stills[:, self._order]
        positive = np.add.reduceat(weights * self._positive, self._starts, axis=1)
        negative = np.add.reduceat(weights * ~self._positive, self._starts, axis=1)
        below = np.cumsum(negative, axis=1) - negative / 2
        pairs = positive.sum(axis=1) * negative.sum(axis=1)
        return _divided((positive * below).sum(axis=1), pairs)


def class_rates(
    confusion: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return precision, recall, specificity and F1 of each class against the others.

    Parameters
    ----------
    confusion
        Shape (r, k, k); rows are true classes.

    Returns
    -------
    tuple
        Four arrays of shape (r, k); NaN where a denominator is 0.
    """
    hits = np.diagonal(confusion, axis1=1, axis2=2)
    true, called = confusion.sum(axis=2), confusion.sum(axis=1)
    total = confusion.sum(axis=(1, 2))[:, np.newaxis]
    rejected = total - true - called + hits
    return (
        _divided(hits, called),
        _divided(hits, true),
        _divided(rejected, total - true),
        _divided(2 * hits, true + called),
    )


def still_losses(predictions: Predictions) -> FloatArray:
    """Return -log of the true class's probability, shape (n,), in nats."""
    stills = np.arange(len(predictions.labels))
    true = predictions.probabilities[stills, predictions.labels]
    losses: FloatArray = -np.log(np.clip(true, SMALLEST_PROBABILITY, 1.0))
    return losses


def _divided(above: FloatArray, below: FloatArray) -> FloatArray:
    undefined = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    quotient: FloatArray = np.divide(above, below, out=undefined, where=below > 0)
    return quotient
