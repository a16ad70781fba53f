"""Calibrated confidences are as often right as they say, and never beyond reason."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.inference.calibration import (
    SHARPEST,
    SOFTEST,
    calibration_notices,
    fit_temperature,
    probabilities,
)

logits_of_any_kind = st.integers(1, 30).flatmap(
    lambda n: arrays(np.float32, (n, 3), elements=st.floats(-60, 60, width=32))
)


def drawn(temperature: float, stills: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw labels from softmax(logits / temperature)."""
    rng = np.random.default_rng(7)
    logits = rng.normal(0, 3, (stills, 4))
    chosen = probabilities(logits, temperature).cumsum(axis=1)
    return logits, (rng.random((stills, 1)) > chosen).sum(axis=1).clip(max=3)


@pytest.mark.parametrize("truth", [0.5, 1.0, 2.5])
def test_the_temperature_that_drew_the_labels_is_found(truth: float) -> None:
    assert fit_temperature(*drawn(truth, 5000)) == pytest.approx(truth, rel=0.08)


@given(logits=logits_of_any_kind, seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_the_temperature_is_positive_and_bounded(logits: np.ndarray, seed: int) -> None:
    labels = np.random.default_rng(seed).integers(0, 3, len(logits))
    assert SHARPEST <= fit_temperature(logits, labels) <= SOFTEST


@given(logits=logits_of_any_kind, temperature=st.floats(SHARPEST, SOFTEST))
def test_probabilities_add_up_and_keep_the_predicted_class(
    logits: np.ndarray, temperature: float
) -> None:
    calibrated = probabilities(logits, temperature)
    np.testing.assert_allclose(calibrated.sum(axis=1), 1)
    assert (calibrated >= 0).all()
    predicted = logits.argmax(axis=1)
    np.testing.assert_array_equal(
        calibrated[np.arange(len(logits)), predicted], calibrated.max(axis=1)
    )


def test_a_few_right_answers_do_not_make_it_certain() -> None:
    logits = np.eye(3) * 4.0
    confidence = probabilities(logits, fit_temperature(logits, [0, 1, 2])).max()
    assert 0.9 < confidence < 0.9999


def test_a_few_wrong_answers_do_not_make_it_blind() -> None:
    logits = np.eye(3) * 4.0
    assert fit_temperature(logits, [1, 2, 0]) < SOFTEST


def test_without_stills_the_network_is_taken_at_its_word() -> None:
    assert fit_temperature(np.empty((0, 3)), np.empty(0)) == 1.0


def test_small_numbers_are_said() -> None:
    assert "12 validation stills" in calibration_notices(stills=12)[0]
    assert calibration_notices(stills=500) == ()
