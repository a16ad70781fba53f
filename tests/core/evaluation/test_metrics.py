"""Numbers against hand counts, scikit-learn and what any set of answers must keep."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from core.evaluation.metrics import balanced_accuracy, evaluate
from core.evaluation.predictions import Predictions
from core.library.evaluation_record import EvaluationRecord, Rate
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions


def measured(predictions: Predictions, *, resamples: int = 200) -> EvaluationRecord:
    return evaluate(
        predictions,
        model="starter",
        subset="test part",
        grouping="patient",
        resamples=resamples,
    )


def called(
    labels: list[int], answers: list[int], groups: list[int] | None = None
) -> Predictions:
    return Predictions.from_calls(
        ("a", "b", "c"),
        labels=np.array(labels),
        called=np.array(answers),
        groups=np.array(groups or range(len(labels))),
    )


def rates(record: EvaluationRecord) -> list[Rate]:
    overall = record.overall
    found = [getattr(overall, name) for name in type(overall).model_fields]
    for each in record.per_class:
        found += [each.precision, each.recall, each.specificity, each.f1, each.auc]
    return found


def width(rate: Rate) -> float:
    assert rate.low is not None
    assert rate.high is not None
    return rate.high - rate.low


def test_a_matrix_counted_by_hand() -> None:
    record = measured(
        called([0, 0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 1, 2, 2, 2, 0])
    )
    assert record.confusion == ((3, 1, 0), (0, 2, 1), (1, 0, 2))
    first = record.per_class[0]
    assert (first.support, first.groups) == (4, 4)
    assert (first.recall.value, first.recall.n) == (3 / 4, 4)
    assert (first.precision.value, first.precision.n) == (3 / 4, 4)
    assert (first.specificity.value, first.specificity.n) == (5 / 6, 6)
    assert (first.f1.value, first.f1.n) == (6 / 8, 5)
    assert record.overall.accuracy.value == 7 / 10
    assert record.overall.balanced_accuracy.value == pytest.approx(
        (3 / 4 + 2 / 3 + 2 / 3) / 3
    )


def test_the_numbers_are_those_of_scikit_learn() -> None:
    answers = drawn_predictions(stills=240)
    record = measured(answers)
    truth, answer = answers.labels, answers.called
    assert np.array_equal(
        record.confusion, sklearn_metrics.confusion_matrix(truth, answer)
    )
    precision, recall, f1, support = sklearn_metrics.precision_recall_fscore_support(
        truth, answer
    )
    auc = sklearn_metrics.roc_auc_score(
        truth, answers.probabilities, multi_class="ovr", average=None
    )
    for position, each in enumerate(record.per_class):
        assert each.precision.value == pytest.approx(precision[position])
        assert each.recall.value == pytest.approx(recall[position])
        assert each.f1.value == pytest.approx(f1[position])
        assert each.support == support[position]
        assert each.auc.value == pytest.approx(auc[position])
    overall = record.overall
    assert overall.balanced_accuracy.value == pytest.approx(
        sklearn_metrics.balanced_accuracy_score(truth, answer)
    )
    assert overall.macro_precision.value == pytest.approx(precision.mean())
    assert overall.macro_f1.value == pytest.approx(f1.mean())
    assert overall.macro_auc.value == pytest.approx(auc.mean())
    assert overall.loss.value == pytest.approx(
        sklearn_metrics.log_loss(truth, answers.probabilities)
    )


def test_equal_probabilities_count_half_in_the_area() -> None:
    answers = drawn_predictions(stills=200)
    coarse = np.round(answers.probabilities * 4) + 0.5
    coarse /= coarse.sum(axis=1, keepdims=True)
    record = measured(
        Predictions(answers.classes, answers.labels, coarse, answers.groups)
    )
    for position, each in enumerate(record.per_class):
        assert each.auc.value == pytest.approx(
            sklearn_metrics.roc_auc_score(
                answers.labels == position, coarse[:, position]
            )
        )


def test_the_bootstrap_is_that_of_a_loop_over_resampled_stills() -> None:
    answers = drawn_predictions(stills=60, per_group=3)
    record = measured(answers, resamples=3000)
    draw = np.random.default_rng(5)
    areas, scores = [], []
    for _ in range(300):
        drawn = draw.integers(20, size=20)
        chosen = np.concatenate([np.flatnonzero(answers.groups == g) for g in drawn])
        truth = answers.labels[chosen] == 0
        areas.append(
            sklearn_metrics.roc_auc_score(truth, answers.probabilities[chosen, 0])
        )
        scores.append(sklearn_metrics.f1_score(truth, answers.called[chosen] == 0))
    first = record.per_class[0]
    # 20 groups, 7 of the class: the widened tails cut 1.1 % of a few groups
    assert first.auc.low == pytest.approx(np.quantile(areas, 0.008), abs=0.04)
    assert first.auc.high == pytest.approx(np.quantile(areas, 0.992), abs=0.04)
    assert first.f1.low == pytest.approx(np.quantile(scores, 0.008), abs=0.06)


def test_intervals_are_wider_where_stills_come_in_groups() -> None:
    grouped = drawn_predictions(stills=400, per_group=8, skill=1.0)
    alone = Predictions(
        grouped.classes, grouped.labels, grouped.probabilities, np.arange(400)
    )
    wide, narrow = measured(grouped).overall, measured(alone).overall
    assert wide.accuracy.value == narrow.accuracy.value
    assert width(wide.accuracy) > 2 * width(narrow.accuracy)
    assert width(wide.macro_auc) > 2 * width(narrow.macro_auc)


def test_a_class_without_stills_is_undefined_and_said() -> None:
    record = measured(called([0, 0, 1, 1] * 10, [0, 1, 1, 2] * 10))
    absent = record.per_class[2]
    assert absent.recall.value is None
    assert absent.auc.value is None
    assert absent.precision.value == 0
    assert record.overall.balanced_accuracy.value == 0.5
    assert record.overall.macro_precision.value == pytest.approx((1 + 0.5) / 2)
    assert any("No still of “c”" in notice for notice in record.notices)
    assert {curve.name for curve in record.curves} == {"a", "b"}


def test_a_class_that_is_never_called_has_no_precision() -> None:
    record = measured(called([0, 1, 2] * 8, [0, 1, 1] * 8))
    never = record.per_class[2]
    assert never.precision.value is None
    assert never.recall.value == 0
    assert never.f1.value == 0
    assert any("No still was called “c”" in notice for notice in record.notices)


def test_perfect_answers_are_not_reported_as_certain() -> None:
    record = measured(called([0, 1, 2] * 10, [0, 1, 2] * 10))
    for rate in (
        record.overall.accuracy,
        record.overall.balanced_accuracy,
        record.overall.macro_auc,
        record.per_class[0].recall,
    ):
        assert rate.value == 1
        assert rate.exact
        assert rate.low is not None
        assert 0.5 < rate.low < 0.95
    assert "Clopper-Pearson" in record.interval_method


def test_few_groups_have_no_interval_and_a_notice() -> None:
    record = measured(called([0, 1, 2, 2] * 3, [0, 1, 2, 1] * 3, [0, 1, 2, 3] * 3))
    assert all(rate.low is None for rate in rates(record))
    assert "fewer than 5" in record.notices[0]
    assert "has only 1 group" in record.notices[1]


def test_one_class_with_few_groups_leaves_the_others_their_intervals() -> None:
    labels = [0] * 20 + [1] * 20 + [2] * 6
    groups = [*range(40), 50, 50, 50, 51, 51, 51]
    record = measured(called(labels, labels, groups))
    assert record.per_class[0].recall.low is not None
    assert record.per_class[2].recall.low is None
    assert record.overall.accuracy.low is not None
    assert record.overall.balanced_accuracy.low is None
    assert any("“c” has only 2 groups" in notice for notice in record.notices)


def test_stills_that_are_their_own_groups_are_remarked_upon() -> None:
    assert "group of its own" in measured(drawn_predictions(stills=60)).notices[0]
    assert measured(drawn_predictions(stills=60, per_group=2)).notices == ()


def test_decisions_are_counted_with_how_right_they_were() -> None:
    answers = called([0] * 30, [0] * 20 + [1] * 10)
    decided = Predictions(
        answers.classes,
        answers.labels,
        answers.probabilities,
        answers.groups,
        ["accept"] * 15 + ["review"] * 10 + ["refuse"] * 5,
    )
    decisions = measured(decided).decisions
    assert decisions is not None
    assert (decisions.accepted, decisions.accepted_correct) == (15, 15)
    assert (decisions.reviewed, decisions.reviewed_correct) == (10, 5)
    assert decisions.refused == 5
    assert decisions.accepted_accuracy is not None
    assert (decisions.accepted_accuracy.value, decisions.accepted_accuracy.n) == (1, 15)
    assert decisions.accepted_accuracy.exact
    assert decisions.reviewed_accuracy is not None
    assert decisions.reviewed_accuracy.value == 0.5
    assert measured(answers).decisions is None


def test_nothing_accepted_has_no_accuracy() -> None:
    answers = called([0, 1, 2] * 5, [0, 1, 2] * 5)
    refused = Predictions(
        answers.classes,
        answers.labels,
        answers.probabilities,
        answers.groups,
        ["refuse"] * 15,
    )
    decisions = measured(refused).decisions
    assert decisions is not None
    assert decisions.accepted_accuracy == Rate(value=None, n=0)


def test_a_class_that_is_mostly_refused_is_said() -> None:
    answers = drawn_predictions()
    rare = answers.labels == 0
    decisions = np.where(rare & (answers.groups % 2 == 0), "refuse", "accept")
    record = measured(replace(answers, decisions=tuple(decisions)))
    refused = int((decisions == "refuse").sum())
    assert [n for n in record.notices if "refused" in n] == [
        f"{refused} of {rare.sum()} stills of “{CLASSES[0]}” were refused as unlike "
        "the training stills: the model has seen too few of this class."
    ]


def test_balanced_accuracy_alone_is_that_of_the_whole_evaluation() -> None:
    answers = drawn_predictions(stills=200, per_group=2)
    assert (
        balanced_accuracy(answers, resamples=200)
        == measured(answers).overall.balanced_accuracy
    )


def test_a_record_survives_its_file() -> None:
    record = measured(called([0, 0, 1, 1] * 10, [0, 1, 1, 2] * 10))
    text = record.model_dump_json()
    assert EvaluationRecord.model_validate_json(text) == record
    assert "NaN" not in text


@st.composite
def some_predictions(draw: st.DrawFn) -> Predictions:
    k = draw(st.integers(2, 4))
    n = draw(st.integers(1, 30))
    seed = draw(st.integers(0, 2**32 - 1))
    grains = draw(st.sampled_from([1, 3, 1000]))
    random = np.random.default_rng(seed)
    odds = np.ceil(random.random((n, k)) ** 3 * grains)
    labels = random.integers(draw(st.integers(1, k)), size=n)
    groups = random.integers(draw(st.integers(1, 40)), size=n)
    names = tuple(f"class {i}" for i in range(k))
    return Predictions(names, labels, odds / odds.sum(1, keepdims=True), groups)


@settings(max_examples=60, deadline=None)
@given(some_predictions())
def test_every_rate_lies_within_its_interval(answers: Predictions) -> None:
    record = measured(answers, resamples=40)
    assert sum(map(sum, record.confusion)) == len(answers.labels)
    for rate in rates(record):
        if rate.value is None:
            assert rate.low is None
            continue
        assert math.isfinite(rate.value)
        if rate.low is not None and rate.high is not None:
            assert 0 <= rate.low <= rate.value <= rate.high
            assert rate.low < rate.high
    for rate in rates(record):
        if rate is not record.overall.loss and rate.value is not None:
            assert 0 <= rate.value <= 1
            assert (rate.high or 0) <= 1


@settings(max_examples=30, deadline=None)
@given(some_predictions(), st.integers(0, 2**32 - 1))
def test_the_order_of_stills_does_not_matter(answers: Predictions, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(answers.labels))
    shuffled = Predictions(
        answers.classes,
        answers.labels[order],
        answers.probabilities[order],
        answers.groups[order],
    )
    for one, other in zip(
        rates(measured(answers, resamples=40)),
        rates(measured(shuffled, resamples=40)),
        strict=True,
    ):
        assert one.value == pytest.approx(other.value)
        assert one.low == pytest.approx(other.low)
        assert one.high == pytest.approx(other.high)
        assert one.n == other.n
