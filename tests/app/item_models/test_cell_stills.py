"""Which stills stand behind a cell, by first labels and by revised ones."""

from datetime import UTC, datetime, timedelta

import pytest

from app.item_models.cell_stills import (
    MatrixCell,
    as_classified,
    as_review,
    is_pending,
    revised_label,
    stills_of_cell,
)
from core.jobs import tested_stills
from core.review.corrections import Verdict
from core.review.label_questions import LabelQuestion
from tests.app.item_models.report_records import revised, sparse

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HEADER = tested_stills.TestedHeader.model_validate(
    {
        "folder": "clinic",
        "model": "m",
        "model_key": "k",
        "classes": ["a", "b"],
        "subset": "s",
        "method": "held_out",
        "seed": 1,
        "grouping": "g",
        "created": NOW,
    }
)


def still(
    file: str, true: str, called: str, confidence: float = 0.8, decision: str = "accept"
) -> tested_stills.TestedStill:
    shares = {"a": 1 - confidence, "b": 1 - confidence, called: confidence}
    return tested_stills.TestedStill.model_validate(
        {
            "file": file,
            "digest": file,
            "true_class": true,
            "predicted_class": called,
            "probabilities": [shares["a"], shares["b"]],
            "decision": decision,
            "group": 0,
        }
    )


def question(proposed: str | None, *, later: bool = False) -> LabelQuestion:
    time = NOW + timedelta(seconds=1 if later else -1)
    return LabelQuestion("a", proposed, "k", "Ada", time)


def test_the_most_confident_stills_come_first() -> None:
    stills = [still("1", "a", "b", 0.6), still("2", "a", "a"), still("3", "a", "b")]
    labelled = [(each, each.true_class) for each in stills]
    found = stills_of_cell(MatrixCell("a", "b"), labelled)
    assert [each.file for each in found] == ["3", "1"]


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        (None, "a"),
        (question("b"), "b"),
        (question(None), None),
        (question("of another model"), None),
        (question("b", later=True), "a"),
    ],
)
def test_the_label_that_revised_numbers_rest_on(
    asked: LabelQuestion | None, label: str | None
) -> None:
    record = sparse().model_copy(update={"created": NOW})
    assert revised_label(still("1", "a", "b"), asked, record) == label


def test_a_refused_still_is_called_nothing() -> None:
    row = as_classified(HEADER, still("1", "a", "b", decision="refuse"))
    assert (row.predicted_class, row.confidence) == (None, None)
    assert row.probabilities == pytest.approx({"a": 0.2, "b": 0.8})
    accepted = as_classified(HEADER, still("1", "a", "b"))
    assert (accepted.predicted_class, accepted.confidence) == ("b", 0.8)


def test_a_doubt_is_shown_as_what_the_reader_sees() -> None:
    assert as_review(question("b"), ("a", "b")).findings == ("b",)
    for other in None, "of another model":
        review = as_review(question(other), ("a", "b"))
        assert (review.verdict, review.findings) == (Verdict.NONE_OF_THESE, ())


@pytest.mark.parametrize(
    ("questions", "measured", "pending"),
    [
        ([], False, False),
        ([question("b")], False, True),
        ([question("b")], True, False),
        ([], True, True),
        ([question(None)], True, True),
        ([question("b", later=True)], True, True),
        ([question("b"), question("b")], True, True),
    ],
)
def test_measuring_again_is_offered_where_it_would_change_something(
    questions: list[LabelQuestion], measured: bool, pending: bool
) -> None:
    record = revised(sparse()).model_copy(update={"created": NOW})
    assert is_pending(questions, record if measured else None) == pending
