"""Sizes as file managers tell them."""

import pytest

from app.byte_sizes import in_words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (5_000_000_000, "5.0 GB"),
        (12_340_000_000, "12 GB"),
        (7 * 10**15, "7,000 TB"),
    ],
)
def test_no_finer_than_needed(size: int, words: str) -> None:
    assert in_words(size) == words
