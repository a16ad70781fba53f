"""The time left: told by epochs that lie behind, without what is compiled once."""

from dataclasses import replace

import pytest

from core.training.time_left import Laps, seconds_left
from tests.core.training.drawn import phases
from tests.core.training.kept_epochs import EPOCH

PHASES = phases(4, 5)


def left(*seconds: tuple[int, int, float], warm_up: float = 0.0) -> float:
    history = [
        replace(EPOCH, phase=phase, epoch=epoch, seconds=own)
        for phase, epoch, own in seconds
    ]
    return seconds_left(PHASES, history, warm_up=warm_up, all_layers_to_head=3.0)


def test_compiling_is_not_expected_again() -> None:
    assert left((1, 1, 12.0), warm_up=10.0) == pytest.approx(2 * 3 + 2 * 3 * 5)


def test_the_first_epoch_counts_only_where_it_is_the_only_one() -> None:
    assert left((1, 1, 12.0), (1, 2, 2.0)) == pytest.approx(2 * 2 + 2 * 3 * 5)


def test_one_slow_epoch_does_not_sway_it() -> None:
    steady = [(2, epoch, 6.0) for epoch in (1, 2, 3)]
    assert left(*steady, (2, 4, 60.0)) == pytest.approx(6.0)


def test_phase_2_is_measured_as_soon_as_it_runs() -> None:
    assert left((1, 1, 2.0), (2, 1, 20.0), warm_up=8.0) == pytest.approx(12.0 * 4)


def test_after_the_last_epoch_nothing_is_left() -> None:
    assert left((2, 4, 3.0), (2, 5, 3.0)) == 0


def test_laps_tell_the_first_step_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 5.0, 6.0, 7.0, 9.0])
    monkeypatch.setattr("core.training.time_left.time.monotonic", lambda: next(times))
    laps = Laps()
    assert (laps.seconds_of_step, laps.warm_up) == (0, 0)
    laps.lap()
    assert (laps.seconds_of_step, laps.warm_up) == (5, 0)
    for _ in range(3):
        laps.lap()
    assert (laps.seconds_of_step, laps.warm_up) == (1, 4)
