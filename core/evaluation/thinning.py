"""Fewer points for a curve that has more than its plot can show."""

import numpy as np
from numpy.typing import NDArray


def points_that_show(values: NDArray[np.float64], columns: int) -> NDArray[np.int64]:
    """Return which points of an evenly spaced curve make all of what is seen of it.

    Of the points that share a column, the first, the lowest, the highest and the last
    are kept: a line through them covers the same pixels as one through all (Jugel et
    al., M4: a visualization-oriented time series data aggregation, VLDB 2014). A peak
    of a single point is never lost.

    Parameters
    ----------
    values
        Heights from left to right, shape (n,); what is not finite has no place.
    columns
        How many places the plot has beside each other, at least 1.

    Returns
    -------
    ndarray
        Ascending positions in ``values``, at most four for each column, shape (k,).
    """
    there = np.flatnonzero(np.isfinite(values))
    if len(there) <= columns:
        return there
    column = there * columns // len(values)
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    ends = np.append(starts[1:], len(there)) - 1
    by_height = np.lexsort((values[there], column))
    kept = np.concatenate([starts, ends, by_height[starts], by_height[ends]])
    shown: NDArray[np.int64] = there[np.unique(kept)]
    return shown
