"""The time of learning: the soonest that patience allows, and all epochs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.time_span import TimeSpan
from core.training.history import EpochResult
from core.training.learning_time import (
    ALL_LAYERS_TO_HEAD_WARM_UP,
    Laps,
    learning_left,
    pace_of,
)
from tests.core.training.drawn import phases
from tests.core.training.kept_epochs import EPOCH

PHASES = phases(4, 5)


def epochs(*seconds: tuple[int, int, float], warm_up: float = 0.0) -> list[EpochResult]:
    """Epochs that took so long, the last one with a warm-up."""
    history = [
        replace(EPOCH, phase=phase, epoch=epoch, seconds=own)
        for phase, epoch, own in seconds
    ]
    history[-1] = replace(history[-1], warm_up=warm_up)
    return history


def most(history: list[EpochResult], *, between: float = 0.0) -> float:
    pace = pace_of(history, all_layers_to_head=3.0, between=between)
    return learning_left(PHASES, history, pace, patience=0).most


def of_phase(phase: int, *losses: float) -> list[EpochResult]:
    """Epochs of one second each."""
    return [
        replace(EPOCH, phase=phase, epoch=number, val_loss=loss, seconds=1.0)
        for number, loss in enumerate(losses, 1)
    ]


def left(*history: EpochResult, patience: int) -> TimeSpan:
    pace = pace_of(history, all_layers_to_head=1.0)
    return learning_left(PHASES, history, pace, patience=patience)


def test_compiling_is_expected_again_only_where_all_layers_are_compiled() -> None:
    again = 10 * ALL_LAYERS_TO_HEAD_WARM_UP
    assert most(epochs((1, 1, 12.0), warm_up=10.0)) == pytest.approx(
        2 * 3 + again + 2 * 3 * 5
    )
    assert most(epochs((2, 1, 12.0), warm_up=10.0)) == pytest.approx(2 * 4)


def test_the_first_epoch_counts_only_where_it_is_the_only_one() -> None:
    history = epochs((1, 1, 12.0), (1, 2, 2.0))
    assert most(history) == pytest.approx(2 * 2 + 2 * 3 * 5)


def test_one_slow_epoch_does_not_sway_it() -> None:
    steady = [(2, epoch, 6.0) for epoch in (1, 2, 3)]
    assert most(epochs(*steady, (2, 4, 60.0))) == pytest.approx(6.0)


def test_phase_2_is_measured_as_soon_as_it_runs() -> None:
    history = epochs((1, 1, 2.0), (2, 1, 20.0), warm_up=8.0)
    assert most(history) == pytest.approx(12.0 * 4)


def test_what_is_written_between_epochs_takes_its_time() -> None:
    assert most(epochs((2, 3, 6.0)), between=2.0) == pytest.approx(4 * 8)


def test_after_the_last_epoch_nothing_is_left() -> None:
    assert left(*of_phase(2, 0.5, 0.4, 0.3, 0.2, 0.1), patience=2) == TimeSpan.of(0.0)


def test_at_least_each_phase_ends_as_soon_as_patience_allows() -> None:
    # phase 1: two more epochs without a better one; phase 2: a first one, then two
    assert left(*of_phase(1, 0.5), patience=2) == TimeSpan(2 + 3, 3 + 5)
    # one epoch was waited for already
    assert left(*of_phase(1, 0.5, 0.6), patience=2) == TimeSpan(1 + 3, 2 + 5)
    # and a better one begins the waiting anew
    assert left(*of_phase(1, 0.5, 0.6, 0.4), patience=2) == TimeSpan(1 + 3, 1 + 5)


def test_a_phase_whose_patience_is_exhausted_is_over() -> None:
    assert left(*of_phase(1, 0.5, 0.6, 0.6), patience=2) == TimeSpan(3, 5)
    assert left(*of_phase(2, 0.5, 0.6, 0.6), patience=2) == TimeSpan.of(0.0)


def test_without_patience_nothing_is_uncertain() -> None:
    assert left(*of_phase(1, 0.5, 0.6), patience=0) == TimeSpan.of(2 + 5)


def test_before_the_first_epoch_it_is_the_time_of_all() -> None:
    pace = pace_of(epochs((1, 1, 7.0), warm_up=5.0), all_layers_to_head=2.0)
    whole = learning_left(PHASES, (), pace, patience=0)
    warm_ups = 5.0 + 5.0 * ALL_LAYERS_TO_HEAD_WARM_UP
    assert whole == TimeSpan.of(pytest.approx(4 * 2 + 5 * 4 + warm_ups))  # type: ignore[arg-type]


def test_a_phase_without_epochs_takes_no_time_and_compiles_nothing() -> None:
    history = epochs((1, 1, 12.0), warm_up=10.0)
    pace = pace_of(history, all_layers_to_head=3.0)
    assert learning_left(phases(4, 0), history, pace, patience=0).most == 2 * 3


@given(st.lists(st.floats(0.1, 2), min_size=9, max_size=9), st.integers(0, 4))
def test_the_end_lies_between_least_and_most_after_every_epoch(
    losses: list[float], patience: int
) -> None:
    """With a made-up course that ends as ``Patience`` does, a second an epoch."""
    first = _run(of_phase(1, *losses[:4]), patience)
    second = _run(of_phase(2, *losses[4:]), patience)
    run = [*first, *second]
    for behind in range(1, len(run) + 1):
        told = left(*run[:behind], patience=patience)
        assert told.least <= len(run) - behind <= told.most


def _run(phase: list[EpochResult], patience: int) -> list[EpochResult]:
    """Return the epochs until so many in succession were not better than the best."""
    best, waited = float("inf"), 0
    for number, epoch in enumerate(phase, 1):
        waited = 0 if epoch.val_loss < best else waited + 1
        best = min(best, epoch.val_loss)
        if patience and waited >= patience:
            return phase[:number]
    return phase


def test_laps_tell_the_first_step_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 5.0, 6.0, 7.0, 9.0])
    clock = "core.training.learning_time.time.monotonic"
    monkeypatch.setattr(clock, lambda: next(times))
    laps = Laps()
    assert (laps.seconds_of_step, laps.warm_up) == (0, 0)
    laps.lap()
    assert (laps.seconds_of_step, laps.warm_up) == (5, 0)
    for _ in range(3):
        laps.lap()
    assert (laps.seconds_of_step, laps.warm_up) == (1, 4)
