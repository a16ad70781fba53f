"""Differences of two models: numbers by hand, intervals by a plain loop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.evaluation.comparison import (
    EXCLUDES_ZERO,
    INCLUDES_ZERO,
    NEVER_VARIED,
    TOO_FEW_GROUPS,
    PairedPredictions,
    agreement,
    differences,
)
from core.evaluation.intervals import resampled_weights
from core.evaluation.metrics import evaluate
from core.evaluation.predictions import Predictions
from core.library.comparison_record import Difference
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions


def called(
    labels: list[int],
    calls: list[int],
    classes: tuple[str, ...] = ("a", "b"),
    groups: list[int] | None = None,
) -> Predictions:
    return Predictions.from_calls(
        classes,
        labels=np.array(labels),
        called=np.array(calls),
        groups=np.array(groups or range(len(labels))),
    )


def by_name(found: tuple[Difference, ...]) -> dict[str, Difference]:
    return {each.class_name or each.measure: each for each in found}


LABELS = [0, 0, 0, 0, 1, 1]
FIRST = [0, 0, 0, 1, 1, 0]  # recalls 3/4 and 1/2
SECOND = [0, 0, 1, 1, 1, 1]  # recalls 2/4 and 2/2


def test_differences_and_agreement_are_those_counted_by_hand() -> None:
    pair = PairedPredictions(("a", "b"), called(LABELS, FIRST), called(LABELS, SECOND))
    both = agreement(pair)
    assert (both.both_right, both.only_first) == (3, 1)
    assert (both.only_second, both.both_wrong) == (1, 1)
    found = by_name(differences(pair, resamples=50))
    assert found["accuracy"].value == pytest.approx(4 / 6 - 4 / 6)
    assert found["balanced_accuracy"].first == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert found["balanced_accuracy"].value == pytest.approx(0.625 - 0.75)
    assert found["a"].value == pytest.approx(3 / 4 - 2 / 4)
    assert found["b"].value == pytest.approx(1 / 2 - 2 / 2)
    # F1 of a: 6/8 and 4/6; of b: 2/4 and 4/6
    assert found["macro_f1"].first == pytest.approx((6 / 8 + 2 / 4) / 2)
    assert found["macro_f1"].second == pytest.approx((4 / 6 + 4 / 6) / 2)
    assert (found["a"].n, found["a"].groups) == (4, 4)
    assert found["a"].sentence == TOO_FEW_GROUPS
    assert found["a"].excludes_zero is None
    assert found["accuracy"].sentence == INCLUDES_ZERO


def test_a_sure_and_an_unsure_difference_say_so_and_no_more() -> None:
    labels = [0] * 40 + [1] * 40
    right = list(labels)
    poor = [1 - label if i % 2 else label for i, label in enumerate(labels)]
    near = [1 - label if i in (3, 60) else label for i, label in enumerate(labels)]
    sure = by_name(
        differences(
            PairedPredictions(("a", "b"), called(labels, right), called(labels, poor))
        )
    )["accuracy"]
    assert sure.value == pytest.approx(0.5)
    assert sure.low is not None
    assert 0.3 < sure.low < 0.5
    assert (sure.sentence, sure.excludes_zero) == (EXCLUDES_ZERO, True)
    unsure = by_name(
        differences(
            PairedPredictions(("a", "b"), called(labels, right), called(labels, near))
        )
    )["accuracy"]
    assert unsure.value == pytest.approx(2 / 80)
    assert (unsure.sentence, unsure.excludes_zero) == (INCLUDES_ZERO, False)


def test_two_models_that_answer_alike_have_no_interval() -> None:
    labels = [0, 1] * 10
    answers = called(labels, [0] * 20)
    for each in differences(PairedPredictions(("a", "b"), answers, answers)):
        assert each.value == 0
        assert (each.low, each.high, each.sentence) == (None, None, NEVER_VARIED)


def test_the_models_are_swapped_and_every_difference_changes_its_sign() -> None:
    one, other = drawn_pair()
    ahead = differences(PairedPredictions(CLASSES, one, other), resamples=200)
    behind = differences(PairedPredictions(CLASSES, other, one), resamples=200)
    for forth, back in zip(ahead, behind, strict=True):
        assert forth.value == pytest.approx(-(back.value or 0))
        assert forth.low == pytest.approx(-(back.high or 0))
        assert forth.high == pytest.approx(-(back.low or 0))


def drawn_pair() -> tuple[Predictions, Predictions]:
    one = drawn_predictions(stills=120, per_group=3, skill=2.0, seed=1)
    worse = np.random.default_rng(2).dirichlet(np.ones(len(CLASSES)), len(one.labels))
    mixed = 0.5 * one.probabilities + 0.5 * worse
    return one, Predictions(CLASSES, one.labels, mixed, one.groups)


def test_limits_are_the_quantiles_of_a_plain_loop_over_the_same_draws() -> None:
    one, other = drawn_pair()
    found = by_name(
        differences(PairedPredictions(CLASSES, one, other), resamples=300, seed=5)
    )["balanced_accuracy"]
    (weights,) = resampled_weights(groups=40, stills=120, resamples=300, seed=5)
    samples = []
    for drawn in weights.astype(int):
        stills = np.repeat(np.arange(120), drawn[one.groups])
        recalls = [
            [
                np.mean(model.called[stills][one.labels[stills] == c] == c)
                for c in range(len(CLASSES))
            ]
            for model in (one, other)
        ]
        samples.append(np.mean(recalls[0]) - np.mean(recalls[1]))
    inside = (np.array(samples) >= found.low) & (np.array(samples) <= found.high)
    assert found.groups < 40  # of the rarest class
    assert 0.95 <= inside.mean() <= 0.985  # widened for few groups
    assert found.low == pytest.approx(
        np.quantile(samples, (1 - inside.mean()) / 2), abs=0.01
    )


def test_pairing_makes_the_interval_narrower_than_two_intervals_apart() -> None:
    one, other = drawn_pair()
    accuracy = by_name(differences(PairedPredictions(CLASSES, one, other)))["accuracy"]
    assert accuracy.low is not None
    assert accuracy.high is not None
    apart = [
        evaluate(each, model="m", subset="s", grouping="g").overall.accuracy
        for each in (one, other)
    ]
    assert apart[0].low is not None
    assert apart[1].high is not None
    widths = [(rate.high or 0) - (rate.low or 0) for rate in apart]
    assert accuracy.high - accuracy.low < sum(widths)


def test_an_answer_outside_the_shared_classes_is_wrong() -> None:
    labels = [0, 0, 1, 1]
    wider = called(labels, [0, 2, 1, 2], ("a", "b", "c"))
    pair = PairedPredictions(("a", "b"), wider, called(labels, labels))
    found = by_name(differences(pair, resamples=20))
    assert found["accuracy"].value == pytest.approx(-0.5)
    assert found["balanced_accuracy"].first == pytest.approx(0.5)
    assert agreement(pair).only_second == 2


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (called(LABELS, FIRST), called(LABELS[::-1], SECOND), "same labels"),
        (called(LABELS, FIRST), called(LABELS, SECOND, ("b", "a")), "first, got"),
        (
            called(LABELS, FIRST),
            called(LABELS, SECOND, groups=[1, 1, 2, 2, 3, 3]),
            "groups",
        ),
        (called([0, 0], [0, 0]), called([0, 0], [0, 1]), "stills of each"),
    ],
)
def test_answers_that_are_no_pair_are_refused(
    first: Predictions, second: Predictions, expected: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        PairedPredictions(("a", "b"), first, second)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 1)),
        min_size=2,
        max_size=40,
    ).filter(lambda stills: {label for label, _, _ in stills} == {0, 1})
)
def test_accuracy_differs_by_what_only_one_got_right(
    stills: list[tuple[int, int, int]],
) -> None:
    labels, one, other = (list(column) for column in zip(*stills, strict=True))
    pair = PairedPredictions(("a", "b"), called(labels, one), called(labels, other))
    both = agreement(pair)
    assert both.stills == len(stills)
    accuracy = by_name(differences(pair, resamples=20))["accuracy"]
    expected = (both.only_first - both.only_second) / len(stills)
    assert accuracy.value == pytest.approx(expected)
