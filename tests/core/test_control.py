"""Running work is asked to stop from any thread, and looks at that itself."""

import threading

import pytest

from core.control import Cancelled, Control


def test_work_that_nobody_stops_goes_on() -> None:
    control = Control()
    control.check()
    assert not control.cancel_requested
    assert not control.stop_requested


def test_cancelling_ends_the_work_at_every_later_step() -> None:
    control = Control()
    control.cancel()
    assert control.cancel_requested
    for _ in range(2):
        with pytest.raises(Cancelled) as told:
            control.check()
    assert "as they were" in told.value.hint


def test_stopping_discards_nothing() -> None:
    control = Control()
    control.stop_and_keep()
    control.check()
    assert control.stop_requested
    assert not control.cancel_requested


@pytest.mark.parametrize("cancel_first", [True, False])
def test_cancelling_counts_more_than_stopping(cancel_first: bool) -> None:
    control = Control()
    requests = [control.cancel, control.stop_and_keep]
    for request in requests if cancel_first else reversed(requests):
        request()
    with pytest.raises(Cancelled):
        control.check()


def test_another_thread_can_cancel() -> None:
    control = Control()
    started, ended = threading.Event(), threading.Event()

    def work() -> None:
        try:
            while True:
                control.check()
                started.set()
        except Cancelled:
            ended.set()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    assert started.wait(5)
    control.cancel()
    assert ended.wait(5)
    worker.join()


def test_only_who_cancels_has_what_was_kept_forgotten() -> None:
    control, forgotten = Control(), []
    control.when_cancelled(lambda: forgotten.append("checkpoints"))
    control.abandon()
    assert control.cancel_requested
    with pytest.raises(Cancelled):
        control.check()
    assert not forgotten
    control.cancel()
    assert forgotten == ["checkpoints"]


def test_what_is_kept_after_a_cancel_is_forgotten_at_once() -> None:
    """The user may cancel a moment before the work says what it keeps."""
    control, forgotten = Control(), []
    control.cancel()
    control.when_cancelled(lambda: forgotten.append("checkpoints"))
    assert forgotten == ["checkpoints"]


def test_what_is_kept_by_work_that_nobody_waits_for_is_not_forgotten() -> None:
    control, forgotten = Control(), []
    control.abandon()
    control.when_cancelled(lambda: forgotten.append("checkpoints"))
    assert not forgotten
