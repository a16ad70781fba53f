"""Curves are scikit-learn's, thinned without changing what is read off them."""

import numpy as np
import pytest
from sklearn.metrics import auc, roc_auc_score

from core.evaluation.curves import MAX_POINTS, curves_of
from core.evaluation.predictions import Predictions
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions


def test_every_class_has_both_curves_in_class_order() -> None:
    curves = curves_of(drawn_predictions())
    assert [(curve.name, curve.kind) for curve in curves] == [
        (name, kind) for name in CLASSES for kind in ("roc", "precision_recall")
    ]


def test_curves_run_in_order_of_falling_threshold() -> None:
    for curve in curves_of(drawn_predictions()):
        assert list(curve.x) == sorted(curve.x)
        if curve.kind == "roc":
            assert (curve.x[0], curve.y[0]) == (0, 0)
            assert (curve.x[-1], curve.y[-1]) == (1, 1)
        else:
            assert (curve.x[0], curve.y[0]) == (0, 1)
            assert curve.x[-1] == 1


def test_thinning_keeps_the_area() -> None:
    answers = drawn_predictions(stills=5000, skill=1.0)
    roc = curves_of(answers)[0]
    assert len(roc.x) <= MAX_POINTS
    assert auc(roc.x, roc.y) == pytest.approx(
        roc_auc_score(answers.labels == 0, answers.probabilities[:, 0]), abs=2e-3
    )


def test_a_class_without_stills_has_no_curve() -> None:
    answers = Predictions(
        CLASSES, np.array([0, 1]), np.array([[1, 0, 0], [0, 1, 0]]), np.array([0, 1])
    )
    assert {curve.name for curve in curves_of(answers)} == set(CLASSES[:2])


def test_nothing_but_one_class_has_no_curve() -> None:
    answers = Predictions(CLASSES, np.array([0]), np.array([[1, 0, 0]]), np.array([0]))
    assert curves_of(answers) == ()
