"""Decides where a training's backbone begins, and says what it means."""

from core.errors import LumenaryError
from core.jobs.context import JobContext
from core.jobs.requests import DEFAULT_MODEL, WeightsRequest
from core.jobs.training_stills import digests_learnt_from
from core.library.card import InitialWeights
from core.library.store import OpenedModel
from core.recipes.recipe import Recipe
from core.training.initial_weights import (
    BackboneWeights,
    ModelBackbone,
    WeightsKind,
    resolve_initial_weights,
)


def starting_weights(
    recipe: Recipe, request: WeightsRequest, context: JobContext
) -> BackboneWeights:
    """Return the weights to begin with: a file, or a model's backbone.

    Raises
    ------
    core.training.initial_weights.InitialWeightsError
        If there are none; random ones are never taken unasked.
    core.errors.LumenaryError
        If a model was named and cannot be opened.
    """
    weights = resolve_initial_weights(
        recipe.network,
        size=recipe.preprocessing.size,
        file=request.file,
        random=request.random,
        model=_model_backbone(request, context),
        model_was_named=request.model is not None,
    )
    _say(weights, context)
    return weights


def stills_known_to(weights: BackboneWeights) -> frozenset[str]:
    """Return the digests of the stills that the initial weights were fitted on.

    Only those of a model of the library are known.
    """
    if weights.model is None:
        return frozenset()
    return digests_learnt_from(weights.model.path.parent)


def as_card_entry(weights: BackboneWeights) -> InitialWeights:
    """Return what a card says of the weights."""
    model = weights.model
    return InitialWeights(
        origin=weights.origin,
        sha256=weights.sha256,
        licence=weights.licence,
        model_name=model.name if model else None,
        model_key=model.key if model else None,
    )


def _model_backbone(
    request: WeightsRequest, context: JobContext
) -> ModelBackbone | None:
    if request.file is not None or request.random:
        return None
    if request.model is not None:
        return _backbone_of(context.library.open(request.model))
    try:
        return _backbone_of(context.library.open(DEFAULT_MODEL))
    except LumenaryError as error:
        context.report.warn(f"The starter model can't be used: {error.user_message}")
        return None


def _backbone_of(model: OpenedModel) -> ModelBackbone:
    card = model.card
    return ModelBackbone(
        name=card.name,
        path=model.keras_path,
        network=card.recipe.network,
        size=card.recipe.preprocessing.size,
        classes=len(card.classes),
        key=card.key,
        licence="; ".join(f"{each.part}: {each.licence}" for each in card.licences),
    )


def _say(weights: BackboneWeights, context: JobContext) -> None:
    if weights.kind is WeightsKind.RANDOM:
        context.report.warn(
            "Training begins from random weights, as asked: the network has never seen "
            "an image, needs far more stills, and copies are found by digest and hash "
            "only."
        )
    else:
        context.report.info(f"Initial weights: {weights.origin}.")
