"""What is left of a curve looks like the whole."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.thinning import points_that_show

_HEIGHTS = st.lists(
    st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf]), max_size=400
)


@given(_HEIGHTS, st.integers(1, 50))
def test_each_column_keeps_its_ends_and_its_extremes(
    values: list[float], columns: int
) -> None:
    kept = points_that_show(np.array(values), columns)
    assert list(kept) == sorted(set(kept))
    assert all(math.isfinite(values[i]) for i in kept)
    column = np.arange(len(values)) * columns // max(len(values), 1)
    for place in range(columns):
        own = [i for i in np.flatnonzero(column == place) if math.isfinite(values[i])]
        left = [i for i in kept if column[i] == place]
        if own:
            assert {own[0], own[-1]} <= set(left)
            assert max(values[i] for i in left) == max(values[i] for i in own)
            assert min(values[i] for i in left) == min(values[i] for i in own)


def test_few_points_are_all_kept() -> None:
    assert list(points_that_show(np.array([3.0, 1.0, 2.0]), 10)) == [0, 1, 2]
    assert list(points_that_show(np.array([]), 10)) == []


def test_a_peak_of_one_point_in_ten_thousand_is_kept_among_few() -> None:
    values = np.zeros(10_000)
    values[4321] = 1.0
    kept = points_that_show(values, 300)
    assert 4321 in kept
    assert len(kept) <= 4 * 300
