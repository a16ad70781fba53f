"""A record refuses what contradicts itself."""

import math

import pytest
from pydantic import ValidationError

from core.library.evaluation_record import Curve, EvaluationRecord, Rate

RATE = {"value": 0.5, "n": 4}


def record(**changes: object) -> EvaluationRecord:
    overall = dict.fromkeys(
        (
            "balanced_accuracy",
            "accuracy",
            "macro_precision",
            "macro_recall",
            "macro_f1",
            "macro_auc",
            "loss",
        ),
        RATE,
    )
    numbers = dict.fromkeys(("precision", "recall", "specificity", "f1", "auc"), RATE)
    values = {
        "model": "starter",
        "subset": "test part",
        "method": "held_out",
        "classes": ["polyp", "ulcer"],
        "stills": 4,
        "groups": 4,
        "grouping": "patient",
        "confusion": [[1, 1], [0, 2]],
        "overall": overall,
        "per_class": [
            {"name": name, "support": 2, "groups": 2, **numbers}
            for name in ("polyp", "ulcer")
        ],
        "interval_method": "bootstrap",
    }
    return EvaluationRecord.model_validate({**values, **changes})


def test_a_record_that_fits_is_taken_and_comes_back_from_its_file() -> None:
    taken = record()
    assert EvaluationRecord.model_validate_json(taken.model_dump_json()) == taken


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"confusion": [[1, 1, 0], [0, 2, 0]]}, "2 x 2"),
        ({"confusion": [[1, 1]]}, "2 x 2"),
        ({"confusion": [[1, 1], [0, 3]]}, "4 stills"),
        ({"classes": ["ulcer", "polyp"]}, "in this order"),
    ],
)
def test_a_matrix_of_other_classes_or_stills_is_refused(
    changes: dict[str, object], expected: str
) -> None:
    with pytest.raises(ValidationError, match=expected):
        record(**changes)


@pytest.mark.parametrize(
    "limits",
    [
        {"value": 0.5, "low": 0.6, "high": 0.7},
        {"value": 0.5, "low": 0.4},
        {"value": 0.5, "high": 0.7},
        {"value": None, "low": 0.4, "high": 0.7},
        {"value": math.nan},
        {"value": 0.5, "low": -math.inf, "high": 0.7},
    ],
)
def test_an_interval_without_its_value_is_refused(
    limits: dict[str, float | None],
) -> None:
    with pytest.raises(ValidationError):
        Rate.model_validate({"n": 3, **limits})


def test_a_curve_has_as_many_x_as_y() -> None:
    with pytest.raises(ValidationError, match="2 and 1"):
        Curve(name="polyp", kind="roc", x=(0, 1), y=(0,))
