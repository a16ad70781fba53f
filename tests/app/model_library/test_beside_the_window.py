"""Work in a thread: in order, told in the window, and waited for at the end."""

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from app.model_library.beside_the_window import BesideTheWindow
from app.problems.problem import Problem
from core.errors import LumenaryError

Told = list[Problem]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def beside(told: Told, qapp: object) -> Iterator[BesideTheWindow]:
    made = BesideTheWindow(told.append)
    yield made
    made.stop()


def test_one_after_the_other_and_told_here(
    beside: BesideTheWindow, qtbot: QtBot
) -> None:
    done: list[tuple[int, threading.Thread]] = []
    here = threading.current_thread()

    def slowest_first(number: int) -> int:
        time.sleep(0.01 * (5 - number))
        return number

    for number in range(5):
        beside.do(
            partial(slowest_first, number),
            lambda n: done.append((n, threading.current_thread())),
            words=f"Doing {number}",
        )
    qtbot.waitUntil(lambda: not beside.busy)
    assert done == [(number, here) for number in range(5)]


def test_the_words_are_of_what_is_done_now(
    beside: BesideTheWindow, qtbot: QtBot
) -> None:
    said: list[str] = []
    beside.busy_changed.connect(said.append)
    for words in "one", "two":
        beside.do(lambda: None, lambda _: None, words=words)
    qtbot.waitUntil(lambda: not beside.busy)
    assert said == ["one", "one", "two", ""]


def test_what_fails_is_told_and_the_next_is_done(
    beside: BesideTheWindow, told: Told, qtbot: QtBot
) -> None:
    def expected() -> None:
        raise LumenaryError("The disk is full.", hint="Nothing was written.")

    def bug() -> None:
        raise ZeroDivisionError

    done: list[str] = []
    beside.do(expected, lambda _: done.append("never"), words="one")
    beside.do(bug, lambda _: done.append("never"), words="two")
    beside.do(lambda: "last", done.append, words="three")
    qtbot.waitUntil(lambda: not beside.busy)
    assert done == ["last"]
    assert [problem.is_bug for problem in told] == [False, True]
    assert told[0].hint == "Nothing was written."


def test_the_end_waits_for_what_was_begun(beside: BesideTheWindow) -> None:
    begun, done = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(0.2)
        done.set()

    beside.do(work, lambda _: None, words="long")
    begun.wait(5)
    beside.stop()
    assert done.is_set()
