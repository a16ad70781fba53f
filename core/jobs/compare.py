"""Measure two models on the very same stills, which neither was made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core import __version__
from core.dataset.scanning import DatasetError
from core.errors import BadRequest
from core.evaluation.comparison import (
    PairedPredictions,
    agreement,
    comparison_method,
    differences,
)
from core.evaluation.comparison_report import write_comparison_report
from core.evaluation.metrics import RESAMPLES, evaluate
from core.evaluation.predictions import Predictions
from core.files import write_text
from core.images.sample_sets import is_drawn
from core.inference.refusal import RefusalModel
from core.jobs.answers import Answers, NetworkAnswers, decided
from core.jobs.compared_stills import AnsweredStills, keep_compared
from core.jobs.context import JobContext
from core.jobs.curation import ReadableFolder, group, read_stills, scan
from core.jobs.report_content import RESEARCH_USE
from core.jobs.requests import CompareRequest
from core.jobs.results import CompareResult
from core.jobs.run_record import write_unreadable
from core.jobs.training_stills import digests_learnt_from
from core.jobs.unseen_stills import (
    answered,
    learnt_with_their_groups,
    of_known_classes,
)
from core.library.comparison_record import ComparisonRecord, LeftOut
from core.library.evaluation_record import EvaluationRecord
from core.library.model_folder import OpenedModel

COMPARISON_FILE: Final = "comparison.json"
COMPARISON_REPORT_FILE: Final = "comparison.html"

LEAST_STILLS: Final = 10
"""Fewer are no comparison: one still more or less right is then a tenth of all."""


def run(request: CompareRequest, context: JobContext) -> CompareResult:
    """Compare two models on a labelled folder; see :class:`CompareRequest`.

    Raises
    ------
    core.errors.LumenaryError
        If a model is unknown or damaged, both are the same, they share no two classes
        of the folder, or too few stills are left that neither was made from.
    """
    models = _opened(request, context)
    stills = _stills(request, models, context)
    predictions = _predictions(models, stills)
    record = _compared(request, models, predictions, stills)
    answered = AnsweredStills(stills.measured, predictions)
    keep_compared(context.run_folder, answered, record, seed=request.seed)
    folder = request.out or context.run_folder
    text = record.model_dump_json(indent=2) + "\n"
    write_text(folder / COMPARISON_FILE, text)
    report = folder / COMPARISON_REPORT_FILE
    write_comparison_report(report, record, research_use=RESEARCH_USE)
    write_unreadable(context.run_folder, stills.whole)
    return CompareResult(
        run=context.run_folder,
        folder=folder,
        report=report,
        comparison=record,
        unreadable=len(stills.whole.unreadable),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Stills:
    """The stills that both models are measured on; sequences are in one order."""

    whole: ReadableFolder
    measured: ReadableFolder
    classes: tuple[str, ...]
    groups: NDArray[np.int64]
    grouping: str
    answers: tuple[Answers, Answers]
    left_out: LeftOut
    notices: tuple[str, ...]


def _opened(
    request: CompareRequest, context: JobContext
) -> tuple[OpenedModel, OpenedModel]:
    first, second = map(context.library.open, request.models)
    if first.card.key == second.card.key:
        raise BadRequest(
            f"“{first.card.name}” and “{second.card.name}” are the same network.",
            hint="Nothing was compared. Choose two different models.",
        )
    return first, second


def _stills(
    request: CompareRequest,
    models: tuple[OpenedModel, OpenedModel],
    context: JobContext,
) -> _Stills:
    # the same fingerprints whichever model is named first, so that the groups are, too
    settings = min(models, key=lambda model: model.card.key).card.recipe.preprocessing
    scanned = scan(request.folder, request.grouping, context, least_classes=1)
    whole = read_stills(scanned, settings, context)
    shared = _shared_classes(models, whole)
    known, unknown = of_known_classes(
        whole, shared, who="one of the models, or both, do"
    )
    raw = [answered(known, model, context)[1] for model in models]
    grouping = group(known, request.grouping, _both_embeddings(raw), context)
    learnt = [
        learnt_with_their_groups(
            known.digests, grouping.ids, digests_learnt_from(model.folder)
        )
        for model in models
    ]
    left = np.flatnonzero(~(learnt[0] | learnt[1]))
    left_out = LeftOut(
        unreadable=len(whole.unreadable),
        unknown_class=len(whole.stills) - len(known.stills),
        learnt_by_first=int(learnt[0].sum()),
        learnt_by_second=int(learnt[1].sum()),
        learnt=len(known.stills) - len(left),
    )
    measured = known.only(left)
    _refuse_too_little(measured.labels, shared, left_out)
    notices = (*unknown, *_sentences(models, shared, left_out), *whole.notices)
    context.report.warn_all((*unknown, *_sentences(models, shared, left_out)))
    return _Stills(
        whole=whole,
        measured=measured,
        classes=shared,
        groups=np.array(grouping.ids, np.int64)[left],
        grouping=grouping.description,
        answers=(_decided(models[0], raw[0], left), _decided(models[1], raw[1], left)),
        left_out=left_out,
        notices=(*notices, *grouping.notices),
    )


def _shared_classes(
    models: tuple[OpenedModel, OpenedModel], whole: ReadableFolder
) -> tuple[str, ...]:
    first, second = (model.card.classes for model in models)
    shared = tuple(c for c in first if c in second and c in set(whole.labels))
    if len(shared) >= 2:
        return shared
    raise DatasetError(
        f"“{models[0].card.name}” and “{models[1].card.name}” share "
        f"{'one class' if shared else 'no class'} of this folder; two are needed.",
        hint=f"One knows {', '.join(first)}; the other {', '.join(second)}. Choose "
        "other models, or a folder with stills of classes that both know.",
    )


def _both_embeddings(raw: Sequence[NetworkAnswers]) -> NDArray[np.float32]:
    """Return both models' embeddings side by side, each of length 1.

    Their cosine is then the mean of the models' own, whichever is named first.
    """
    parts = []
    for answers in raw:
        length = np.linalg.norm(answers.embedding, axis=1, keepdims=True)
        parts.append(answers.embedding / np.maximum(length, np.finfo(np.float32).tiny))
    return np.concatenate(parts, axis=1)


def _decided(
    model: OpenedModel, raw: NetworkAnswers, left: NDArray[np.int64]
) -> Answers:
    refusal = RefusalModel.load(model.refusal_path)
    return decided(raw.at(left), refusal, model.card.decisions)


def _refuse_too_little(
    labels: Sequence[str], shared: Sequence[str], left_out: LeftOut
) -> None:
    lost = [f"“{name}”" for name in shared if name not in labels]
    if not lost and len(labels) >= LEAST_STILLS:
        return
    what = f"No still of {' and '.join(lost)}" if lost else f"Only {len(labels)} stills"
    raise DatasetError(
        f"{what} can be compared on: {left_out.learnt} were used to train one of the "
        "models, or belong to such stills.",
        hint=f"At least {LEAST_STILLS} stills, and some of each class, must be new to "
        "both models. Choose a folder that neither was trained on.",
    )


def _sentences(
    models: tuple[OpenedModel, OpenedModel], shared: Sequence[str], left_out: LeftOut
) -> tuple[str, ...]:
    sentences = []
    for model, other in (models, models[::-1]):
        name, alone = model.card.name, set(model.card.classes) - set(other.card.classes)
        if alone:
            sentences.append(
                f"Only “{name}” knows {', '.join(sorted(alone))}: left out of the "
                "comparison. Where it calls a still so, it is wrong here."
            )
        if not digests_learnt_from(model.folder):
            sentences.append(
                f"“{name}” does not say which stills it was made from: some of these "
                "may be among them, and its numbers too good."
            )
    if left_out.learnt:
        sentences.append(
            f"{left_out.learnt} stills were used to train one of the models, or belong "
            f"to such stills, and are left out: {left_out.learnt_by_first} by "
            f"“{models[0].card.name}”, {left_out.learnt_by_second} by "
            f"“{models[1].card.name}”."
        )
    return tuple(sentences)


def _compared(
    request: CompareRequest,
    models: tuple[OpenedModel, OpenedModel],
    predictions: tuple[Predictions, Predictions],
    stills: _Stills,
) -> ComparisonRecord:
    pair = PairedPredictions(stills.classes, *predictions)
    records = [
        _measured(request, model, of_model, stills)
        for model, of_model in zip(models, predictions, strict=True)
    ]
    return ComparisonRecord(
        folder=request.folder.name,
        classes=stills.classes,
        first=records[0],
        second=records[1],
        first_key=models[0].card.key,
        second_key=models[1].card.key,
        differences=differences(pair, seed=request.seed),
        agreement=agreement(pair),
        left_out=stills.left_out,
        interval_method=comparison_method(records[0].groups, RESAMPLES, request.seed),
        notices=stills.notices,
        created=records[0].created or datetime.now(UTC),
        program_version=__version__,
    )


def _predictions(
    models: tuple[OpenedModel, OpenedModel], stills: _Stills
) -> tuple[Predictions, Predictions]:
    (first, second), (one, other) = models, stills.answers
    return _predicted(first, one, stills), _predicted(second, other, stills)


def _predicted(model: OpenedModel, answers: Answers, stills: _Stills) -> Predictions:
    """Return a model's answers with the shared classes before its other ones."""
    own = model.card.classes
    classes = (*stills.classes, *(name for name in own if name not in stills.classes))
    index = {name: i for i, name in enumerate(classes)}
    return Predictions(
        classes,
        np.array([index[label] for label in stills.measured.labels], np.int64),
        answers.probabilities[:, [own.index(name) for name in classes]],
        stills.groups,
        tuple(decision.value for decision in answers.decisions),
    )


def _measured(
    request: CompareRequest,
    model: OpenedModel,
    predictions: Predictions,
    stills: _Stills,
) -> EvaluationRecord:
    record = evaluate(
        predictions,
        model=model.card.name,
        subset=f"stills of {request.folder.name} that neither model was trained on",
        grouping=stills.grouping,
        seed=request.seed,
    )
    return record.model_copy(
        update={
            "title": model.card.title,
            "created": datetime.now(UTC),
            "program_version": __version__,
            "drawn": is_drawn(request.folder),
        }
    )
