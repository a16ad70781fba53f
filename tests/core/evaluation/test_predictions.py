"""Answers are checked when they come in and never again."""

import numpy as np
import pytest

from core.evaluation.predictions import NothingToEvaluate, Predictions

CLASSES = ("polyp", "ulcer")


def predictions(**changes: object) -> Predictions:
    values = {
        "classes": CLASSES,
        "labels": np.array([0, 1, 1]),
        "probabilities": np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]]),
        "groups": np.array([7, 7, 9]),
        "decisions": ["accept", "review", "refuse"],
    }
    return Predictions(**{**values, **changes})  # type: ignore[arg-type]


def test_the_most_probable_class_is_called_and_the_first_of_equals() -> None:
    assert predictions().called.tolist() == [0, 0, 1]
    assert predictions().correct.tolist() == [True, False, True]


def test_what_was_given_cannot_be_changed_afterwards() -> None:
    probabilities = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
    answers = predictions(probabilities=probabilities)
    probabilities[0] = [0.0, 1.0]
    assert answers.called[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        answers.labels[0] = 1


def test_no_still_is_a_sentence_for_the_reader() -> None:
    with pytest.raises(NothingToEvaluate, match="no labelled still"):
        predictions(
            labels=np.array([], int),
            probabilities=np.zeros((0, 2)),
            groups=np.array([], int),
            decisions=None,
        )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"classes": ("polyp",)}, "at least two classes"),
        ({"classes": ("polyp", "polyp")}, "distinct classes"),
        ({"probabilities": np.full((3, 3), 1 / 3)}, r"shape \(3, 2\)"),
        ({"groups": np.array([1, 2])}, r"groups of shape \(3,\)"),
        ({"labels": np.array([0, 1, 2])}, "labels from 0 to 1"),
        ({"labels": np.array([0, 1, -1])}, "labels from 0 to 1"),
        ({"labels": np.array([0.0, 1.0, 1.0])}, "integer type"),
        ({"labels": np.zeros((3, 1), int)}, r"labels of shape \(n,\)"),
        ({"probabilities": np.array([[1, 0], [1, 0], [np.nan, 1]])}, "finite"),
        ({"probabilities": np.array([[1, 0], [1, 0], [-0.1, 1.1]])}, "from 0 to 1"),
        ({"probabilities": np.array([[1, 0], [1, 0], [0.7, 0.7]])}, "sum to 1"),
        ({"decisions": ["accept"]}, "3 decisions"),
        ({"decisions": ["accept", "review", "maybe"]}, "decisions among"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_expected(
    changes: dict[str, object], expected: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        predictions(**changes)


def test_answers_without_probabilities_are_certain() -> None:
    answers = Predictions.from_calls(
        CLASSES,
        labels=np.array([0, 1]),
        called=np.array([1, 1]),
        groups=np.array([0, 1]),
    )
    assert answers.probabilities.tolist() == [[0, 1], [0, 1]]
