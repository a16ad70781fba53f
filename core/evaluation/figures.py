"""The geometry of a report's plots; the template draws it as inline SVG.

Drawn by the template, lines and letters take the page's own colours and fonts, light,
dark or printed, and stay text that can be searched and read aloud.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.evaluation.thinning import points_that_show
from core.evaluation.wording import decimal
from core.library.evaluation_record import Curve, EvaluationRecord, HistoryEpoch

WIDTH, HEIGHT = 400, 330
"""Of a plot, in units of its own that the page scales."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 386, 14, 284
_LOOKS = 6
"""Colours and dash patterns in the style sheet; more lines begin again."""
_TICKS = 5

_LEAST_AXIS = 0.01
"""A loss axis ends here at the lowest."""

Scale: TypeAlias = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: its points as SVG wants them, and which look it has (0 to 5)."""

    name: str
    note: str
    points: str
    look: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A point worth pointing at."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything the template needs to draw a plot, in the plot's own units."""

    title: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    dividers: tuple[Tick, ...] = ()
    diagonal: bool = False

    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def curve_plots(record: EvaluationRecord) -> tuple[Plot, ...]:
    """Return ROC and precision-recall plots with a line for each class; maybe none."""
    plots = []
    if roc := _of_kind(record, "roc"):
        areas = {each.name: each.auc for each in record.per_class}
        notes = [f"AUC {decimal(areas[curve.name].value)}" for curve in roc]
        plots.append(
            _unit_plot(
                roc,
                notes,
                title="Receiver operating characteristic",
                x_label="1 \N{MINUS SIGN} specificity",
                y_label="Sensitivity",
                diagonal=True,
            )
        )
    if precision_recall := _of_kind(record, "precision_recall"):
        shares = {each.name: each.support / record.stills for each in record.per_class}
        notes = [f"chance {decimal(shares[c.name])}" for c in precision_recall]
        plots.append(
            _unit_plot(
                precision_recall,
                notes,
                title="Precision and recall",
                x_label="Recall (sensitivity)",
                y_label="Precision",
                diagonal=False,
            )
        )
    return tuple(plots)


def history_plots(history: Sequence[HistoryEpoch]) -> tuple[Plot, ...]:
    """Return plots of loss and accuracy over the epochs, each phase's best marked.

    The best epoch is the one with the lowest validation loss, which is what early
    stopping goes by. Without epochs there are none.
    """
    return (loss_plot(history), accuracy_plot(history)) if history else ()


def loss_plot(history: Sequence[HistoryEpoch]) -> Plot:
    """Return the first of :func:`history_plots`; at least one epoch is needed."""
    loss, val_loss = _column(history, "loss"), _column(history, "val_loss")
    finite = loss[np.isfinite(loss)], val_loss[np.isfinite(val_loss)]
    phases = _phases(history)
    return _over_epochs(
        phases,
        training=loss,
        validation=val_loss,
        best=_best(phases, val_loss),
        title="Loss",
        top=max((float(each.max()) for each in finite if len(each)), default=1.0),
    )


def accuracy_plot(history: Sequence[HistoryEpoch]) -> Plot:
    """Return the second of :func:`history_plots`; at least one epoch is needed."""
    return _over_epochs(
        _phases(history),
        training=_column(history, "accuracy"),
        validation=_column(history, "val_accuracy"),
        best=best_epochs(history),
        title="Accuracy",
        top=1.0,
    )


def best_epochs(history: Sequence[HistoryEpoch]) -> tuple[int, ...]:
    """Return the position in ``history`` of each phase's lowest validation loss."""
    return _best(_phases(history), _column(history, "val_loss"))


def _best(phases: NDArray[np.int64], val_loss: NDArray[np.float64]) -> tuple[int, ...]:
    losses = np.where(np.isnan(val_loss), math.inf, val_loss)
    places = (np.flatnonzero(phases == phase) for phase in np.unique(phases))
    return tuple(int(own[np.argmin(losses[own])]) for own in places)


def _phases(history: Sequence[HistoryEpoch]) -> NDArray[np.int64]:
    return np.array([each.phase for each in history])


def _of_kind(
    record: EvaluationRecord, kind: Literal["roc", "precision_recall"]
) -> list[Curve]:
    return [curve for curve in record.curves if curve.kind == kind]


def _unit_plot(
    curves: Sequence[Curve],
    notes: Sequence[str],
    *,
    title: str,
    x_label: str,
    y_label: str,
    diagonal: bool,
) -> Plot:
    across, up = _scale(0, 1, _LEFT, _RIGHT), _scale(0, 1, _BOTTOM, _TOP)
    steps = [i / _TICKS for i in range(_TICKS + 1)]
    return Plot(
        title=title,
        x_label=x_label,
        y_label=y_label,
        x_ticks=tuple(Tick(across(v), f"{v:.1f}") for v in steps),
        y_ticks=tuple(Tick(up(v), f"{v:.1f}") for v in steps),
        lines=tuple(
            Line(
                curve.name,
                note,
                _points(map(across, curve.x), map(up, curve.y)),
                i % _LOOKS,
            )
            for i, (curve, note) in enumerate(zip(curves, notes, strict=True))
        ),
        diagonal=diagonal,
    )


def _over_epochs(
    phases: NDArray[np.int64],
    *,
    training: NDArray[np.float64],
    validation: NDArray[np.float64],
    best: Sequence[int],
    title: str,
    top: float,
) -> Plot:
    top = max(top, _LEAST_AXIS)
    step = _nice_step(top)
    ceiling = step * math.ceil(top / step - 1e-9)
    epochs = len(phases)
    across = _scale(0.5, epochs + 0.5, _LEFT, _RIGHT)
    up = _scale(0, ceiling, _BOTTOM, _TOP)
    begins = np.flatnonzero(np.diff(phases, prepend=phases[0] - 1))
    return Plot(
        title=title,
        x_label="Epoch",
        y_label=title,
        x_ticks=_epoch_ticks(epochs, across),
        y_ticks=_value_ticks(ceiling, step, up),
        lines=(
            Line("Training", "", _epoch_points(training, across, up), 1),
            Line("Validation", "", _epoch_points(validation, across, up), 0),
        ),
        marks=tuple(
            Mark(
                across(i + 1),
                up(float(validation[i])),
                f"best of phase {phases[i]}: epoch {i + 1}",
            )
            for i in best
            if math.isfinite(validation[i])
        ),
        dividers=tuple(
            Tick(across(int(i) + 0.5), f"phase {phases[i]}") for i in begins
        ),
    )


def _epoch_points(values: NDArray[np.float64], across: Scale, up: Scale) -> str:
    """Return the points of a curve, no more of them than can be told apart."""
    shown = points_that_show(values, _RIGHT - _LEFT)
    x = (across(int(i) + 1) for i in shown)
    return _points(x, (up(float(value)) for value in values[shown]))


def _epoch_ticks(epochs: int, across: Scale) -> tuple[Tick, ...]:
    step = max(1, round(_nice_step(epochs)))
    shown = [1, *range(step, epochs + 1, step)] if step > 1 else range(1, epochs + 1)
    return tuple(Tick(across(i), str(i)) for i in shown)


def _value_ticks(ceiling: float, step: float, up: Scale) -> tuple[Tick, ...]:
    decimals = max(0, -math.floor(math.log10(step)))
    count = round(ceiling / step)
    return tuple(
        Tick(up(i * step), f"{i * step:.{decimals}f}") for i in range(count + 1)
    )


def _nice_step(top: float) -> float:
    """Return 1, 2 or 5 times a power of ten, about a fifth of ``top``."""
    wanted = top / _TICKS
    power = float(10 ** math.floor(math.log10(wanted)))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= wanted - 1e-12)


def _column(history: Sequence[HistoryEpoch], name: str) -> NDArray[np.float64]:
    """Return one number of each epoch; what is not known is not a number."""
    return np.array([getattr(each, name) for each in history], np.float64)


def _scale(low: float, high: float, start: float, end: float) -> Scale:
    def place(value: float) -> float:
        return round(start + (end - start) * (value - low) / (high - low), 1)

    return place


def _points(x: Iterable[float], y: Iterable[float]) -> str:
    # a loss that overflowed in training has no place on the axis
    pairs = ((a, b) for a, b in zip(x, y, strict=True) if math.isfinite(b))
    return " ".join(f"{a:g},{b:g}" for a, b in pairs)
