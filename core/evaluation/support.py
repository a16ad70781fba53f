"""How many stills and groups each class's numbers rest on."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.evaluation.intervals import FloatArray, mean_rate, rate
from core.evaluation.measures import ClassRateName
from core.library.evaluation_record import Rate

Counts: TypeAlias = NDArray[np.int64]


class Support:
    """Stills and groups behind each class's numbers.

    Parameters
    ----------
    confusion_by_group
        Shape (g, k, k); rows are true classes.
    """

    def __init__(self, confusion_by_group: FloatArray) -> None:
        self.confusion = confusion_by_group.sum(axis=0).astype(np.int64)
        """Counts of stills, shape (k, k)."""
        self.total = int(self.confusion.sum())
        """All stills."""
        self.stills = _stills_behind(self.confusion)
        """The denominator of each class's rate, shape (k,)."""
        self.groups = _groups_behind(confusion_by_group)
        """How many groups hold such a still, shape (k,)."""

    @property
    def present(self) -> list[int]:
        """Positions of the classes that have stills."""
        return np.flatnonzero(self.stills["recall"]).tolist()

    def rate(
        self, name: ClassRateName, position: int, value: float, samples: FloatArray
    ) -> Rate:
        """Return one class's rate with its interval."""
        return rate(
            value,
            samples,
            n=int(self.stills[name][position]),
            groups=int(self.groups[name][position]),
        )

    def mean(
        self, name: ClassRateName, values: FloatArray, samples: FloatArray
    ) -> Rate:
        """Return the average over the classes present for which it is defined."""
        positions = [p for p in self.present if not np.isnan(values[p])]
        return mean_rate(
            samples[:, positions],
            parts=[self.rate(name, p, values[p], samples[:, p]) for p in positions],
            n=self.total,
            groups=min((int(self.groups[name][p]) for p in positions), default=0),
        )


def _stills_behind(confusion: Counts) -> dict[ClassRateName, Counts]:
    true, called = confusion.sum(axis=1), confusion.sum(axis=0)
    total = confusion.sum()
    return {
        "precision": called,
        "recall": true,
        "specificity": total - true,
        "f1": true + called - np.diagonal(confusion),
        "auc": np.full_like(true, total),
    }


def _groups_behind(by_group: FloatArray) -> dict[ClassRateName, Counts]:
    true, called = by_group.sum(axis=2), by_group.sum(axis=1)
    others = by_group.sum(axis=(1, 2))[:, np.newaxis] - true
    with_class, without = (true > 0).sum(axis=0), (others > 0).sum(axis=0)
    return {
        "recall": with_class,
        "precision": (called > 0).sum(axis=0),
        "specificity": without,
        "f1": (true + called > 0).sum(axis=0),
        "auc": np.minimum(with_class, without),
    }
