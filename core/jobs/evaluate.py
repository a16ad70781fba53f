"""Measure a model on stills it never saw, or a recipe by cross-validation."""

import numpy as np
from numpy.typing import NDArray

from core.dataset.scanning import DatasetError
from core.dataset.splits import folds_by_groups
from core.evaluation.report import ReportContent
from core.inference.network import Network
from core.inference.refusal import RefusalModel
from core.jobs.answers import Answers, decided, run_network
from core.jobs.context import JobContext
from core.jobs.cross_validation import cross_validate
from core.jobs.curation import (
    ReadableFolder,
    group,
    prepare_stills,
    read_stills,
    scan,
)
from core.jobs.learning import LabelledStills
from core.jobs.material import Material, gather_material, with_choices
from core.jobs.measuring import TestedStills, measure, with_baseline_answers
from core.jobs.reporting import (
    REPORT_FILE,
    content_of,
    errors_among,
    write_evaluation,
)
from core.jobs.requests import DEFAULT_RECIPE, EvaluateRequest
from core.jobs.results import EvaluateResult
from core.jobs.run_record import digests_learnt_from
from core.jobs.starting_weights import starting_weights
from core.library.store import OpenedModel

_BASELINE_FOLDS = 5


def run(request: EvaluateRequest, context: JobContext) -> EvaluateResult:
    """Measure a model, or a way of training; see :class:`EvaluateRequest`.

    Raises
    ------
    core.errors.LumenaryError
        If the folder is no labelled folder, the model is unknown or damaged, or no
        still is left that the model was not trained on.
    """
    if request.model is not None:
        content, unreadable = _model_measured(request, request.model, context)
    else:
        content, unreadable = _recipe_measured(request, context)
    folder = request.out or context.run_folder
    write_evaluation(folder, content, with_images=request.with_images)
    return EvaluateResult(
        folder=folder,
        report=folder / REPORT_FILE,
        record=content.record,
        unreadable=unreadable,
    )


def _recipe_measured(
    request: EvaluateRequest, context: JobContext
) -> tuple[ReportContent, int]:
    recipe = with_choices(
        context.recipes.get(request.recipe or DEFAULT_RECIPE), request.choices
    )
    scanned = scan(request.folder, request.grouping, context)
    weights = starting_weights(recipe, request.weights, context)
    material = gather_material(scanned, request, recipe, weights, context)
    record, tested = cross_validate(
        material,
        recipe,
        weights=weights,
        choices=request.choices,
        folds=request.folds or _BASELINE_FOLDS,
        context=context,
    )
    errors = errors_among(material, tested, with_images=request.with_images)
    return content_of(record, errors=errors), len(material.readable.unreadable)


def _model_measured(
    request: EvaluateRequest, name: str, context: JobContext
) -> tuple[ReportContent, int]:
    model = context.library.open(name)
    settings = model.card.recipe.preprocessing
    whole = read_stills(
        scan(request.folder, request.grouping, context), settings, context
    )
    readable = _never_seen(whole, model, context)
    images = prepare_stills(readable, settings, context)
    everything = np.arange(len(readable.stills))
    raw = run_network(
        Network(model.onnx_path), images, everything, "Classifying stills", context
    )
    answers = decided(raw, RefusalModel.load(model.refusal_path), model.card.decisions)
    classes = model.card.classes
    material = Material(
        readable,
        LabelledStills(classes, images, readable.indices_in(classes), readable.digests),
        group(readable, request.grouping, raw.embedding, context),
        readable.file_properties,
        raw.embedding,
    )
    tested = _with_baselines(material, answers, request.choices.seed)
    record = measure(
        material,
        tested,
        model=model.card.name,
        subset=f"stills of {request.folder.name} that the model was not trained on",
        seed=request.choices.seed,
    )
    errors = errors_among(material, tested, with_images=request.with_images)
    return content_of(record, card=model.card, errors=errors), len(whole.unreadable)


def _never_seen(
    whole: ReadableFolder, model: OpenedModel, context: JobContext
) -> ReadableFolder:
    """Return the stills of the model's classes that it did not learn from."""
    learnt = digests_learnt_from(model.folder)
    seen = np.array([digest in learnt for digest in whole.digests])
    known = np.array([label in model.card.classes for label in whole.labels])
    if seen.any():
        context.report.warn(
            f"{seen.sum()} of {len(seen)} stills were used to train this model and "
            "are left out: it would only remember them."
        )
    if not known.all():
        names = sorted(set(whole.labels) - set(model.card.classes))
        context.report.warn(
            f"{(~known).sum()} stills are left out: the model does not know "
            f"{', '.join(names)}."
        )
    left = np.flatnonzero(known & ~seen)
    if not len(left):
        raise DatasetError(
            "No still is left to measure this model on.",
            hint="Choose stills of its classes that it was not trained on: "
            f"{', '.join(model.card.classes)}.",
        )
    return whole.only(left)


def _with_baselines(material: Material, answers: Answers, seed: int) -> TestedStills:
    """Return the answers beside those of baselines fitted by groups in this folder."""
    fold_of = _folds(material, seed)
    tested: TestedStills | None = None
    for fold in np.unique(fold_of):
        inside, outside = (
            np.flatnonzero(fold_of == fold),
            np.flatnonzero(fold_of != fold),
        )
        part = with_baseline_answers(
            material,
            fitted_on=outside,
            tested=inside,
            answers=answers.at(inside),
            seed=seed,
        )
        tested = part if tested is None else tested.joined(part)
    assert tested is not None
    return tested


def _folds(material: Material, seed: int) -> NDArray[np.int64]:
    groups = len(set(material.grouping.ids))
    folds = folds_by_groups(
        material.readable.labels,
        material.grouping.ids,
        material.readable.keys,
        folds=min(_BASELINE_FOLDS, groups),
        seed=seed,
    )
    return np.array(folds.fold)
