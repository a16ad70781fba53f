"""The table holds every number with its interval, for a program to read."""

import csv
from pathlib import Path

import numpy as np
import pytest

from core.evaluation.leakage import measure_baseline, with_baselines
from core.evaluation.metrics import evaluate
from core.evaluation.metrics_csv import COLUMNS, write_metrics_csv
from core.evaluation.predictions import Predictions
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions


def test_one_row_for_each_number(tmp_path: Path) -> None:
    answers = drawn_predictions(stills=120, per_group=2)
    labels = np.where(answers.labels == 2, 1, answers.labels)
    answers = Predictions(
        CLASSES, labels, answers.probabilities, answers.groups, ["accept"] * 120
    )
    record = evaluate(
        answers, model="m", subset="test part, “ä”", grouping="patient", resamples=100
    )
    baseline = measure_baseline(
        "file_properties",
        labels,
        classes=CLASSES,
        labels=labels,
        groups=answers.groups,
        resamples=100,
    )
    record = with_baselines(record, [baseline])
    path = tmp_path / "metrics.csv"
    write_metrics_csv(path, record)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 7 + 2 + 3 * 5 + 1
    assert {row["subset"] for row in rows} == {"test part, “ä”"}
    found = {(row["class"], row["metric"]): row for row in rows}
    accuracy = found["(all)", "accuracy"]
    assert float(accuracy["value"]) == pytest.approx(
        record.overall.accuracy.value, abs=1e-6
    )
    assert float(accuracy["low"]) <= float(accuracy["value"]) <= float(accuracy["high"])
    assert accuracy["n"] == "120"
    undefined = found[CLASSES[2], "recall"]
    assert (undefined["value"], undefined["low"], undefined["n"]) == ("", "", "0")
    assert ("(all)", "baseline_file_properties_balanced_accuracy") in found
