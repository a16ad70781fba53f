"""What the cells of the table say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.item_models.findings_wording as say
from app.item_models.findings_columns import FindingsColumns
from core.jobs.events import ClassifiedStill
from core.review.corrections import Review
from tests.app.item_models.drawn_findings import (
    AGREE,
    CANNOT_JUDGE,
    CLASSES,
    NONE_OF_THESE,
    corrected,
    readable,
    unreadable,
)


def one(still: ClassifiedStill, review: Review | None = None) -> FindingsColumns:
    columns = FindingsColumns(CLASSES)
    columns.append([still])
    if review is not None:
        columns.set_review(0, review)
    return columns


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.973, "97.3 %"),
        (0.29, "29.0 %"),
        (0.9739, "97.3 %"),
        (0.99999, "99.9 %"),
        (1 - 1e-15, "99.9 %"),
        (1.0, "100.0 %"),
        (0.0, "0.0 %"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert say.percent(share) == text


@given(st.floats(0, 1))
def test_percent_never_says_more_than_there_is(share: float) -> None:
    said = float(say.percent(share).removesuffix(" %"))
    assert 100 * share - 0.1 - 1e-9 <= said <= 100 * share + 1e-9
    assert (said == 100) == (share == 1)


def test_an_accepted_still() -> None:
    columns = one(readable("a.png"))
    assert say.finding_text(columns, 0) == "polyps"
    assert say.confidence_text(columns, 0) == "97.3 %"
    assert say.decision_text(columns, 0) == "Accept"
    assert say.note_text(columns, 0) == ""
    assert say.still_sentence(columns, 0) == (
        "a.png: polyps, confidence 97.3 %, accepted. Not reviewed yet."
    )


def test_a_refused_still_is_called_nothing() -> None:
    columns = one(readable("a.png", None, true_class="polyps"))
    assert say.finding_text(columns, 0) == "—"
    assert say.confidence_text(columns, 0) == ""
    assert say.decision_text(columns, 0) == "Refuse"
    assert say.note_text(columns, 0) == "Unlike the training stills"
    assert say.finding_tooltip(columns, 0) == (
        "Refused: unlike the stills the model was trained on"
    )
    assert say.confidence_sentence(columns, 0) == "There is no confidence."


def test_an_unreadable_still_says_why() -> None:
    columns = one(unreadable("a.png", "The file is cut short."))
    assert say.finding_text(columns, 0) == "Unreadable"
    assert say.decision_text(columns, 0) == "Unreadable"
    assert say.note_text(columns, 0) == "The file is cut short."
    assert say.still_sentence(columns, 0) == (
        "a.png: Unreadable: The file is cut short."
    )


def test_a_note_on_what_is_to_be_reviewed_and_what_the_folder_says() -> None:
    columns = one(readable("a.png", decision="review", true_class="Barretts"))
    assert say.note_text(columns, 0) == (
        "Below the confidence for accepting · Folder says Barretts"
    )
    agreeing = one(readable("a.png", true_class="polyps"))
    assert say.note_text(agreeing, 0) == ""


@pytest.mark.parametrize(
    ("review", "text", "tooltip"),
    [
        (AGREE, "Agrees", "Dr Hart agrees with the program"),
        (
            corrected("polyps", "esophagitis"),
            "polyps + esophagitis",
            "Dr Hart sees polyps + esophagitis",
        ),
        (
            NONE_OF_THESE,
            "None of these",
            "Dr Hart sees none of the model's findings",
        ),
        (CANNOT_JUDGE, "Cannot judge", "Dr Hart cannot judge this still"),
    ],
)
def test_the_readers_answer(review: Review, text: str, tooltip: str) -> None:
    columns = one(readable("a.png"), review)
    assert say.reader_text(columns, 0) == text
    assert say.reader_tooltip(columns, 0).startswith(tooltip)
    assert "2026-03-04" in say.reader_tooltip(columns, 0)


def test_without_a_review_the_reader_says_nothing() -> None:
    columns = one(readable("a.png"))
    assert say.reader_text(columns, 0) == ""
    assert say.reader_tooltip(columns, 0) == ""
