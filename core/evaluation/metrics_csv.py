"""An evaluation as a table for a spreadsheet: one row for each number."""

import csv
from collections.abc import Iterator
from pathlib import Path

from core.files import atomic_write
from core.library.evaluation_record import EvaluationRecord, Rate

COLUMNS = ("subset", "class", "metric", "value", "low", "high", "n")

ALL_CLASSES = "(all)"
"""Stands in the column of the class for numbers of all classes together."""

_CLASS_RATES = ("precision", "recall", "specificity", "f1", "auc")

_DECIMALS = 6


def write_metrics_csv(path: Path, record: EvaluationRecord) -> None:
    """Write one row for each number of an evaluation, with interval and n.

    Cells of what is not defined are empty. Baselines follow the model's numbers as
    ``baseline_<kind>_balanced_accuracy``.

    Raises
    ------
    WriteFailed
        If the file cannot be written; an older one is left as it was.
    """
    with atomic_write(path, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for of_class, metric, rate in _rates(record):
            numbers = map(_cell, (rate.value, rate.low, rate.high))
            writer.writerow((record.subset, of_class, metric, *numbers, rate.n))


def _rates(record: EvaluationRecord) -> Iterator[tuple[str, str, Rate]]:
    for metric, rate in record.overall:
        yield ALL_CLASSES, metric, rate
    if record.decisions:
        for metric, rate in record.decisions:
            if isinstance(rate, Rate):
                yield ALL_CLASSES, metric, rate
    for each in record.per_class:
        for metric in _CLASS_RATES:
            yield each.name, metric, getattr(each, metric)
    for baseline in record.baselines:
        metric = f"baseline_{baseline.kind}_balanced_accuracy"
        yield ALL_CLASSES, metric, baseline.balanced_accuracy


def _cell(number: float | None) -> str:
    return "" if number is None else f"{number:.{_DECIMALS}f}"
