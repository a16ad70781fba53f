"""Writes a model's card from what its training was and gave."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from core import __version__
from core.dataset.scanning import Part
from core.dataset.splits import Split
from core.images.sample_sets import is_drawn
from core.jobs.learning import Learned
from core.jobs.material import Material
from core.jobs.report_content import RESEARCH_USE
from core.jobs.requests import TrainRequest
from core.jobs.run_record import data_fingerprint, library_versions
from core.jobs.starting_weights import as_card_entry
from core.library.card import (
    ClassCount,
    CrossValidation,
    Licence,
    ModelCard,
    TrainingData,
)
from core.library.evaluation_record import EvaluationRecord
from core.library.store import hash_files
from core.recipes.recipe import Recipe
from core.training.initial_weights import BackboneWeights


def make_card(
    request: TrainRequest,
    recipe: Recipe,
    material: Material,
    split: Split,
    *,
    weights: BackboneWeights,
    learned: Learned,
    test: EvaluationRecord,
    cross_validation: EvaluationRecord | None,
) -> ModelCard:
    """Return the card of a model whose files are still being written."""
    about = request.about
    classes = material.stills.classes
    return ModelCard(
        name=request.name,
        title=about.title or request.name,
        description=about.description or recipe.description,
        knows=f"Tells apart {_listed(classes)}, and nothing else.",
        does_not_know=about.does_not_know or _general_limit(classes),
        research_use=RESEARCH_USE,
        created=datetime.now(UTC),
        program_version=__version__,
        classes=classes,
        recipe=recipe,
        data=_training_data(request, material, split),
        initial_weights=as_card_entry(weights),
        training=learned.trained.summary,
        decisions=learned.decisions,
        test=test.overall,
        baselines=test.baselines,
        cross_validation=_as_card_entry(cross_validation),
        libraries=library_versions(),
        licences=_licences(request, weights),
        files={},
    )


def with_files(card: ModelCard, folder: Path) -> ModelCard:
    """Return the card with the hash of every file of its folder."""
    return card.model_copy(update={"files": hash_files(folder)})


def trains_on_drawn_stills(request: TrainRequest) -> bool:
    """Return whether the stills were drawn: as their maker says, or as they tell."""
    return request.about.drawn or is_drawn(request.folder)


def _training_data(
    request: TrainRequest, material: Material, split: Split
) -> TrainingData:
    return TrainingData(
        source=request.about.source or request.folder.name,
        drawn=trains_on_drawn_stills(request),
        fingerprint=data_fingerprint(material, split.parts),
        counts=tuple(
            _count(name, material, split.parts) for name in material.stills.classes
        ),
        grouping=material.grouping.description,
        seed=request.choices.seed,
        notices=(*material.notices, *split.notices),
    )


def _count(name: str, material: Material, parts: Sequence[Part]) -> ClassCount:
    own = [i for i, label in enumerate(material.readable.labels) if label == name]
    of_part = [parts[i] for i in own]
    return ClassCount(
        name=name,
        stills=len(own),
        groups=len({material.grouping.ids[i] for i in own}),
        train=of_part.count(Part.TRAIN),
        validation=of_part.count(Part.VALIDATION),
        test=of_part.count(Part.TEST),
    )


def _as_card_entry(record: EvaluationRecord | None) -> CrossValidation | None:
    if record is None or record.folds is None:
        return None
    return CrossValidation(
        folds=record.folds, overall=record.overall, baselines=record.baselines
    )


def _licences(request: TrainRequest, weights: BackboneWeights) -> tuple[Licence, ...]:
    stated = {
        "training stills": "as their owner says",
        "initial weights": weights.licence,
        **request.about.licences,
    }
    return tuple(Licence(part=part, licence=terms) for part, terms in stated.items())


def _general_limit(classes: Sequence[str]) -> str:
    return (
        f"It has seen nothing but {_listed(classes)}: any other finding, other "
        "organs and normal mucosa, unless it is one of these, are unknown to it."
    )


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
