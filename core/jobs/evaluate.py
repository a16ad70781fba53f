"""Measure a model on stills it never saw, or a recipe by cross-validation."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from core.control import Cancelled
from core.dataset.scanning import Part
from core.dataset.splits import folds_by_groups
from core.evaluation.report import ReportContent
from core.images.sample_sets import is_drawn
from core.inference.refusal import RefusalModel
from core.jobs.answers import NetworkAnswers, decided
from core.jobs.context import JobContext
from core.jobs.cross_validation import cross_validate
from core.jobs.curation import ReadableFolder, group, read_stills, scan
from core.jobs.material import Material, gather_material, with_choices
from core.jobs.measuring import TestedStills, measure, with_baseline_answers
from core.jobs.report_content import content_of, errors_among
from core.jobs.reporting import REPORT_FILE, keep_tested, write_evaluation
from core.jobs.requests import DEFAULT_RECIPE, EvaluateRequest
from core.jobs.results import EvaluateResult
from core.jobs.run_record import (
    data_fingerprint,
    write_environment,
    write_unreadable,
)
from core.jobs.starting_weights import starting_weights
from core.jobs.tested_stills import RECORD_FILE, write_record
from core.jobs.tracking import say_what_is_tracked
from core.jobs.training_stills import digests_learnt_from
from core.jobs.unseen_stills import (
    answered,
    learnt_with_their_groups,
    nothing_left,
    of_known_classes,
)
from core.library.store import OpenedModel

_BASELINE_FOLDS = 5
_BY_DIGEST = (
    "Stills that the model was trained on were recognised by their content, and left "
    "out with all of their group. Other stills of the same patients count as unseen "
    "unless a table or pattern of groups tells."
)
_NOT_KNOWN = (
    "The model does not say which stills it was made from: some of these may be among "
    "them, and the numbers too good."
)


def run(request: EvaluateRequest, context: JobContext) -> EvaluateResult:
    """Measure a model, or a way of training; see :class:`EvaluateRequest`.

    The run folder keeps the numbers and the stills they rest on, also where the report
    goes elsewhere.

    Raises
    ------
    core.errors.LumenaryError
        If the folder is no labelled folder, the model is unknown or damaged, or no
        still is left that the model was not trained on.
    """
    if request.model is not None:
        content, readable = _model_measured(request, request.model, context)
    else:
        content, readable = _recipe_measured(request, context)
    write_unreadable(context.run_folder, readable)
    folder = request.out or context.run_folder
    write_evaluation(folder, content, with_images=request.with_images)
    write_record(context.run_folder / RECORD_FILE, content.record)
    return EvaluateResult(
        folder=folder,
        report=folder / REPORT_FILE,
        record=content.record,
        unreadable=len(readable.unreadable),
        run=context.run_folder,
    )


def _recipe_measured(
    request: EvaluateRequest, context: JobContext
) -> tuple[ReportContent, ReadableFolder]:
    recipe = with_choices(
        context.recipes.get(request.recipe or DEFAULT_RECIPE), request.choices
    )
    say_what_is_tracked(recipe, context)
    scanned = scan(request.folder, request.grouping, context)
    weights = starting_weights(recipe, request.weights, context)
    material = gather_material(scanned, request, recipe, weights, context)
    _keep_environment(material, request, context)
    found = cross_validate(
        material,
        recipe,
        weights=weights,
        choices=request.choices,
        folds=request.folds or _BASELINE_FOLDS,
        context=context,
    )
    if found is None:  # folds that were cut short measure nothing
        raise Cancelled
    record, tested = found
    stills = keep_tested(
        context.run_folder, material, tested, record, seed=request.choices.seed
    )
    errors = errors_among(request.folder, stills, with_images=request.with_images)
    return content_of(record, errors=errors), material.readable


def _model_measured(
    request: EvaluateRequest, name: str, context: JobContext
) -> tuple[ReportContent, ReadableFolder]:
    model = context.library.open(name)
    whole = read_stills(
        scan(request.folder, request.grouping, context, least_classes=1),
        model.card.recipe.preprocessing,
        context,
    )
    known, unknown = of_known_classes(whole, model.card.classes)
    material, raw = _answered(request, known, model, context)
    left, learnt = _never_seen(material, model)
    context.report.warn_all((*unknown, *learnt))
    refusal = RefusalModel.load(model.refusal_path)
    answers = decided(raw.at(left), refusal, model.card.decisions)
    tested = _beside_file_properties(
        material, TestedStills(left, answers), request.choices.seed
    )
    record = measure(
        material,
        tested,
        model=model.card.name,
        subset=f"stills of {request.folder.name} that the model was not trained on",
        seed=request.choices.seed,
        title=model.card.title,
        drawn=is_drawn(request.folder),
        notices=(
            _BY_DIGEST if digests_learnt_from(model.folder) else _NOT_KNOWN,
            *unknown,
            *learnt,
        ),
        remarks=material.notices,
    )
    stills = keep_tested(
        context.run_folder,
        material,
        tested,
        record,
        seed=request.choices.seed,
        model_key=model.card.key,
    )
    errors = errors_among(request.folder, stills, with_images=request.with_images)
    return content_of(record, card=model.card, errors=errors), whole


def _answered(
    request: EvaluateRequest,
    readable: ReadableFolder,
    model: OpenedModel,
    context: JobContext,
) -> tuple[Material, NetworkAnswers]:
    stills, raw = answered(readable, model, context)
    grouping = group(readable, request.grouping, raw.embedding, context)
    return Material(readable, stills, grouping, readable.file_properties, None), raw


def _never_seen(
    material: Material, model: OpenedModel
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the stills whose group holds none that the model learnt from."""
    seen = learnt_with_their_groups(
        material.readable.digests,
        material.grouping.ids,
        digests_learnt_from(model.folder),
    )
    if seen.all():
        raise nothing_left(model.card.classes)
    if not seen.any():
        return np.flatnonzero(~seen), ()
    sentence = (
        f"{seen.sum()} of {len(seen)} stills were used to train this model, or "
        "belong to such stills, and are left out: it would only remember them."
    )
    return np.flatnonzero(~seen), (sentence,)


def _beside_file_properties(
    material: Material, tested: TestedStills, seed: int
) -> TestedStills:
    """Return the answers beside those of a tree fitted by groups in this folder.

    Frozen features are no baseline here: the only ones at hand are the model's own.
    """
    if len(np.unique(material.stills.labels[tested.indices])) < 2:
        return tested  # whatever is guessed of one class is right
    fold_of = _folds(material, tested.indices, seed)
    if len(np.unique(fold_of)) < 2:
        return tested
    parts = [
        with_baseline_answers(
            material,
            fitted_on=tested.indices[fold_of != fold],
            tested=tested.indices[fold_of == fold],
            answers=tested.answers.at(np.flatnonzero(fold_of == fold)),
            seed=seed,
        )
        for fold in np.unique(fold_of)
    ]
    return reduce(TestedStills.joined, parts)


def _folds(
    material: Material, indices: NDArray[np.int64], seed: int
) -> NDArray[np.int64]:
    """Return a fold for each still; all in one where there is but one group."""
    groups = [material.grouping.ids[i] for i in indices]
    folds = min(_BASELINE_FOLDS, len(set(groups)))
    if folds < 2:
        return np.zeros(len(indices), np.int64)
    assigned = folds_by_groups(
        [material.readable.labels[i] for i in indices],
        groups,
        [material.readable.keys[i] for i in indices],
        folds=folds,
        seed=seed,
    )
    return np.array(assigned.fold)


def _keep_environment(
    material: Material, request: EvaluateRequest, context: JobContext
) -> None:
    everything = [Part.TEST] * len(material.readable.stills)
    write_environment(
        context.run_folder,
        seed=request.choices.seed,
        fingerprint=data_fingerprint(material, everything),
    )
