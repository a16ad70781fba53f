"""Refusing what is unlike the training stills, by the distance of its embedding.

The distance is Mahalanobis's to the nearest class centroid, on embeddings of length 1,
with one covariance for all classes: its largest directions as they were found, one
variance for all others (Tipping and Bishop, Probabilistic Principal Component Analysis,
1999). Lee et al. (2018) use the same distance with the whole covariance, which a few
hundred stills cannot give.

Chosen by trying, on ImageNet's and on retrained MobileNetV2 embeddings of 845 stills,
5 splits: X-rays, MRI, photographs and blank frames are refused to the last one by this
distance and by the cosine to the centroid; of stills of normal mucosa and dyed polyps
this one refuses 39 to 48 %, the cosine 27 to 31 %, the fifth nearest training still,
which would ship them all, 38 to 52 %. Mahalanobis in 64 principal components alone lets
12 to 75 % of the X-rays pass: they lie outside of what training stills span.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import LumenaryError
from core.files import atomic_write
from core.percent import percent

DIRECTIONS: Final = 64
"""Directions with their own variance; 32 to 128 refuse the same within 7 points."""
_LEAST_VARIANCE: Final = 1e-9
_BLOCK: Final = 1024


class RefusalUnusable(LumenaryError):
    """A model's ``refusal.npz`` is missing or not what it should be."""


@dataclass(frozen=True, slots=True, eq=False)
class RefusalModel:
    """Where the training stills lie in the space of embeddings."""

    centroids: NDArray[np.float32]
    """Shape (k, d): mean of each class's embeddings, scaled to length 1 before."""
    directions: NDArray[np.float32]
    """Shape (p, d), orthonormal: along which stills of one class differ most."""
    variances: NDArray[np.float32]
    """Shape (p,): within-class variance along each direction."""
    rest: float
    """Variance along every other direction."""

    def distance(self, embeddings: ArrayLike) -> NDArray[np.float64]:
        """Return how unlike the training stills each still is, shape (n,), 0 upwards.

        Parameters
        ----------
        embeddings
            Shape (n, d), the network's pooled features.
        """
        points = _of_length_one(embeddings)
        blocks = [points[i : i + _BLOCK] for i in range(0, len(points), _BLOCK)]
        found = [self._distance(block) for block in blocks]
        return np.concatenate(found) if found else np.empty(0)

    def _distance(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        to_each = [self._squared(points - centroid) for centroid in self.centroids]
        return np.asarray(np.sqrt(np.min(to_each, axis=0)))

    def _squared(self, offsets: NDArray[np.float64]) -> NDArray[np.float64]:
        along = offsets @ self.directions.T.astype(np.float64)
        rest = (offsets**2).sum(axis=1) - (along**2).sum(axis=1)
        inside = (along**2 / self.variances).sum(axis=1)
        return np.asarray(inside + np.maximum(rest, 0) / self.rest)

    def save(self, path: Path) -> None:
        """Write the model to a NumPy archive without pickles.

        Raises
        ------
        core.files.WriteFailed
            If the file cannot be written.
        """
        with atomic_write(path, "wb") as stream:
            np.savez(
                stream,
                centroids=self.centroids,
                directions=self.directions,
                variances=self.variances,
                rest=np.float64(self.rest),
            )

    @classmethod
    def load(cls, path: Path) -> "RefusalModel":
        """Read what :meth:`save` wrote; nothing in the file is ever run.

        Raises
        ------
        RefusalUnusable
            If the file is missing, damaged, or its arrays do not fit together.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                loaded = cls(
                    arrays["centroids"],
                    arrays["directions"],
                    arrays["variances"],
                    float(arrays["rest"]),
                )
            loaded._check()
        except (
            OSError,
            ValueError,
            TypeError,
            KeyError,
            EOFError,
            BadZipFile,
        ) as error:
            raise RefusalUnusable(
                f"Couldn't read {path.name} of the model “{path.parent.name}”.",
                hint="Without it the model cannot tell what it does not know; it was "
                "not used. Import the model again from its archive.",
                details=repr(error),
            ) from error
        return loaded

    def _check(self) -> None:
        k, d = self.centroids.shape
        (p,) = self.variances.shape
        positive = self.rest > 0 and bool(np.all(self.variances > 0))
        numbers = self.centroids, self.directions, self.variances, self.rest
        finite = all(bool(np.isfinite(own).all()) for own in numbers)
        fits = self.directions.shape == (p, d) and positive and finite
        if not k or not fits:
            msg = (
                f"expected (k, d), (p, d) and (p,), finite, variances positive, got "
                f"{self.centroids.shape}, {self.directions.shape}, {(p,)}"
            )
            raise ValueError(msg)


def fit_refusal(
    train_embeddings: ArrayLike,
    train_labels: ArrayLike,
    val_embeddings: ArrayLike,
    false_alarm: float,
) -> tuple[RefusalModel, float]:
    """Return where training stills lie, and the distance above which to refuse.

    The threshold is the conformal quantile of the validation distances: a still like
    these lies above it with a probability of at most ``false_alarm``, whatever their
    distribution (Vovk et al. 2005), as long as there are enough of them; see
    :func:`refusal_notices`.

    Parameters
    ----------
    train_embeddings
        Shape (n, d), the network's pooled features.
    train_labels
        Shape (n,), index of each still's class.
    val_embeddings
        Shape (m, d), of stills that the network was not trained on.
    false_alarm
        Share of such stills that may be refused wrongly, 0 to 1.
    """
    model = _fit(_of_length_one(train_embeddings), np.asarray(train_labels))
    known = val_embeddings if np.size(val_embeddings) else train_embeddings
    distances = np.sort(model.distance(known))
    rank = min(_conformal_rank(len(distances), false_alarm), len(distances))
    return model, float(distances[rank - 1])


def refusal_notices(stills: int, false_alarm: float) -> tuple[str, ...]:
    """Return what is to be said of a threshold fitted on so many validation stills."""
    if not stills:
        return (
            "There were no validation stills: the refusal threshold comes from "
            "training stills and refuses more than stated.",
        )
    if _conformal_rank(stills, false_alarm) > stills:
        return (
            f"With {stills} validation stills the stated false alarm rate of "
            f"{percent(false_alarm, 0)} cannot be kept; up to "
            f"{percent(1 / (stills + 1), 0)} of stills like these may be refused.",
        )
    return ()


def _conformal_rank(stills: int, false_alarm: float) -> int:
    # a hair less than the product, so that 0.95 * 20 is rank 19 and not 20
    return max(math.ceil((stills + 1) * (1 - false_alarm) - 1e-9), 1)


def _fit(points: NDArray[np.float64], labels: NDArray[np.int64]) -> RefusalModel:
    classes, index = np.unique(labels, return_inverse=True)
    centroids = np.stack([points[index == c].mean(axis=0) for c in range(len(classes))])
    offsets = points - centroids[index]
    freedom = max(len(points) - len(classes), 1)
    rising, directions = np.linalg.eigh(offsets.T @ offsets / freedom)
    variances = rising[::-1][:freedom]
    kept = min(DIRECTIONS, int(np.count_nonzero(variances > _LEAST_VARIANCE)) // 2)
    return RefusalModel(
        centroids=centroids.astype(np.float32),
        directions=directions.T[::-1][:kept].astype(np.float32),
        variances=variances[:kept].astype(np.float32),
        rest=max(float(variances[kept:].mean()), _LEAST_VARIANCE),
    )


def _of_length_one(embeddings: ArrayLike) -> NDArray[np.float64]:
    points = np.asarray(embeddings, np.float64)
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.maximum(lengths, np.finfo(np.float64).tiny))
