"""Work on a stream with several threads: in order, and never far ahead."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_order(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    threads: int,
    ahead: int = 2,
) -> Generator[Result, None, None]:
    """Yield ``work(item)`` for each item, in the items' order.

    At most ``threads * ahead`` items are under way or waiting to be taken, so that
    memory does not grow with the stream. Where the consumer stops early or ``work``
    raises, nothing further is begun and the threads end.

    Parameters
    ----------
    work
        Called from ``threads`` threads at once.
    items
        Consumed lazily, by the thread that consumes the results.
    threads
        How many calls run at once.
    ahead
        Items held for each thread; 2 keeps all threads busy while one item is slow.
    """
    with ThreadPoolExecutor(threads, thread_name_prefix="lumenary") as pool:
        pending: deque[Future[Result]] = deque()
        try:
            for item in items:
                pending.append(pool.submit(work, item))
                if len(pending) >= threads * ahead:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the items in tuples of ``size``, the last one maybe shorter."""
    source = iter(items)
    while batch := tuple(islice(source, size)):
        yield batch
