"""Intervals against textbook values and against what they promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.intervals import (
    MIN_GROUPS,
    exact_limits,
    mean_rate,
    rate,
    resampled_weights,
    unbounded_mean,
)
from core.library.evaluation_record import Rate


def width(rate: Rate) -> float:
    assert rate.low is not None
    assert rate.high is not None
    return rate.high - rate.low


def test_exact_limits_are_those_of_the_literature() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 5
    assert exact_limits(81 / 263, 263) == pytest.approx((0.2527, 0.3676), abs=5e-5)
    assert exact_limits(0 / 20, 20) == pytest.approx((0, 0.1684), abs=5e-5)
    assert exact_limits(1.0, 29) == pytest.approx((0.8806, 1), abs=5e-5)


def test_resamples_draw_as_many_groups_as_there_are_and_are_repeatable() -> None:
    drawn = [
        np.concatenate(
            list(resampled_weights(groups=40, stills=60, resamples=500, seed=seed))
        )
        for seed in (1, 1, 2)
    ]
    assert drawn[0].shape == (500, 40)
    assert (drawn[0].sum(axis=1) == 40).all()
    assert drawn[0].mean(axis=0) == pytest.approx(np.ones(40), abs=0.2)
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])


def test_many_stills_are_resampled_a_few_at_a_time() -> None:
    chunks = list(resampled_weights(groups=10, stills=1_000_000, resamples=5, seed=1))
    assert [len(chunk) for chunk in chunks] == [2, 2, 1]


def test_with_many_groups_the_limits_are_the_plain_percentiles() -> None:
    samples = np.random.default_rng(3).normal(0.5, 0.05, 20_000)
    measured = rate(0.5, samples, n=9_000, groups=9_000)
    assert measured.low == pytest.approx(np.quantile(samples, 0.025), abs=1e-3)
    assert measured.high == pytest.approx(np.quantile(samples, 0.975), abs=1e-3)
    assert not measured.exact


def test_with_few_groups_the_limits_are_wider() -> None:
    samples = np.random.default_rng(3).normal(0.5, 0.05, 20_000)
    few, many = (rate(0.5, samples, n=100, groups=g) for g in (6, 600))
    assert width(few) > 1.3 * width(many)


def test_too_few_groups_give_no_interval() -> None:
    samples = np.linspace(0.4, 0.6, 100)
    measured = rate(0.5, samples, n=400, groups=MIN_GROUPS - 1)
    assert measured == Rate(value=0.5, n=400)


def test_a_rate_that_is_seldom_defined_gives_no_interval() -> None:
    samples = np.full(100, np.nan)
    samples[:40] = np.linspace(0, 1, 40)
    assert rate(0.5, samples, n=10, groups=10).low is None


def test_a_perfect_rate_is_not_certain() -> None:
    measured = rate(1.0, np.ones(100), n=500, groups=29)
    assert measured.exact
    assert measured.low == pytest.approx(0.8806, abs=5e-5)
    assert measured.high == 1.0


def test_an_undefined_rate_has_no_value_and_no_interval() -> None:
    assert rate(math.nan, np.full(9, np.nan), n=0, groups=9) == Rate(value=None, n=0)


def test_an_average_of_perfect_rates_averages_their_limits() -> None:
    parts = [rate(1.0, np.ones(9), n=50, groups=g) for g in (10, 30)]
    average = mean_rate(np.ones((9, 2)), parts=parts, n=100, groups=10)
    assert average.exact
    assert average.low == pytest.approx(
        (exact_limits(1.0, 10)[0] + exact_limits(1.0, 30)[0]) / 2
    )


def test_an_average_of_nothing_is_undefined() -> None:
    assert mean_rate(np.ones((9, 0)), parts=[], n=7, groups=0).value is None


def test_a_mean_that_never_varies_has_no_interval() -> None:
    assert unbounded_mean(1.7, np.full(9, 1.7), n=9, groups=9) == Rate(value=1.7, n=9)


@given(
    value=st.floats(0, 1),
    samples=st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=50),
    groups=st.integers(0, 400),
)
def test_a_proportion_lies_within_its_limits_and_they_within_0_and_1(
    value: float, samples: list[float], groups: int
) -> None:
    measured = rate(value, np.array(samples), n=groups, groups=groups)
    assert measured.value == value
    if measured.low is not None and measured.high is not None:
        assert 0 <= measured.low <= value <= measured.high <= 1
        assert measured.high - measured.low > 0
