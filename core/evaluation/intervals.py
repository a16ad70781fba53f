"""95 % intervals for numbers measured on stills that come in groups.

Stills of one patient resemble each other, so groups are drawn, not stills: the cluster
bootstrap (Davison and Hinkley 1997, section 3.8), with percentiles whose tails are
widened for few groups (Hesterberg 2015, "What teachers should know about the
bootstrap", section 4.5: the expanded percentile interval). A rate of 0 or 1 never
varies between resamples; it gets the exact binomial interval (Clopper and Pearson 1934)
on the number of groups, which is careful where the stills of a group are alike.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.library.evaluation_record import Rate

FloatArray: TypeAlias = NDArray[np.float64]

CONFIDENCE = 0.95

MIN_GROUPS = 5
"""Fewer groups give no interval: five groups have only 126 distinct resamples."""

_CHUNK_CELLS = 2_000_000
"""Weights held at once (16 MB), however many resamples and stills there are."""

_NO_WIDTH = 1e-9
"""Intervals narrower than this come from resamples that never varied."""

_LEAST_DEFINED = 0.5
"""An interval needs a number that is defined in at least this share of resamples."""


def resampled_weights(
    *, groups: int, stills: int, resamples: int, seed: int
) -> Iterator[FloatArray]:
    """Yield how often each group was drawn, some resamples at a time.

    Parameters
    ----------
    groups
        Number of groups to draw from, and to draw each time, with replacement.
    stills
        Number of stills; limits how many resamples are held at once.
    resamples
        How many in all.
    seed
        Of numpy's PCG64.

    Yields
    ------
    ndarray
        Shape (some, groups), each row summing to ``groups``.
    """
    draw = np.random.default_rng(seed)
    rows = max(1, _CHUNK_CELLS // max(groups, stills))
    for start in range(0, resamples, rows):
        count = min(rows, resamples - start)
        drawn = draw.integers(groups, size=(count, groups))
        drawn += np.arange(count)[:, np.newaxis] * groups
        weights = np.bincount(drawn.ravel(), minlength=count * groups)
        yield weights.reshape(count, groups).astype(np.float64)


def rate(value: float, samples: FloatArray, *, n: int, groups: int) -> Rate:
    """Return a proportion with its interval.

    Parameters
    ----------
    value
        The number on all stills; NaN where it is not defined.
    samples
        The same number on each resample, shape (r,); NaN where not defined.
    n
        Stills behind the number.
    groups
        Groups that those stills come from.
    """
    if math.isnan(value):
        return Rate(value=None, n=n)
    limits = _percentile_limits(value, samples, groups)
    if limits is None:
        return Rate(value=value, n=n)
    if limits[1] - limits[0] > _NO_WIDTH:
        return Rate(value=value, low=limits[0], high=limits[1], n=n)
    low, high = exact_limits(value, groups)
    return Rate(value=value, low=low, high=high, n=n, exact=True)


def mean_rate(
    samples: FloatArray, *, parts: Sequence[Rate], n: int, groups: int
) -> Rate:
    """Return the plain average of several classes' rates with its interval.

    Where no resample varies, the limits are the averages of the parts' exact limits.

    Parameters
    ----------
    samples
        Rates of the classes on each resample, shape (r, parts).
    parts
        The classes' rates on all stills; each is defined.
    n
        Stills behind the average.
    groups
        Groups of the class that has the fewest.
    """
    values = [part.value for part in parts if part.value is not None]
    if not values:
        return Rate(value=None, n=n)
    average = rate(math.fsum(values) / len(values), samples.mean(1), n=n, groups=groups)
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    if not average.exact or len(lows) < len(values):
        return average
    limits = {
        "low": min(math.fsum(lows) / len(lows), average.value or 0),
        "high": max(math.fsum(highs) / len(highs), average.value or 0),
    }
    return average.model_copy(update=limits)


def unbounded_mean(value: float, samples: FloatArray, *, n: int, groups: int) -> Rate:
    """Return a mean that is no proportion (a loss) with its interval, as :func:`rate`.

    There is no exact interval to fall back on: without variation there is none.
    """
    limits = _percentile_limits(value, samples, groups)
    if limits is None or limits[1] - limits[0] <= _NO_WIDTH:
        return Rate(value=value, n=n)
    return Rate(value=value, low=limits[0], high=limits[1], n=n)


def difference_limits(
    value: float, samples: FloatArray, *, groups: int
) -> tuple[float, float] | None:
    """Return the 95 % limits of a difference measured twice on the same resamples.

    Parameters
    ----------
    value
        The difference on all stills.
    samples
        The same difference on each resample, shape (r,); NaN where not defined.
    groups
        Groups that the stills behind it come from.

    Returns
    -------
    tuple or None
        ``None`` for too few groups, and where no resample varied: two models that err
        on the same stills say nothing of how far they could differ.
    """
    limits = _percentile_limits(value, samples, groups)
    if limits is None or limits[1] - limits[0] <= _NO_WIDTH:
        return None
    return limits


def exact_limits(value: float, n: int) -> tuple[float, float]:
    """Return Clopper and Pearson's 95 % limits of a proportion of ``n`` trials."""
    from scipy.special import betaincinv

    tail = (1 - CONFIDENCE) / 2
    hits = value * n
    low = float(betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
    return min(low, value), max(high, value)


def _percentile_limits(
    value: float, samples: FloatArray, groups: int
) -> tuple[float, float] | None:
    defined = samples[~np.isnan(samples)]
    if groups < MIN_GROUPS or defined.size < _LEAST_DEFINED * samples.size:
        return None
    if not defined.size:
        return None
    tail = _expanded_tail(groups)
    low, high = np.quantile(defined, (tail, 1 - tail))
    # percentiles of a biased statistic (F1, AUC) may miss the value on all stills
    return min(float(low), value), max(float(high), value)


def _expanded_tail(groups: int) -> float:
    """Return the share cut off at each end: 0.025 for many groups, less for few."""
    from scipy.special import ndtr, stdtrit

    quantile = float(stdtrit(groups - 1, (1 + CONFIDENCE) / 2))
    return float(ndtr(-math.sqrt(groups / (groups - 1)) * quantile))
