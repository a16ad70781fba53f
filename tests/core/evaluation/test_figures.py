"""Points land where the axes say, and the best epoch is the one that was kept."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.figures import best_epochs, curve_plots, history_plots
from core.evaluation.metrics import evaluate
from core.library.evaluation_record import HistoryEpoch
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions


def epoch(phase: int, *numbers: float) -> HistoryEpoch:
    loss, accuracy, val_loss, val_accuracy = numbers
    return HistoryEpoch(
        phase=phase,
        loss=loss,
        accuracy=accuracy,
        val_loss=val_loss,
        val_accuracy=val_accuracy,
    )


HISTORY = (
    epoch(1, 1.2, 0.5, 1.3, 0.4),
    epoch(1, 0.9, 0.6, 1.0, 0.6),
    epoch(1, 0.7, 0.7, 1.1, 0.5),
    epoch(2, 0.5, 0.8, 0.9, 0.7),
    epoch(2, 0.3, 0.9, 0.9, 0.7),
)


def points(text: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, pair.split(","))) for pair in text.split()]


def test_curves_stay_within_the_axes_and_carry_their_area() -> None:
    record = evaluate(
        drawn_predictions(), model="m", subset="s", grouping="g", resamples=10
    )
    roc, precision_recall = curve_plots(record)
    assert [line.name for line in roc.lines] == list(CLASSES)
    assert roc.lines[0].note == f"AUC {record.per_class[0].auc.value:.3f}"
    assert points(roc.lines[0].points)[0] == (roc.left, roc.bottom)
    assert points(roc.lines[0].points)[-1] == (roc.right, roc.top)
    assert points(precision_recall.lines[0].points)[0] == (roc.left, roc.top)
    assert (roc.diagonal, precision_recall.diagonal) == (True, False)


def test_the_best_epoch_of_each_phase_has_the_lowest_validation_loss() -> None:
    assert best_epochs(HISTORY) == (1, 3)
    loss, accuracy = history_plots(HISTORY)
    assert [mark.label for mark in loss.marks] == [
        "best of phase 1: epoch 2",
        "best of phase 2: epoch 4",
    ]
    validation = points(loss.lines[1].points)
    assert (loss.marks[0].x, loss.marks[0].y) == validation[1]
    assert [divider.label for divider in accuracy.dividers] == ["phase 1", "phase 2"]
    assert validation[2][0] < loss.dividers[1].at < validation[3][0]


def test_ticks_say_where_values_lie() -> None:
    loss, accuracy = history_plots(HISTORY)
    assert [tick.label for tick in loss.y_ticks] == ["0.0", "0.5", "1.0", "1.5"]
    assert [tick.label for tick in loss.x_ticks] == ["1", "2", "3", "4", "5"]
    assert accuracy.y_ticks[-1].label == "1.0"
    at = {tick.label: tick.at for tick in loss.y_ticks}
    assert points(loss.lines[1].points)[1][1] == at["1.0"]


def test_without_epochs_there_is_nothing_to_plot() -> None:
    assert history_plots(()) == ()


@given(
    st.lists(
        st.builds(
            HistoryEpoch,
            phase=st.just(1),
            loss=st.floats(0, 1e4) | st.just(math.nan),
            accuracy=st.floats(0, 1),
            val_loss=st.floats(0, 1e4) | st.just(math.inf) | st.just(math.nan),
            val_accuracy=st.floats(0, 1),
        ),
        min_size=1,
        max_size=120,
    )
)
def test_any_history_fits_its_axes(history: list[HistoryEpoch]) -> None:
    for plot in history_plots(history):
        assert 2 <= len(plot.y_ticks) <= 7
        assert len(plot.x_ticks) <= 9
        assert len({tick.label for tick in plot.y_ticks}) == len(plot.y_ticks)
        for line in plot.lines:
            for x, y in points(line.points):
                assert plot.left <= x <= plot.right
                assert plot.top <= y <= plot.bottom
        assert plot.y_ticks[-1].at == pytest.approx(plot.top)
