"""Findings as columns: what goes in comes out, and copies share a review."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given

from app.item_models.findings_columns import NONE, FindingsColumns
from app.item_models.findings_wording import percent
from core.jobs.events import ClassifiedStill
from tests.app.item_models.drawn_findings import (
    AGREE,
    CLASSES,
    NONE_OF_THESE,
    corrected,
    drawn_stills,
    many,
    readable,
    unreadable,
)


def columns_of(*stills: ClassifiedStill) -> FindingsColumns:
    columns = FindingsColumns(CLASSES)
    columns.append(stills)
    return columns


@given(drawn_stills)
def test_a_row_says_what_its_still_said(stills: list[ClassifiedStill]) -> None:
    columns = columns_of(*stills)
    assert len(columns) == len(stills)
    for row, still in enumerate(stills):
        finding = columns.finding(row)
        assert finding.row == row
        assert finding.file == still.file
        assert finding.digest == still.digest
        assert finding.predicted_class == still.predicted_class
        assert finding.confidence == still.confidence
        assert finding.decision == still.decision
        assert finding.true_class == still.true_class
        assert finding.error == still.error
        assert finding.probabilities == pytest.approx(
            tuple(still.probabilities.values())
        )
        assert finding.review is None


def test_columns_are_the_same_however_they_grew() -> None:
    stills = many(1_000)
    at_once, one_by_one = columns_of(*stills), columns_of()
    for still in stills:
        one_by_one.append([still])
    for name in ("predicted", "confidence", "decision", "unreadable", "examination"):
        np.testing.assert_array_equal(
            getattr(at_once, name), getattr(one_by_one, name), err_msg=name
        )
    assert at_once.files == one_by_one.files
    assert one_by_one.finding(999) == at_once.finding(999)


def test_an_almost_certain_answer_does_not_become_certain() -> None:
    still = readable("a.png", confidence=0.999999999)
    probabilities = {**dict.fromkeys(CLASSES, 0.0), "polyps": 0.999999999}
    still = still.model_copy(update={"probabilities": probabilities})
    finding = columns_of(still).finding(0)
    assert finding.confidence == 0.999999999
    assert percent(max(finding.probabilities)) == percent(finding.confidence)


def test_the_examination_is_the_folder_of_the_file() -> None:
    columns = columns_of(
        readable("a/b/x.png"), readable("x.png"), readable("a/b/y.png")
    )
    assert [columns.finding(row).examination for row in range(3)] == ["a/b", "", "a/b"]


def test_copies_share_a_review_also_those_that_come_later() -> None:
    columns = columns_of(
        readable("a.png", digest="same"), readable("b.png"), unreadable("c.png")
    )
    columns.set_review(0, corrected("Barretts", "esophagitis"))
    columns.append([readable("d.png", digest="same")])
    assert columns.rows_of_digest("same") == (0, 3)
    assert columns.copies_of(3) == (0, 3)
    assert columns.review(3) == corrected("Barretts", "esophagitis")
    assert columns.reader_findings[3].tolist() == [False, True, True]
    assert columns.verdict[1] == NONE
    columns.set_review(3, None)
    assert columns.review(0) is None
    assert columns.verdict[0] == NONE
    assert not columns.reader_findings.any()


def test_stills_without_a_digest_are_no_copies_of_each_other() -> None:
    columns = columns_of(readable("a.png", digest=""), readable("b.png", digest=""))
    columns.set_review(0, AGREE)
    assert columns.review(0) == AGREE
    assert columns.review(1) is None
    assert columns.copies_of(1) == (1,)
    assert columns.rows_of_digest("") == ()


def test_reviews_of_the_log_are_there_before_their_rows() -> None:
    columns = columns_of(readable("a.png", digest="one"))
    columns.set_reviews({"one": AGREE, "two": NONE_OF_THESE})
    columns.append([readable("b.png", digest="two"), readable("c.png", digest="three")])
    assert [columns.review(row) for row in range(3)] == [AGREE, NONE_OF_THESE, None]
    columns.set_reviews({})
    assert [columns.review(row) for row in range(3)] == [None, None, None]


def test_nobody_reviews_what_cannot_be_read() -> None:
    columns = columns_of(unreadable("a.png"))
    with pytest.raises(ValueError, match="row 0 is unreadable"):
        columns.set_review(0, AGREE)


def test_a_class_that_the_model_does_not_have_leaves_the_rows_as_they_were() -> None:
    columns = columns_of(readable("a.png"))
    with pytest.raises(KeyError, match="ulcer"):
        columns.append([readable("b.png", "ulcer")])
    columns.append([readable("c.png")])
    assert columns.finding(1).file == "c.png"


def test_ten_thousand_rows_take_a_few_megabytes() -> None:
    stills = many(10_000)
    tracemalloc.start()
    try:
        columns = columns_of(*stills)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(columns) == 10_000
    assert held < 5 * 2**20
