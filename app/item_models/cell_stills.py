"""The stills behind one cell of a confusion matrix, as rows of findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.jobs.events import ClassifiedStill
from core.jobs.tested_stills import TestedHeader, TestedStill
from core.library.evaluation_record import EvaluationRecord
from core.review.corrections import Review, Verdict
from core.review.label_questions import LabelQuestion

REVISED: Final = "labels revised after errors were seen"
"""Stands wherever numbers with such labels do."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Stills of one class that were called one class."""

    true: str
    called: str


def matrix_cell(record: EvaluationRecord, row: int, column: int) -> MatrixCell:
    """Return which cell stands in a row and column of a record's matrix."""
    return MatrixCell(record.classes[row], record.classes[column])


def stills_of_cell(
    cell: MatrixCell, labelled: Sequence[tuple[TestedStill, str | None]]
) -> list[TestedStill]:
    """Return a cell's stills, the most confident answers first: they teach the most.

    Parameters
    ----------
    cell
        Which stills.
    labelled
        All tested stills with the label that counts; ``None`` for no class.
    """
    found = [
        still
        for still, label in labelled
        if (label, still.predicted_class) == (cell.true, cell.called)
    ]
    return sorted(found, key=lambda still: (-still.confidence, still.file))


def revised_label(
    still: TestedStill,
    question: LabelQuestion | None,
    revised: EvaluationRecord,
) -> str | None:
    """Return the label that revised numbers were measured with; ``None``: left out.

    A question that was asked after they had been measured is not in them.
    """
    if question is None or _is_later(question, revised):
        return still.true_class
    return question.proposed if question.proposed in revised.classes else None


def as_classified(header: TestedHeader, still: TestedStill) -> ClassifiedStill:
    """Return a tested still as a row of findings; a refused one is called nothing."""
    refused = still.decision == "refuse"
    return ClassifiedStill(
        file=still.file,
        predicted_class=None if refused else still.predicted_class,
        confidence=None if refused else still.confidence,
        decision=still.decision,
        probabilities=dict(zip(header.classes, still.probabilities, strict=True)),
        true_class=still.true_class,
        digest=still.digest,
    )


def as_review(question: LabelQuestion, classes: Sequence[str]) -> Review:
    """Return a doubt as what the reader sees in the still."""
    if question.proposed is not None and question.proposed in classes:
        findings = (question.proposed,)
        return Review(Verdict.CORRECT, findings, question.reader, question.time)
    return Review(Verdict.NONE_OF_THESE, (), question.reader, question.time)


def is_pending(
    questions: Sequence[LabelQuestion], revised: EvaluationRecord | None
) -> bool:
    """Return whether measuring again would give other numbers than there are.

    Parameters
    ----------
    questions
        The doubts in the labels of the tested stills.
    revised
        The numbers with revised labels, if there are any.
    """
    if revised is None or revised.revised is None:
        return bool(questions)
    relabelled = sum(question.proposed in revised.classes for question in questions)
    known = revised.revised.relabelled, revised.revised.left_out
    if known != (relabelled, len(questions) - relabelled):
        return True
    return any(_is_later(question, revised) for question in questions)


def _is_later(question: LabelQuestion, revised: EvaluationRecord) -> bool:
    return revised.created is not None and question.time > revised.created
