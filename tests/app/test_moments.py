"""Moments are told as a person tells them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.moments import when

NOW = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 6, 0, 0, tzinfo=UTC), "today at 00:00"),
        (datetime(2026, 3, 5, 23, 59, tzinfo=UTC), "yesterday at 23:59"),
        (datetime(2026, 3, 4, 14, 2, tzinfo=UTC), "on Wednesday at 14:02"),
        (datetime(2026, 2, 28, 14, 2, tzinfo=UTC), "on Saturday at 14:02"),
        (datetime(2026, 2, 27, 14, 2, tzinfo=UTC), "on 27 February 2026 at 14:02"),
        (datetime(2025, 12, 24, 8, 5, tzinfo=UTC), "on 24 December 2025 at 08:05"),
        (datetime(2026, 3, 7, 8, 5, tzinfo=UTC), "on 7 March 2026 at 08:05"),
    ],
)
def test_the_nearer_the_shorter(moment: datetime, words: str) -> None:
    assert when(moment, NOW) == words


def test_it_is_told_in_the_persons_own_time() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=9)))
    late = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    assert when(late, there) == "today at 01:00"
