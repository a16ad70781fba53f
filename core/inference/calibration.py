"""Confidences that mean what they say: one temperature for all logits.

Guo et al., On Calibration of Modern Neural Networks, ICML 2017.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHARPEST: Final = 0.05
"""Smallest temperature tried."""
SOFTEST: Final = 20.0
"""Largest temperature tried; confidences are then close to one part in k."""
_STEPS: Final = 601
"""Of 1 % each, a tenth of what a hundred stills can tell."""
_PRIOR_DEVIATION: Final = math.log(2)
"""Without stills a network is taken at its word, give or take a factor of two; Guo et
al. found temperatures from 1 to 2.5."""
_ENOUGH_STILLS: Final = 100
"""Fewer leave the temperature uncertain by more than about a tenth."""


def probabilities(logits: ArrayLike, temperature: float) -> NDArray[np.float64]:
    """Return calibrated probabilities, shape (n, k), each row adding up to 1.

    Parameters
    ----------
    logits
        Shape (n, k): the network's output before softmax.
    temperature
        Logits are divided by it; above 1 it lowers confidence.
    """
    return np.exp(_log_probabilities(np.asarray(logits, np.float64), temperature))


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    """Return the temperature under which the true classes are most likely.

    Where every answer is right, the likelihood alone would ask for certainty, and where
    every one is wrong for indifference. A weak prior around 1 keeps few stills from
    either, and many stills outweigh it.

    Parameters
    ----------
    logits
        Shape (n, k), of validation stills.
    labels
        Shape (n,), index of the true class.

    Returns
    -------
    float
        Between ``SHARPEST`` and ``SOFTEST``; 1 without stills.
    """
    scores = np.asarray(logits, np.float64)
    truth = np.asarray(labels, np.int64)
    rows = np.arange(len(truth))

    def loss(temperature: float) -> float:
        likelihood = _log_probabilities(scores, temperature)[rows, truth].sum()
        prior = (math.log(temperature) / _PRIOR_DEVIATION) ** 2 / 2
        return float(prior - likelihood)

    # a grid, because the sum of both need not have one minimum only
    temperatures = [float(t) for t in np.geomspace(SHARPEST, SOFTEST, _STEPS)]
    return min(temperatures, key=loss)


def calibration_notices(*, stills: int) -> tuple[str, ...]:
    """Return what the reader of a confidence should know about how it was fitted."""
    if stills >= _ENOUGH_STILLS:
        return ()
    return (
        f"Confidences were calibrated on {stills} validation stills only: read them as "
        "an order, not as exact probabilities.",
    )


def _log_probabilities(
    logits: NDArray[np.float64], temperature: float
) -> NDArray[np.float64]:
    scaled = logits / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf)
    total = np.log(np.exp(scaled).sum(axis=1, keepdims=True))
    return np.asarray(scaled - total)
