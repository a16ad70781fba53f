"""Make a model from a labelled folder: split, train, measure what ships, publish."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.dataset.scanning import DatasetError, Part
from core.dataset.splits import Split
from core.evaluation.report import ErrorStill, ReportContent
from core.files import sha256_of
from core.jobs.begun_training import BegunTraining
from core.jobs.carding import make_card, trains_on_drawn_stills, with_files
from core.jobs.changed_since_check import changed_since_check
from core.jobs.context import JobContext
from core.jobs.cross_validation import cross_validate
from core.jobs.curation import scan, split
from core.jobs.kept_folds import KeptFolds
from core.jobs.learning import Learned, PartIndices, learn
from core.jobs.material import Material, gather_material, with_choices
from core.jobs.measuring import TestedStills, measure, with_baseline_answers
from core.jobs.report_content import content_of, errors_among
from core.jobs.reporting import REPORT_FILE, keep_tested, write_evaluation
from core.jobs.requests import TrainRequest
from core.jobs.results import TrainResult
from core.jobs.resumed_training import begun_before, checkpoints_for
from core.jobs.run_record import (
    data_fingerprint,
    write_environment,
    write_split,
    write_unreadable,
)
from core.jobs.starting_weights import starting_weights
from core.jobs.tested_stills import TestedStill
from core.jobs.time_after_learning import AfterLearning, share_of_fold
from core.jobs.tracking import say_what_is_tracked
from core.jobs.training_stills import write_training_stills
from core.library.card import ONNX_FILE, ModelCard
from core.library.evaluation_record import EvaluationRecord, HistoryEpoch
from core.library.store import write_card
from core.recipes.recipe import Recipe
from core.training.checkpoints import CHECKPOINTS_FOLDER, Checkpoints
from core.training.history import EpochResult
from core.training.initial_weights import BackboneWeights
from core.training.learning_time import ALL_LAYERS_TO_HEAD

WRITING_THE_REPORT = "Writing the report"
CROSS_VALIDATION_FOLDER = "cross_validation"
_FOLDS_FOLDER = "folds"


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Everything that is decided before the first epoch."""

    request: TrainRequest
    recipe: Recipe
    weights: BackboneWeights
    material: Material
    split: Split
    checkpoints: Checkpoints

    @property
    def parts(self) -> PartIndices:
        return PartIndices.of(self.split.parts)


def run(request: TrainRequest, context: JobContext) -> TrainResult:
    """Train a model and publish it in the library; see :class:`TrainRequest`.

    The report in the model's folder has no stills and no file names, so that the model
    may be carried elsewhere; the one with both, if wanted, stands in the run folder.

    Raises
    ------
    core.errors.LumenaryError
        If the name is taken, the folder is no labelled folder, there are no initial
        weights, or the disk is full. The library is as it was then.
    core.jobs.begun_training.CannotResume
        If it can't be gone on with as it is asked for.
    """
    begin = time.monotonic()
    context.library.check_free(request.name)
    plan = _plan(request, context)
    with context.library.publish(request.name) as folder:
        test = _make_model(plan, folder, context)
        context.control.check()
    plan.checkpoints.remove()
    return TrainResult(
        model=request.name,
        folder=context.folders.models / request.name,
        report=context.run_folder / REPORT_FILE,
        unreadable=len(plan.material.readable.unreadable),
        balanced_accuracy=test.overall.balanced_accuracy.value,
        seconds=time.monotonic() - begin,
    )


def _plan(request: TrainRequest, context: JobContext) -> _Plan:
    recipe = with_choices(context.recipes.get(request.recipe), request.choices)
    say_what_is_tracked(recipe, context)
    scanned = scan(request.folder, request.grouping, context)
    weights = starting_weights(recipe, request.weights, context)
    interrupted = begun_before(request, recipe, weights, context)
    material = gather_material(scanned, request, recipe, weights, context)
    context.report.warn_all(
        changed_since_check(material.readable, context.folders.runs)
    )
    divided = split(material.readable, material.grouping, request.choices.seed)
    context.report.warn_all(divided.notices)
    _refuse_too_little(divided)
    begun = BegunTraining.of(request, recipe, weights, material, divided.parts)
    if interrupted is not None:
        interrupted.refuse_other_stills(begun)
    checkpoints = checkpoints_for(begun, request.resume, context)
    plan = _Plan(request, recipe, weights, material, divided, checkpoints)
    write_split(context.run_folder, material, divided.parts)
    write_unreadable(context.run_folder, material.readable)
    _keep_environment(plan, context)
    return plan


def _refuse_too_little(divided: Split) -> None:
    empty = [part.value for part in Part if not divided.indices(part)]
    if empty:
        raise DatasetError(
            f"There are too few independent stills: nothing is left for "
            f"{' and '.join(empty)}.",
            hint="Add stills of other patients or examinations; copies do not count.",
        )


def _make_model(plan: _Plan, folder: Path, context: JobContext) -> EvaluationRecord:
    """Fill a model's folder, the card last, and return what the test part gave."""
    learned = learn(
        plan.material.stills,
        plan.parts,
        plan.recipe,
        weights=plan.weights,
        choices=plan.request.choices,
        folder=folder,
        log_folder=context.run_folder,
        context=context,
        checkpoints=plan.checkpoints,
        after=_after_learning(plan),
    )
    _keep_environment(plan, context, device=learned.trained.summary.device)
    cross_validation = _cross_validated(plan, folder, context)
    writing = context.report.activity(WRITING_THE_REPORT)
    writing(0, 1)
    tested = _tested(plan, learned)
    test = _measured(plan, learned, tested, context)
    card = make_card(
        plan.request,
        plan.recipe,
        plan.material,
        plan.split,
        weights=plan.weights,
        learned=learned,
        test=test,
        cross_validation=cross_validation,
    )
    _write_reports(plan, folder, card, tested, test, context)
    write_training_stills(
        folder, plan.material.readable, plan.material.grouping.ids, plan.split.parts
    )
    write_card(folder, with_files(card, folder))
    writing(1, 1)
    return test


def _after_learning(plan: _Plan) -> AfterLearning:
    return AfterLearning(
        plan.recipe.training,
        stills=len(plan.split.parts),
        validation=len(plan.parts.validation),
        folds=plan.request.folds or 0,
        share=share_of_fold(plan.request.folds),
        all_layers_to_head=plan.request.all_layers_to_head or ALL_LAYERS_TO_HEAD,
    )


def _cross_validated(
    plan: _Plan, folder: Path, context: JobContext
) -> EvaluationRecord | None:
    """Cross-validate after the model itself, so that stopping costs only this."""
    if plan.request.folds is None:
        return None
    found = cross_validate(
        plan.material,
        plan.recipe,
        weights=plan.weights,
        choices=plan.request.choices,
        folds=plan.request.folds,
        context=context,
        all_layers_to_head=_after_learning(plan).all_layers_to_head,
        kept=KeptFolds(
            context.run_folder / CHECKPOINTS_FOLDER / _FOLDS_FOLDER, plan.material
        ),
    )
    if found is None:
        context.report.warn(
            "The cross-validation was left out because training was stopped."
        )
        return None
    record, tested = found
    stills = keep_tested(
        context.run_folder / CROSS_VALIDATION_FOLDER,
        plan.material,
        tested,
        record,
        seed=plan.request.choices.seed,
    )
    content = content_of(record, errors=_errors(plan, stills))
    _write_both(plan, CROSS_VALIDATION_FOLDER, folder, content, context)
    return record


def _tested(plan: _Plan, learned: Learned) -> TestedStills:
    return with_baseline_answers(
        plan.material,
        fitted_on=np.concatenate([plan.parts.train, plan.parts.validation]),
        tested=plan.parts.test,
        answers=learned.test,
        seed=plan.request.choices.seed,
    )


def _measured(
    plan: _Plan, learned: Learned, tested: TestedStills, context: JobContext
) -> EvaluationRecord:
    context.control.check()
    seed = plan.request.choices.seed
    root = plan.material.readable.folder.root
    return measure(
        plan.material,
        tested,
        model=plan.request.name,
        subset=f"test part of {root.name}, seed {seed}",
        seed=seed,
        title=plan.request.about.title or plan.request.name,
        drawn=trains_on_drawn_stills(plan.request),
        history=tuple(map(_epoch, learned.trained.history)),
        notices=plan.material.known_beforehand(tested.indices),
        remarks=(*plan.material.notices, *plan.split.notices),
    )


def _epoch(result: EpochResult) -> HistoryEpoch:
    return HistoryEpoch(
        phase=result.phase,
        loss=result.loss,
        accuracy=result.accuracy,
        val_loss=result.val_loss,
        val_accuracy=result.val_accuracy,
    )


def _write_reports(
    plan: _Plan,
    folder: Path,
    card: ModelCard,
    tested: TestedStills,
    test: EvaluationRecord,
    context: JobContext,
) -> None:
    stills = keep_tested(
        context.run_folder,
        plan.material,
        tested,
        test,
        seed=plan.request.choices.seed,
        model_key=sha256_of(folder / ONNX_FILE),
    )
    content = content_of(test, card=card, errors=_errors(plan, stills))
    _write_both(plan, "", folder, content, context)


def _errors(plan: _Plan, stills: Sequence[TestedStill]) -> list[ErrorStill]:
    request = plan.request
    return errors_among(request.folder, stills, with_images=request.with_images)


def _write_both(
    plan: _Plan, place: str, folder: Path, content: ReportContent, context: JobContext
) -> None:
    """Write an evaluation into the model's folder, discreet, and the run's, in full."""
    write_evaluation(folder / place, content, with_images=False)
    write_evaluation(
        context.run_folder / place, content, with_images=plan.request.with_images
    )


def _keep_environment(plan: _Plan, context: JobContext, *, device: str = "") -> None:
    write_environment(
        context.run_folder,
        seed=plan.request.choices.seed,
        fingerprint=data_fingerprint(plan.material, plan.split.parts),
        device=device,
    )
