"""What a key of the reader's makes of a review."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.review.corrections import (
    Review,
    Verdict,
    agreed,
    cannot_judge,
    none_of_these,
    toggled,
)

CLASSES = ("colon", "ileum", "polyp")
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def toggle(before: Review | None, finding: str, predicted: str | None) -> Review | None:
    return toggled(
        before,
        finding,
        classes=CLASSES,
        predicted=predicted,
        reader="Dr Ё",
        time=NOW,
    )


def test_the_first_digit_corrects_or_agrees() -> None:
    corrected = toggle(None, "polyp", "colon")
    assert corrected == Review(Verdict.CORRECT, ("polyp",), "Dr Ё", NOW)
    assert toggle(None, "colon", "colon") == agreed("colon", reader="Dr Ё", time=NOW)


def test_several_findings_stand_in_the_order_of_the_card() -> None:
    both = toggle(toggle(None, "polyp", "colon"), "colon", "colon")
    assert both
    assert both.findings == ("colon", "polyp")
    assert both.verdict is Verdict.CORRECT


def test_taking_the_last_finding_out_withdraws() -> None:
    assert toggle(toggle(None, "polyp", "colon"), "polyp", "colon") is None


def test_a_digit_after_agreeing_adds_to_what_was_agreed() -> None:
    both = toggle(agreed("colon", reader="A", time=NOW), "polyp", "colon")
    assert both
    assert both.findings == ("colon", "polyp")
    assert toggle(both, "polyp", "colon") == agreed("colon", reader="Dr Ё", time=NOW)


@pytest.mark.parametrize(
    "before",
    [
        none_of_these(reader="A", time=NOW),
        cannot_judge(reader="A", time=NOW),
        agreed(None, reader="A", time=NOW),
    ],
)
def test_a_digit_after_an_answer_without_findings_starts_anew(before: Review) -> None:
    review = toggle(before, "ileum", None)
    assert review == Review(Verdict.CORRECT, ("ileum",), "Dr Ё", NOW)


def test_what_is_no_class_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of"):
        toggle(None, "unicorn", "colon")


@given(
    presses=st.lists(st.sampled_from(CLASSES), max_size=12),
    predicted=st.sampled_from((*CLASSES, None)),
)
def test_presses_are_a_set_whatever_their_order(
    presses: list[str], predicted: str | None
) -> None:
    review = None
    for finding in presses:
        review = toggle(review, finding, predicted)
    expected = tuple(name for name in CLASSES if presses.count(name) % 2)
    assert (review.findings if review else ()) == expected
    if review:
        assert (review.verdict is Verdict.AGREE) == (expected == (predicted,))
