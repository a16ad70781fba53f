"""Measure an evaluation's stills again, with labels that were questioned since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core import __version__
from core.errors import LumenaryError
from core.evaluation.leakage import BaselineKind, measure_baseline, with_baselines
from core.evaluation.metrics import cautions, evaluate
from core.evaluation.predictions import Predictions
from core.evaluation.report import write_report
from core.evaluation.wording import count_of
from core.files import WriteFailed
from core.jobs.context import JobContext
from core.jobs.report_content import content_of, errors_among
from core.jobs.requests import ReviseLabelsRequest
from core.jobs.results import ReviseLabelsResult
from core.jobs.tested_stills import (
    REVISED_RECORD_FILE,
    TESTED_FILE,
    TestedHeader,
    TestedStill,
    TestedUnusable,
    read_evaluation,
    read_tested,
    write_record,
)
from core.library.card import ModelCard
from core.library.evaluation_record import Baseline, EvaluationRecord, RevisedLabels
from core.review.label_questions import LabelQuestion, recorded_questions

REVISED_REPORT_FILE: Final = "report-revised.html"

REVISED_NOTICE: Final = "Labels revised after errors were seen"
"""Marks the numbers wherever they are shown."""

_KINDS: Final[tuple[BaselineKind, ...]] = ("file_properties", "frozen_features")


def run(request: ReviseLabelsRequest, context: JobContext) -> ReviseLabelsResult:
    """Measure with the labels that were proposed; see :class:`ReviseLabelsRequest`.

    The numbers with the labels as they were are never touched; the new ones stand
    beside them. Where every question was withdrawn the new ones are removed.

    Raises
    ------
    core.errors.LumenaryError
        If the run keeps no tested stills, they do not belong to its numbers, the
        questions cannot be read, no still is left, or nothing can be written.
    """
    old = read_evaluation(request.run)
    header, stills = read_tested(request.run / TESTED_FILE)
    if header.created != old.created:
        raise _not_its_own(request.run)
    questions = recorded_questions(context.folders.review_log)
    revision = revise_labels(stills, questions, header)
    for sentence in revision.sentences:
        context.report.warn(sentence)
    if not revision.changed:
        _remove(request.run)
        return ReviseLabelsResult(
            folder=request.run, record_old=old, record_new=None, report=None
        )
    of_data = _lasting_notices(header, stills, old)
    new = _measured(header, old, revision, of_data)
    report = _write(request, header, new, revision, context)
    return ReviseLabelsResult(
        folder=request.run, record_old=old, record_new=new, report=report
    )


@dataclass(frozen=True, slots=True)
class Revision:
    """The tested stills with their labels revised."""

    stills: tuple[TestedStill, ...]
    """Those that show one of the model's classes."""
    relabelled: int
    left_out: int
    sentences: tuple[str, ...]
    """On questions that no longer fit."""

    @property
    def changed(self) -> bool:
        """Whether there is anything to measure again."""
        return bool(self.relabelled or self.left_out)


def revise_labels(
    stills: Sequence[TestedStill],
    questions: Mapping[str, LabelQuestion],
    header: TestedHeader,
) -> Revision:
    """Return the tested stills with the labels that are proposed for them."""
    kept, relabelled, left_out, outdated = [], 0, 0, 0
    for still in stills:
        question = questions.get(still.digest)
        if question is None or question.stated != still.true_class:
            outdated += question is not None
            kept.append(still)
        elif question.proposed in header.classes:
            relabelled += 1
            kept.append(still.model_copy(update={"true_class": question.proposed}))
        else:
            left_out += 1
    return Revision(tuple(kept), relabelled, left_out, tuple(_outdated(outdated)))


def _outdated(count: int) -> Iterable[str]:
    if count:
        yield (
            f"{count_of(count, 'questioned still')} had another label in this "
            "evaluation than the one that was questioned; these labels were kept."
        )


def _measured(
    header: TestedHeader,
    old: EvaluationRecord,
    revision: Revision,
    of_data: Sequence[str],
) -> EvaluationRecord:
    """Return the numbers with the same groups, resamples and seed as the old ones."""
    if not revision.stills:
        raise LumenaryError(
            "No still is left: all that were tested are said to show none of the "
            "model's classes.",
            hint="The numbers with the labels as they were are kept. Withdraw a "
            "question, or evaluate the model on other stills.",
        )
    predictions = _predictions(header, revision.stills)
    record = evaluate(
        predictions,
        model=header.model,
        subset=header.subset,
        grouping=header.grouping,
        seed=header.seed,
        method=header.method,
        folds=header.folds,
    )
    complete = record.model_copy(
        update={
            "notices": _notices(revision, record, of_data),
            "title": old.title,
            "created": datetime.now(UTC),
            "program_version": __version__,
            "drawn": old.drawn,
            "history": old.history,
            "revised": RevisedLabels(
                relabelled=revision.relabelled,
                left_out=revision.left_out,
                stills_before=old.stills,
                before=old.overall,
            ),
        }
    )
    return with_baselines(complete, _baselines(header, revision.stills, predictions))


def _lasting_notices(
    header: TestedHeader, stills: Sequence[TestedStill], old: EvaluationRecord
) -> tuple[str, ...]:
    """Return what was said of data and training: no label changes that."""
    of_labels = cautions(_predictions(header, stills))
    return tuple(notice for notice in old.notices if notice not in of_labels)


def _notices(
    revision: Revision, record: EvaluationRecord, of_data: Sequence[str]
) -> tuple[str, ...]:
    relabelled = count_of(revision.relabelled, "still")
    left_out = count_of(revision.left_out, "still")
    return (
        f"{REVISED_NOTICE}: {relabelled} measured with another label than "
        f"their folder's, {left_out} left out as showing none of the model's classes. "
        "The model's own errors chose which labels were looked at again, so that these "
        "numbers are too good; the ones measured first stand beside them.",
        *revision.sentences,
        *of_data,
        *record.notices,
    )


def _predictions(header: TestedHeader, stills: Sequence[TestedStill]) -> Predictions:
    return Predictions(
        header.classes,
        _indices(header, (still.true_class for still in stills)),
        np.array([still.probabilities for still in stills]),
        np.array([still.group for still in stills]),
        tuple(still.decision for still in stills),
    )


def _baselines(
    header: TestedHeader, stills: Sequence[TestedStill], predictions: Predictions
) -> list[Baseline]:
    return [
        measure_baseline(
            kind,
            _indices(header, (still.baselines[kind] for still in stills)),
            classes=header.classes,
            labels=predictions.labels,
            groups=predictions.groups,
            seed=header.seed,
        )
        for kind in _KINDS
        if all(kind in still.baselines for still in stills)
    ]


def _indices(header: TestedHeader, names: Iterable[str]) -> NDArray[np.int64]:
    return np.array([header.classes.index(name) for name in names], np.int64)


def _write(
    request: ReviseLabelsRequest,
    header: TestedHeader,
    record: EvaluationRecord,
    revision: Revision,
    context: JobContext,
) -> Path:
    errors = errors_among(
        header.folder, revision.stills, with_images=request.with_images
    )
    content = content_of(record, card=_card(header, context), errors=errors)
    report = request.run / REVISED_REPORT_FILE
    write_record(request.run / REVISED_RECORD_FILE, record)
    write_report(report, content, with_images=request.with_images)
    return report


def _card(header: TestedHeader, context: JobContext) -> ModelCard | None:
    """Return the model's card, if the library still has that very model."""
    try:
        card = context.library.open(header.model).card
    except LumenaryError:
        return None
    return card if card.key == header.model_key else None


def _remove(run: Path) -> None:
    """Take away revised numbers that no question stands for any more."""
    for name in (REVISED_RECORD_FILE, REVISED_REPORT_FILE):
        try:
            (run / name).unlink(missing_ok=True)
        except OSError as error:
            raise WriteFailed(
                f"Couldn't remove “{run / name}”: {error.strerror or error}.",
                hint="No label is questioned any more: its numbers mean nothing. "
                "Check your permissions for the folder, then try again.",
                details=repr(error),
            ) from error


def _not_its_own(run: Path) -> TestedUnusable:
    return TestedUnusable(
        f"The stills kept in “{run}” do not belong to the numbers beside them.",
        hint="Nothing was changed. Evaluate the model again.",
    )
