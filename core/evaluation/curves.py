"""Receiver operating characteristics and precision-recall curves, thinned."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.evaluation.intervals import FloatArray
from core.evaluation.predictions import Predictions
from core.library.evaluation_record import Curve

MAX_POINTS = 200
"""More than a plot of 400 pixels can show."""

_DECIMALS = 5


def curves_of(predictions: Predictions) -> tuple[Curve, ...]:
    """Return the ROC and the precision-recall curve of each class, in class order.

    A class without stills, or with nothing but its own stills, has none.
    """
    curves: list[Curve] = []
    for position, name in enumerate(predictions.classes):
        truth = predictions.labels == position
        if truth.all() or not truth.any():
            continue
        scores = predictions.probabilities[:, position]
        curves += [_roc(name, truth, scores), _precision_recall(name, truth, scores)]
    return tuple(curves)


def _roc(name: str, truth: NDArray[np.bool_], scores: FloatArray) -> Curve:
    from sklearn.metrics import roc_curve

    false_alarms, sensitivity, _ = roc_curve(truth, scores)
    return _thinned(name, "roc", false_alarms, sensitivity)


def _precision_recall(name: str, truth: NDArray[np.bool_], scores: FloatArray) -> Curve:
    from sklearn.metrics import precision_recall_curve

    precision, recall, _ = precision_recall_curve(truth, scores)
    return _thinned(name, "precision_recall", recall[::-1], precision[::-1])


def _thinned(
    name: str, kind: Literal["roc", "precision_recall"], x: FloatArray, y: FloatArray
) -> Curve:
    """Keep the ends and points evenly spaced along the curve's length."""
    if len(x) > MAX_POINTS:
        along = np.r_[0.0, np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))]
        wanted = np.linspace(0, along[-1], MAX_POINTS)
        kept = np.unique(np.r_[np.searchsorted(along, wanted[:-1]), len(x) - 1])
        x, y = x[kept], y[kept]
    return Curve(
        name=name,
        kind=kind,
        x=tuple(np.round(x, _DECIMALS).tolist()),
        y=tuple(np.round(y, _DECIMALS).tolist()),
    )
