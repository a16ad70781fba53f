"""The last request comes first, dropped ones never, and bugs end no thread."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.still_images.newest_first import NewestFirst


class Workbench:
    """Work that waits at a gate and notes the order it was done in."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.done: list[int] = []

    def work(self, number: int) -> int:
        self.begun.set()
        assert self.gate.wait(10)
        if number < 0:
            raise ValueError(number)
        self.done.append(number)
        return 10 * number


@pytest.fixture
def bench() -> Workbench:
    return Workbench()


@pytest.fixture
def threads(bench: Workbench, qtbot: QtBot) -> Iterator[NewestFirst[int, int]]:
    """One thread that has begun 0 and waits at the gate."""
    made = NewestFirst(bench.work, lambda _: 0, threads=1, name="test")
    made.ask(0)
    assert bench.begun.wait(10)
    yield made
    bench.gate.set()
    made.stop()


def test_newest_first_then_what_has_time(
    bench: Workbench, threads: NewestFirst[int, int], qtbot: QtBot
) -> None:
    threads.ask_later(8)
    threads.ask_later(9)
    for number in (1, 2, 3, 1):
        threads.ask(number)
    threads.ask(0)  # is being done
    bench.gate.set()
    qtbot.waitUntil(lambda: len(bench.done) == 6)
    assert bench.done == [0, 1, 3, 2, 8, 9]


def test_dropped_requests_are_never_done(
    bench: Workbench, threads: NewestFirst[int, int], qtbot: QtBot
) -> None:
    for number in range(1, 6):
        threads.ask(number)
    threads.keep({2, 3})
    assert threads.pending == 2
    bench.gate.set()
    qtbot.waitUntil(lambda: len(bench.done) == 3)
    assert bench.done == [0, 3, 2]


def test_results_come_with_a_ring(
    bench: Workbench, threads: NewestFirst[int, int], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(threads.bell.rung):
        bench.gate.set()
    assert threads.take() == [(0, 0)]
    assert threads.take() == []


def test_a_bug_is_told_and_the_thread_goes_on(
    bench: Workbench,
    threads: NewestFirst[int, int],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda found: told.append(found))
    threads.ask(4)
    threads.ask(-1)
    bench.gate.set()
    qtbot.waitUntil(lambda: bench.done == [0, 4])
    assert (-1, 0) in threads.take()
    assert [found.exc_value.args for found in told] == [(-1,)]  # type: ignore[attr-defined]


def test_nothing_is_begun_after_the_end(
    bench: Workbench, threads: NewestFirst[int, int]
) -> None:
    threads.ask(1)
    bench.gate.set()
    threads.stop()
    threads.ask(2)
    assert bench.done in ([0], [0, 1])
    assert threads.pending == 0


def test_the_end_does_not_wait_for_a_drive_that_does_not_answer(
    bench: Workbench, qtbot: QtBot
) -> None:
    """A thread that reads from a network which is gone may wait for minutes."""
    rung: list[None] = []
    made = NewestFirst(bench.work, lambda _: 0, threads=1, name="test", patience=0.05)
    made.bell.rung.connect(lambda: rung.append(None))
    made.ask(0)
    assert bench.begun.wait(10)
    made.stop()
    assert bench.done == []
    bench.gate.set()
    qtbot.waitUntil(lambda: bench.done == [0])
    made.stop()
    QCoreApplication.processEvents()
    assert rung == []
