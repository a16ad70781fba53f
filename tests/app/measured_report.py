"""A record with everything a report can say, measured on drawn answers."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from core.evaluation.metrics import evaluate
from core.evaluation.predictions import Predictions
from core.evaluation.report import ErrorStill
from core.library.evaluation_record import (
    EvaluationRecord,
    HistoryEpoch,
    RevisedLabels,
)

THREE = ("esophagitis", "polyps", "ulcerative-colitis")
TWELVE = (
    "воспаление слизистой оболочки желудка",
    "normal",
    "barrett's oesophagus, short segment, with dysplasia",
    "πολύποδας",
    "ulcerative-colitis-grade-2-3-of-the-left-colon",
    *(f"finding of kind {letter}" for letter in "abcdefg"),
)


def answers(classes: Sequence[str], *, stills: int = 360) -> Predictions:
    """Return answers that are right more often than not, in groups of two."""
    rng = np.random.default_rng(7)
    labels = np.arange(stills) % len(classes)
    logits = rng.normal(size=(stills, len(classes)))
    logits[np.arange(stills), labels] += 2
    raised = np.exp(logits)
    decisions = ["accept", "accept", "review", "accept", "refuse"]
    return Predictions(
        tuple(classes),
        labels,
        raised / raised.sum(axis=1, keepdims=True),
        np.arange(stills) // (2 * len(classes)) * len(classes) + labels,
        tuple(decisions[i % 5] for i in range(stills)),
    )


def measured(
    classes: Sequence[str] = THREE, *, revised: bool = False, stills: int = 360
) -> EvaluationRecord:
    """Return what is measured on :func:`answers`, as a training would record it."""
    record = evaluate(
        answers(classes, stills=stills),
        model="own-model",
        subset="stills of Больница №5 that the model was not trained on",
        grouping="by examination, from groups.csv",
        resamples=100,
    )
    before = RevisedLabels(
        relabelled=3, left_out=1, stills_before=stills + 1, before=record.overall
    )
    return record.model_copy(
        update={
            "created": datetime(2026, 3, 4, 14, 5, tzinfo=UTC),
            "program_version": "0.1.0",
            "notices": (*record.notices, "“Jane Doe 3.jpg” stands in two classes."),
            "history": tuple(map(_epoch, range(1, 13))),
            "revised": before if revised else None,
        }
    )


def errors(record: EvaluationRecord, *, many: int = 9) -> list[ErrorStill]:
    """Return errors with pictures, one of them without."""
    rng = np.random.default_rng(1)
    return [
        ErrorStill(
            file=f"polyps/Jane Doe {i}.jpg",
            true=record.classes[0],
            predicted=record.classes[1],
            confidence=0.9 - i / 100,
            decision="accept",
            image=rng.integers(0, 255, (60, 80, 3), np.uint8) if i else None,
        )
        for i in range(many)
    ]


def _epoch(number: int) -> HistoryEpoch:
    return HistoryEpoch(
        phase=1 if number < 5 else 2,
        loss=1.4 / number,
        accuracy=1 - 0.6 / number,
        val_loss=1.5 / number + 0.02 * number,
        val_accuracy=1 - 0.7 / number,
    )
