"""An answer is accepted only if it and those like it can be relied upon."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inference.decisions import Decision, decide, fit_review_threshold
from core.library.card import Decisions

CARD = Decisions(
    temperature=1, review_below=0.9, refuse_above=30, refusal_false_alarm=0.05
)


@pytest.mark.parametrize(
    ("confidence", "distance", "expected"),
    [
        (0.95, 10, Decision.ACCEPT),
        (0.9, 30, Decision.ACCEPT),
        (0.89, 10, Decision.REVIEW),
        (0.99, 30.1, Decision.REFUSE),
        (0.2, 31, Decision.REFUSE),
        (0.99, float("nan"), Decision.REFUSE),
        (float("nan"), 10, Decision.REVIEW),
    ],
)
def test_decide(confidence: float, distance: float, expected: Decision) -> None:
    assert decide(confidence, distance, CARD) is expected


def test_all_confident_answers_are_accepted_where_they_are_right() -> None:
    threshold, notices = fit_review_threshold([0.97] * 30 + [0.6] * 5, [True] * 35, 0.9)
    assert (threshold, notices) == (0.97, ())


def test_an_unsure_answer_is_reviewed_however_right_the_others_are() -> None:
    threshold, _ = fit_review_threshold([0.99] * 1000 + [0.5], [True] * 1001, 0.95)
    assert threshold == 0.99


def test_the_threshold_rises_above_the_wrong_answers() -> None:
    confidences = [0.99] * 40 + [0.96] * 10
    threshold, _ = fit_review_threshold(confidences, [True] * 40 + [False] * 10, 0.95)
    assert threshold == 0.99


def test_a_handful_of_right_answers_never_suffices() -> None:
    threshold, notices = fit_review_threshold([0.99] * 17, [True] * 17, 0.95)
    assert threshold == 1.0
    assert "Every answer goes to review: on 17 validation stills" in notices[0]
    assert fit_review_threshold([0.99] * 18, [True] * 18, 0.95)[0] == 0.99


def test_without_stills_everything_is_reviewed() -> None:
    threshold, notices = fit_review_threshold([], [], 0.95)
    assert threshold == 1.0
    assert notices


@given(
    answers=st.lists(
        st.tuples(st.sampled_from([0.4, 0.8, 0.9, 0.95, 0.99]), st.booleans()),
        max_size=60,
    ),
    wanted=st.floats(0.51, 0.99),
)
def test_accepted_answers_are_right_as_often_as_wanted(
    answers: list[tuple[float, bool]], wanted: float
) -> None:
    confidences = np.array([c for c, _ in answers])
    correct = np.array([r for _, r in answers], bool)
    threshold, notices = fit_review_threshold(confidences, correct, wanted)
    accepted = confidences >= threshold
    assert bool(notices) == (not accepted.any())
    if accepted.any():
        assert threshold >= wanted
        assert correct[accepted].mean() >= wanted
