"""Which rows are shown in which order, against an oracle in plain Python."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.item_models.finding_row import FindingRow
from app.item_models.findings_columns import FindingsColumns
from app.item_models.findings_order import (
    FindingsFilter,
    SortKey,
    passing_rows,
    visible_rows,
)
from core.jobs.events import ClassifiedStill
from core.review.corrections import Review, Verdict
from tests.app.item_models.drawn_findings import (
    AGREE,
    CLASSES,
    drawn_reviews,
    drawn_stills,
    readable,
    unreadable,
)

_FILTERS = st.builds(
    FindingsFilter,
    finding=st.sampled_from([None, None, *CLASSES, "ulcer"]),
    decision=st.sampled_from([None, None, "accept", "review", "refuse", "unreadable"]),
    examination=st.sampled_from([None, "", "a", "a/b", "ab", "nowhere"]),
    text=st.sampled_from(["", "", "POLYP", "x", "ś", "a/", "image", "barrett"]),
    unreviewed_only=st.booleans(),
)


@given(
    drawn_stills,
    st.lists(drawn_reviews, max_size=12),
    _FILTERS,
    st.sampled_from(SortKey),
    st.booleans(),
)
def test_rows_stand_where_a_plain_sort_puts_them(
    stills: list[ClassifiedStill],
    reviews: list[Review | None],
    chosen: FindingsFilter,
    key: SortKey,
    descending: bool,
) -> None:
    columns = FindingsColumns(CLASSES)
    columns.append(stills)
    for row, review in enumerate(reviews[: len(stills)]):
        if not stills[row].error:
            columns.set_review(row, review)
    findings = [columns.finding(row) for row in range(len(stills))]
    shown = visible_rows(columns, chosen, key, descending)
    assert shown.tolist() == _oracle(findings, chosen, key, descending)


@given(drawn_stills, _FILTERS, st.integers(0, 12))
def test_rows_that_arrive_are_filtered_as_all_rows_are(
    stills: list[ClassifiedStill], chosen: FindingsFilter, start: int
) -> None:
    columns = FindingsColumns(CLASSES)
    columns.append(stills)
    begin = min(start, len(stills))
    expected = [row for row in passing_rows(columns, chosen).tolist() if row >= begin]
    assert passing_rows(columns, chosen, begin).tolist() == expected


def _columns() -> FindingsColumns:
    columns = FindingsColumns(CLASSES)
    columns.append(
        [
            readable("sure.png", "polyps", 0.99, "accept"),
            unreadable("broken.png"),
            readable("odd.png", None),
            readable("unsure.png", "esophagitis", 0.4, "review"),
            readable("less sure.png", "Barretts", 0.96, "accept"),
            readable("half sure.png", "polyps", 0.7, "review"),
        ]
    )
    return columns


@pytest.mark.parametrize(
    ("key", "descending", "expected"),
    [
        (SortKey.FOLDER, False, [0, 1, 2, 3, 4, 5]),
        (SortKey.UNCERTAIN, False, [3, 5, 2, 4, 0, 1]),
        (SortKey.UNCERTAIN, True, [0, 4, 2, 5, 3, 1]),
        (SortKey.FINDING, False, [4, 3, 5, 0, 1, 2]),
        (SortKey.CONFIDENCE, True, [0, 4, 5, 3, 1, 2]),
        (SortKey.DECISION, False, [0, 4, 3, 5, 2, 1]),
    ],
)
def test_orders_as_a_reader_expects_them(
    key: SortKey, descending: bool, expected: list[int]
) -> None:
    shown = visible_rows(_columns(), FindingsFilter(), key, descending)
    assert shown.tolist() == expected


def test_reviewed_and_unreadable_stills_do_not_wait_for_a_review() -> None:
    columns = _columns()
    columns.set_review(3, AGREE)
    assert passing_rows(columns, FindingsFilter(unreviewed_only=True)).tolist() == [
        0,
        2,
        4,
        5,
    ]


def _oracle(
    findings: list[FindingRow], chosen: FindingsFilter, key: SortKey, descending: bool
) -> list[int]:
    rows = [f for f in findings if _passes(f, chosen)]
    if key is SortKey.FOLDER:
        return [f.row for f in (reversed(rows) if descending else rows)]
    present = [f for f in rows if _sort_key(f, key) is not None]
    missing = [f.row for f in rows if _sort_key(f, key) is None]
    sign = -1 if descending else 1
    present.sort(key=lambda f: [sign * part for part in _sort_key(f, key) or ()])
    return [f.row for f in present] + missing


def _passes(finding: FindingRow, chosen: FindingsFilter) -> bool:
    named = {finding.predicted_class} | set(
        finding.review.findings if finding.review else ()
    )
    texts = [finding.file, finding.error, *(name for name in named if name)]
    wanted = chosen.examination
    return (
        (chosen.finding is None or chosen.finding in named)
        and chosen.decision in (None, finding.decision or "unreadable")
        and (not wanted or f"{finding.file}".startswith(f"{wanted}/"))
        and any(chosen.text.casefold() in text.casefold() for text in texts)
        and not (chosen.unreviewed_only and (finding.error or finding.review))
    )


def _sort_key(finding: FindingRow, key: SortKey) -> list[float] | None:
    if key is SortKey.READER:
        return _reader_key(finding.review)
    if key is SortKey.CONFIDENCE:
        return None if finding.confidence is None else [finding.confidence]
    if key is SortKey.FINDING:
        if finding.predicted_class is None:
            return None
        return [_place(finding.predicted_class), finding.confidence or 0]
    if finding.decision is None:
        return None
    if key is SortKey.DECISION:
        return [["accept", "review", "refuse"].index(finding.decision)]
    place = ["review", "refuse", "accept"].index(finding.decision)
    return [place, finding.confidence or 0]


def _reader_key(review: Review | None) -> list[float] | None:
    if review is None:
        return None
    first = min(map(_place, review.findings), default=math.inf)
    return [list(Verdict).index(review.verdict), first]


def _place(name: str) -> int:
    return sorted(CLASSES, key=str.casefold).index(name)
