"""The baselines fire where the files give the class away, and only there."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.preprocessing import StandardScaler

from core.evaluation.leakage import (
    BaselineKind,
    measure_baseline,
    predict_from_file_properties,
    predict_from_frozen_features,
    with_baselines,
)
from core.evaluation.metrics import evaluate
from core.library.evaluation_record import Baseline, EvaluationRecord
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions

TRAIN, TEST = slice(0, 200), slice(200, 320)
GROUPS = np.arange(120) // 2


def labels(seed: int = 2) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(3, size=320)


def files(truth: NDArray[np.int64], *, leaky: bool) -> NDArray[np.int64]:
    draw = np.random.default_rng(7)
    source = truth if leaky else draw.integers(3, size=len(truth))
    width = np.array([720, 768, 1280])[source]
    height = np.array([576, 576, 1024])[source]
    size = width * height // 12 + draw.integers(20_000, size=len(truth))
    return np.stack([width, height, size], axis=1)


def features(truth: NDArray[np.int64], *, signal: float) -> NDArray[np.float32]:
    draw = np.random.default_rng(8)
    noise = draw.normal(size=(len(truth), 40))
    return (noise + signal * np.eye(3, 40)[truth]).astype(np.float32)


def measured(
    kind: BaselineKind, called: NDArray[np.int64], truth: NDArray[np.int64]
) -> Baseline:
    return measure_baseline(
        kind, called, classes=CLASSES, labels=truth[TEST], groups=GROUPS
    )


def record() -> EvaluationRecord:
    answers = drawn_predictions(stills=120, per_group=2)
    return evaluate(answers, model="m", subset="s", grouping="patient", resamples=100)


def test_files_that_give_the_class_away_are_noticed() -> None:
    truth = labels()
    rows = files(truth, leaky=True)
    called = predict_from_file_properties(rows[TRAIN], truth[TRAIN], rows[TEST])
    baseline = measured("file_properties", called, truth)
    assert baseline.balanced_accuracy.value == 1
    assert baseline.balanced_accuracy.exact
    assert baseline.notice.startswith("The files give the class away")
    assert "100.0\N{NO-BREAK SPACE}% balanced" in baseline.notice


def test_files_that_say_nothing_are_not_remarked_upon() -> None:
    truth = labels()
    rows = files(truth, leaky=False)
    called = predict_from_file_properties(rows[TRAIN], truth[TRAIN], rows[TEST])
    baseline = measured("file_properties", called, truth)
    reached = baseline.balanced_accuracy
    assert reached.value is not None
    assert reached.value < 0.5
    assert reached.low is not None
    assert reached.low < 1 / 3 < (reached.high or 0)
    assert baseline.notice == ""


def test_frozen_features_are_measured_as_scikit_learn_would() -> None:
    truth = labels()
    rows = features(truth, signal=2.0)
    called = predict_from_frozen_features(rows[TRAIN], truth[TRAIN], rows[TEST])
    baseline = measured("frozen_features", called, truth)
    scaler = StandardScaler().fit(rows[TRAIN])
    regression = LogisticRegression(class_weight="balanced", max_iter=5000).fit(
        scaler.transform(rows[TRAIN]), truth[TRAIN]
    )
    expected = balanced_accuracy_score(
        truth[TEST], regression.predict(scaler.transform(rows[TEST]))
    )
    assert baseline.balanced_accuracy.value == pytest.approx(expected)
    assert expected > 0.7
    assert baseline.notice == ""


def test_features_that_say_nothing_are_near_chance() -> None:
    truth = labels()
    rows = features(truth, signal=0.0)
    called = predict_from_frozen_features(rows[TRAIN], truth[TRAIN], rows[TEST])
    baseline = measured("frozen_features", called, truth)
    assert baseline.balanced_accuracy.value == pytest.approx(1 / 3, abs=0.15)


def test_training_stills_of_one_class_are_called_that_class() -> None:
    rows = features(labels(), signal=1.0)
    for predict in (predict_from_file_properties, predict_from_frozen_features):
        called = predict(rows[TRAIN], np.full(200, 2), rows[TEST])
        assert called.tolist() == [2] * 120


def test_answers_of_folds_are_pooled_and_measured_once() -> None:
    truth = labels()[:300]
    rows = files(truth, leaky=True)
    fold = np.arange(300) // 2 % 3
    called = np.empty(300, np.int64)
    for held_out in range(3):
        kept = fold != held_out
        called[~kept] = predict_from_file_properties(
            rows[kept], truth[kept], rows[~kept]
        )
    baseline = measure_baseline(
        "file_properties",
        called,
        classes=CLASSES,
        labels=truth,
        groups=np.arange(300) // 2,
        resamples=100,
    )
    assert baseline.balanced_accuracy.n == 300
    assert baseline.balanced_accuracy.value == balanced_accuracy_score(truth, called)


def test_a_baseline_as_good_as_the_model_says_so() -> None:
    model = record()
    truth = drawn_predictions(stills=120, per_group=2).labels
    groups = np.arange(120) // 2
    perfect, hopeless = (
        measure_baseline(
            "frozen_features",
            called,
            classes=CLASSES,
            labels=truth,
            groups=groups,
            resamples=100,
        )
        for called in (truth, np.zeros(120, np.int64))
    )
    together = with_baselines(model, [perfect, hopeless])
    assert "no better than this" in together.baselines[0].notice
    assert together.baselines[1].notice == ""
    assert EvaluationRecord.model_validate_json(together.model_dump_json()) == together
