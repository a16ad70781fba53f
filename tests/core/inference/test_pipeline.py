"""Results come in order, nothing runs far ahead, and threads end."""

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inference.pipeline import batches, map_in_order


@given(
    delays=st.lists(st.integers(0, 3), max_size=30),
    threads=st.integers(1, 6),
    ahead=st.integers(1, 4),
)
@settings(max_examples=30, deadline=None)
def test_order_is_kept_whatever_the_threads(
    delays: list[int], threads: int, ahead: int
) -> None:
    def work(item: tuple[int, int]) -> int:
        time.sleep(item[1] / 2000)
        return item[0]

    items = list(enumerate(delays))
    found = list(map_in_order(work, items, threads=threads, ahead=ahead))
    assert found == [i for i, _ in items]


def test_the_source_is_read_only_a_window_ahead() -> None:
    read = 0

    def source() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield read

    results = map_in_order(lambda x: x, source(), threads=3, ahead=2)
    for taken in range(1, 200):
        assert next(results) == taken
        assert read <= taken + 6
    results.close()


def test_an_error_comes_at_its_place_and_ends_the_threads() -> None:
    before = threading.active_count()

    def work(item: int) -> float:
        return 1 / (item - 5)

    results = map_in_order(work, iter(range(1000)), threads=4)
    assert len([next(results) for _ in range(5)]) == 5
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert threading.active_count() == before


def test_stopping_early_ends_the_threads() -> None:
    before = threading.active_count()
    results = map_in_order(lambda x: x, iter(range(10**9)), threads=4)
    next(results)
    results.close()
    assert threading.active_count() == before


@given(items=st.lists(st.integers(), max_size=40), size=st.integers(1, 9))
def test_batches_lose_nothing(items: list[int], size: int) -> None:
    found = list(batches(items, size))
    assert [x for batch in found for x in batch] == items
    assert all(len(batch) == size for batch in found[:-1])
