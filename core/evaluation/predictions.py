"""What a model answered on labelled stills: the only thing that is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import LumenaryError

DECISIONS = ("accept", "review", "refuse")
"""What becomes of an answer: reported, shown to a person, or withheld."""

_SUM_TOLERANCE = 1e-3
"""Softmax in float32 sums to 1 within 1e-6; CSV with four decimals within 1e-3."""


class NothingToEvaluate(LumenaryError):
    """There is not one labelled still to measure a model on."""

    def __init__(self) -> None:
        super().__init__(
            "There is no labelled still to evaluate the model on.",
            hint="Nothing was written. Choose a folder with one folder of stills for "
            "each class.",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """A model's answers on labelled stills; valid once constructed.

    Parameters
    ----------
    classes
        Names in the model's order; k of them, distinct, at least two.
    labels
        Ground truth, shape (n,), indices into ``classes``.
    probabilities
        Shape (n, k), 0 to 1, each row summing to 1.
    groups
        Shape (n,); stills of one patient, examination or likeness share a number.
    decisions
        One of :data:`DECISIONS` for each still, or ``None`` where none were made.

    Raises
    ------
    NothingToEvaluate
        If there are no stills.
    ValueError
        If shapes, ranges or names disagree; says what was expected.
    """

    classes: tuple[str, ...]
    labels: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    groups: NDArray[np.int64]
    decisions: Sequence[str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple(self.classes))
        object.__setattr__(self, "labels", _integers("labels", self.labels))
        object.__setattr__(self, "groups", _integers("groups", self.groups))
        object.__setattr__(
            self, "probabilities", _frozen(np.array(self.probabilities, np.float64))
        )
        if self.decisions is not None:
            object.__setattr__(self, "decisions", tuple(map(str, self.decisions)))
        if not self.labels.size:
            raise NothingToEvaluate
        self._check_shapes()
        self._check_values()

    def _check_shapes(self) -> None:
        n, k = len(self.labels), len(self.classes)
        _expect(k >= 2, "at least two classes", k)
        _expect(len(set(self.classes)) == k, "distinct classes", self.classes)
        _expect(
            self.probabilities.shape == (n, k),
            f"probabilities of shape ({n}, {k})",
            self.probabilities.shape,
        )
        _expect(self.groups.shape == (n,), f"groups of shape ({n},)", self.groups.shape)
        if self.decisions is not None:
            _expect(len(self.decisions) == n, f"{n} decisions", len(self.decisions))

    def _check_values(self) -> None:
        low, high = int(self.labels.min()), int(self.labels.max())
        last = len(self.classes) - 1
        _expect(low >= 0 and high <= last, f"labels from 0 to {last}", (low, high))
        _expect(
            bool(np.isfinite(self.probabilities).all()), "finite probabilities", "nan"
        )
        smallest, largest = self.probabilities.min(), self.probabilities.max()
        _expect(
            smallest >= 0 and largest <= 1 + _SUM_TOLERANCE,
            "probabilities from 0 to 1",
            (smallest, largest),
        )
        off = float(np.abs(self.probabilities.sum(axis=1) - 1).max())
        _expect(off <= _SUM_TOLERANCE, "rows of probabilities that sum to 1", off)
        strange = set(self.decisions or ()) - set(DECISIONS)
        _expect(not strange, f"decisions among {DECISIONS}", sorted(strange))

    @classmethod
    def from_calls(
        cls,
        classes: Sequence[str],
        *,
        labels: NDArray[Any],
        called: NDArray[Any],
        groups: NDArray[Any],
    ) -> "Predictions":
        """Return answers of something that names a class and states no probability.

        Parameters
        ----------
        classes
            Names in order.
        labels
            Ground truth, shape (n,), indices into ``classes``.
        called
            The answers, shape (n,), indices into ``classes``.
        groups
            Shape (n,).

        Raises
        ------
        NothingToEvaluate, ValueError
            As for the class itself.
        """
        probabilities = np.eye(len(classes))[np.asarray(called, np.int64)]
        return cls(
            tuple(classes), np.asarray(labels), probabilities, np.asarray(groups)
        )

    @property
    def called(self) -> NDArray[np.int64]:
        """The most probable class of each still, shape (n,); the first of equals."""
        called: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return called

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the most probable class is the ground truth, shape (n,)."""
        return np.equal(self.called, self.labels)


def _integers(name: str, values: NDArray[Any]) -> NDArray[np.int64]:
    array = np.asarray(values)
    _expect(array.ndim == 1, f"{name} of shape (n,)", array.shape)
    if array.size:
        _expect(array.dtype.kind in "iu", f"{name} of an integer type", array.dtype)
    return _frozen(array.astype(np.int64))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array


def _expect(holds: bool | np.bool_, expected: str, actual: object) -> None:
    if not holds:
        msg = f"expected {expected}, got {actual}"
        raise ValueError(msg)
