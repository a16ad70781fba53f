"""Measures a recipe: each still is answered once, by a model that never saw it."""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.dataset.scanning import DatasetError, Part
from core.dataset.splits import folds_by_groups, split_given_parts
from core.images.sample_sets import is_drawn
from core.jobs.context import JobContext
from core.jobs.kept_folds import KeptFolds
from core.jobs.learning import PartIndices, learn
from core.jobs.material import Material
from core.jobs.measuring import TestedStills, measure, with_baseline_answers
from core.jobs.requests import TrainingChoices
from core.jobs.run_record import write_folds
from core.jobs.time_after_learning import AfterLearning
from core.library.evaluation_record import EvaluationRecord
from core.recipes.recipe import Recipe
from core.training.initial_weights import BackboneWeights
from core.training.learning_time import ALL_LAYERS_TO_HEAD
from core.training.release import free_networks


def cross_validate(
    material: Material,
    recipe: Recipe,
    *,
    weights: BackboneWeights,
    choices: TrainingChoices,
    folds: int,
    context: JobContext,
    kept: KeptFolds | None = None,
    all_layers_to_head: float = ALL_LAYERS_TO_HEAD,
) -> tuple[EvaluationRecord, TestedStills] | None:
    """Train once for each fold and measure all answers together.

    The baselines learn from the same stills as the network: training and validation
    part of each fold, since they need no validation. Folds that are ``kept`` from
    before an interruption are not trained again.

    Returns
    -------
    The record and the answers; ``None`` if a stop was asked for, since folds that were
    cut short measure nothing.

    Raises
    ------
    DatasetError
        If a fold would have nothing to train, validate or test on.
    """
    parts_of_folds = _folds(material, choices.seed, folds, context)
    tested: TestedStills | None = None
    for fold, parts in enumerate(parts_of_folds, start=1):
        if context.control.stop_requested:
            return None
        context.report.info(f"Fold {fold} of {len(parts_of_folds)}.")
        own = kept.get(fold, parts.test) if kept is not None else None
        if own is None:
            after = AfterLearning(
                recipe.training,
                stills=len(material.readable.labels),
                validation=len(parts.validation),
                folds=len(parts_of_folds) - fold,
                all_layers_to_head=all_layers_to_head,
            )
            name = f"fold-{fold}"
            own = _tested_fold(
                material, recipe, weights, choices, parts, name, after, context
            )
            _keep(kept, fold, own, context)
        tested = own if tested is None else tested.joined(own)
        free_networks()
    if tested is None or context.control.stop_requested:
        return None
    record = measure(
        material,
        tested,
        model=f"recipe {recipe.name}",
        subset=f"all stills of {material.readable.folder.root.name}, "
        f"{folds}-fold cross-validation by groups, seed {choices.seed}",
        seed=choices.seed,
        method="cross_validation",
        folds=folds,
        drawn=is_drawn(material.readable.folder.root),
        notices=material.known_beforehand(tested.indices),
        remarks=material.notices,
    )
    return record, tested


def _keep(
    kept: KeptFolds | None, fold: int, tested: TestedStills, context: JobContext
) -> None:
    """Keep a fold, unless a stop has cut it short."""
    context.control.check()
    if kept is not None and not context.control.stop_requested:
        kept.keep(fold, tested)


def _folds(
    material: Material, seed: int, folds: int, context: JobContext
) -> list[PartIndices]:
    assigned = folds_by_groups(
        material.readable.labels,
        material.grouping.ids,
        material.readable.keys,
        folds=folds,
        seed=seed,
    )
    context.report.warn_all(assigned.notices)
    write_folds(context.run_folder, material, assigned.fold)
    fold_of = np.array(assigned.fold)
    parts = [_parts_of_fold(material, fold_of, fold, seed) for fold in range(folds)]
    if not all(len(p.train) and len(p.validation) and len(p.test) for p in parts):
        raise DatasetError(
            f"There are too few independent stills for {folds} folds.",
            hint="Choose fewer folds, or add stills of other patients.",
        )
    return parts


def _tested_fold(
    material: Material,
    recipe: Recipe,
    weights: BackboneWeights,
    choices: TrainingChoices,
    parts: PartIndices,
    name: str,
    after: AfterLearning,
    context: JobContext,
) -> TestedStills:
    logs = context.run_folder / name
    logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=logs) as exported:
        learned = learn(
            material.stills,
            parts,
            recipe,
            weights=weights,
            choices=choices,
            folder=Path(exported),
            log_folder=logs,
            context=context,
            after=after,
        )
    return with_baseline_answers(
        material,
        fitted_on=np.concatenate([parts.train, parts.validation]),
        tested=parts.test,
        answers=learned.test,
        seed=choices.seed,
    )


def _parts_of_fold(
    material: Material, fold_of: NDArray[np.int64], fold: int, seed: int
) -> PartIndices:
    """Return the fold as the test part; validation is taken out of the rest."""
    given = [Part.TEST if own == fold else Part.TRAIN for own in fold_of]
    split = split_given_parts(
        material.readable.labels,
        material.grouping.ids,
        material.readable.keys,
        given,
        seed=seed,
    )
    return PartIndices.of(split.parts)
