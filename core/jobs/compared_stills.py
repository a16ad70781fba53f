"""Which stills two models were compared on, and what each said of them.

Kept in the folder of the run only, as an evaluation's are: they are named there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from core.evaluation.predictions import Predictions
from core.jobs.curation import ReadableFolder
from core.jobs.tested_stills import (
    TestedHeader,
    TestedStill,
    TestedUnusable,
    read_tested,
    write_tested,
)
from core.library.comparison_record import ComparisonRecord
from core.library.evaluation_record import EvaluationRecord

COMPARED_FILES: Final = ("first_stills.jsonl", "second_stills.jsonl")
"""Of the first model and of the second, in the form of ``tested_stills.jsonl``."""


class ComparedStills(NamedTuple):
    """What one of two compared models said of each still."""

    header: TestedHeader
    stills: tuple[TestedStill, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredStills:
    """The stills that both models answered; all sequences are in one order."""

    stills: ReadableFolder
    predictions: tuple[Predictions, Predictions]
    """Of the first model and of the second, each with its record's classes."""


def keep_compared(
    run: Path, answered: AnsweredStills, record: ComparisonRecord, *, seed: int
) -> None:
    """Write the stills with both models' answers into the folder of the run.

    Raises
    ------
    core.files.WriteFailed
        If the folder cannot be written.
    """
    of_models = zip(
        COMPARED_FILES,
        (record.first, record.second),
        (record.first_key, record.second_key),
        answered.predictions,
        strict=True,
    )
    for name, of_model, key, predictions in of_models:
        header = _header(answered.stills, of_model, record, key=key, seed=seed)
        write_tested(run, header, _lines(answered.stills, predictions), name=name)


def read_compared(
    run: Path, record: ComparisonRecord
) -> tuple[ComparedStills, ComparedStills]:
    """Return what the first and the second model said of the stills of a comparison.

    Raises
    ------
    core.jobs.tested_stills.TestedUnusable
        If they are missing or damaged, or belong to another comparison.
    """
    first, second = (
        ComparedStills(*read_tested(run / name)) for name in COMPARED_FILES
    )
    if {first.header.created, second.header.created} != {record.created}:
        raise TestedUnusable(
            f"The stills in “{run}” do not belong to this comparison.",
            hint="Nothing was changed. Compare the models again.",
        )
    return first, second


def _header(
    stills: ReadableFolder,
    of_model: EvaluationRecord,
    record: ComparisonRecord,
    *,
    key: str,
    seed: int,
) -> TestedHeader:
    return TestedHeader(
        folder=stills.folder.root,
        model=of_model.model,
        model_key=key,
        classes=of_model.classes,
        subset=of_model.subset,
        method=of_model.method,
        folds=of_model.folds,
        seed=seed,
        grouping=of_model.grouping,
        created=record.created,
    )


def _lines(stills: ReadableFolder, predictions: Predictions) -> Sequence[TestedStill]:
    called, decisions = predictions.probabilities.argmax(axis=1), predictions.decisions
    assert decisions is not None, "each answer of a model is decided on"
    return [
        TestedStill(
            file=still.name,
            digest=stills.digests[i],
            true_class=still.label,
            predicted_class=predictions.classes[called[i]],
            probabilities=tuple(predictions.probabilities[i].tolist()),
            decision=decisions[i],
            group=int(predictions.groups[i]),
        )
        for i, still in enumerate(stills.stills)
    ]
