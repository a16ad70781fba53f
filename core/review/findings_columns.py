"""The columns of an exported table: their keys, what they mean, and their cells.

The keys are for programs and never change; the meanings are for people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeAlias

from core.review.corrections import Review
from core.review.reviewed_still import ReviewedStill

Cell: TypeAlias = str | float | None

PROBABILITY: Final = "p:"
"""Begins the key of each column of probabilities."""

PATHS: Final = frozenset({"file", "examination"})

MEANINGS: Final = {
    "file": "Path of the still, relative to the classified folder.",
    "examination": "Folder part of the path; empty for stills right in the folder.",
    "digest": "SHA-256 of the file's bytes: the same still, whatever its name.",
    "predicted_class": "The program's finding; empty where it refused.",
    "confidence": "Calibrated confidence of the finding, 0 to 1; empty where refused.",
    "decision": "accept; review: a person should look; refuse: unlike the stills that "
    "the model was trained on; empty where the still could not be read.",
    f"{PROBABILITY}…": "Probability of each class, 0 to 1. Where the program refused, "
    "only what the network would have said.",
    "error": "Why the still could not be read.",
    "true_class": "Class that the still's folder names, where folders do.",
    "reader_verdict": "agree, correct, none_of_these (no class of the model is in the "
    "still) or cannot_judge; empty where nobody reviewed it.",
    "reader_findings": "What the reader sees, joined by semicolons.",
    "reader": "Who reviewed the still.",
    "reviewed_at": "When, in ISO 8601 with the time zone.",
    "model": "The model whose answers these are, by its name in the library then.",
    "classified_at": "When the classification began, in ISO 8601 with the time zone.",
}
"""What each column means, in their order; one entry for all probabilities."""

_KEYS: Final = tuple(MEANINGS)
_BEFORE, _AFTER = _KEYS[:6], _KEYS[7:]


def keys(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of all columns for a model with these classes."""
    return (*_BEFORE, *(PROBABILITY + name for name in classes), *_AFTER)


def cells(still: ReviewedStill, classes: Sequence[str]) -> tuple[Cell, ...]:
    """Return a still's cells in the order of :func:`keys`; ``None`` is an empty one."""
    return (
        still.file,
        still.examination or None,
        still.digest or None,
        still.predicted_class,
        still.confidence,
        still.decision,
        *(still.probabilities.get(name) for name in classes),
        still.error or None,
        still.true_class,
        *_reader_cells(still.review),
        still.model,
        _moment(still.classified_at),
    )


def _reader_cells(review: Review | None) -> tuple[Cell, ...]:
    if review is None:
        return (None,) * 4
    return (
        review.verdict.value,
        ";".join(review.findings) or None,
        review.reader,
        _moment(review.time),
    )


def _moment(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
