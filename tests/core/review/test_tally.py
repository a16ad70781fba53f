"""Counts agree with what was counted, however often a reader changes their mind."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.review.corrections import Review, Verdict
from core.review.tally import Tally, examination_of

NOW = datetime(2026, 3, 1, tzinfo=UTC)

reviews = st.none() | st.builds(
    Review,
    st.sampled_from(Verdict),
    st.sampled_from([(), ("colon",), ("colon", "polyp")]),
    st.just("A"),
    st.just(NOW),
)


def test_every_readable_still_is_accepted_to_review_or_refused() -> None:
    tally = Tally()
    tally.count("polyp", "accept", "")
    tally.count("polyp", "review", "")
    tally.count(None, "refuse", "")
    tally.count(None, None, "The file is empty.")
    assert (tally.stills, tally.unreadable, tally.readable) == (4, 1, 3)
    assert (tally.accepted, tally.to_review, tally.refused) == (1, 1, 1)
    assert tally.by_finding == {"polyp": 2}


@given(st.lists(st.lists(reviews, min_size=1, max_size=5), max_size=6))
def test_only_the_last_review_of_each_still_counts(
    stills: list[list[Review | None]],
) -> None:
    tally, expected = Tally(), Tally()
    for given_reviews in stills:
        before = None
        for review in given_reviews:
            tally.count_review(before, review)
            before = review
        expected.count_review(None, before)
    assert tally == expected
    assert dict(tally.reader_findings) == dict(expected.reader_findings)
    verdicts = tally.agreed + tally.corrected + tally.none_of_these + tally.cannot_judge
    assert tally.reviewed == verdicts <= len(stills)


def test_the_examination_is_the_folder() -> None:
    assert examination_of("a/b/c.png") == "a/b"
    assert examination_of("c.png") == ""
