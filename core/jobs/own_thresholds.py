"""A model with the user's thresholds in place of its own."""

from collections.abc import Iterator
from dataclasses import replace

from core.jobs.requests import Thresholds
from core.library.card import Decisions
from core.library.model_folder import OpenedModel
from core.percent import percent


def with_thresholds(model: OpenedModel, wanted: Thresholds) -> OpenedModel:
    """Return a model that decides as the user wants, in memory only."""
    own = model.card.decisions
    decisions = own.model_copy(
        update={
            "review_below": _review_below(own, wanted),
            "refuse_above": own.refuse_above * wanted.refusal_scale,
        }
    )
    return replace(model, card=model.card.model_copy(update={"decisions": decisions}))


def sentences_on(own: Decisions, wanted: Thresholds) -> Iterator[str]:
    """Yield what is to be said where the user's thresholds are not the model's own."""
    review_below = _review_below(own, wanted)
    if review_below != own.review_below:
        yield (
            f"As set by you, answers below a confidence of {percent(review_below)} go "
            f"to review; the model's own threshold is {percent(own.review_below)}."
        )
    if wanted.refusal_scale != 1:
        less = wanted.refusal_scale < 1
        yield (
            f"As set by you, stills are refused from {wanted.refusal_scale:g} times "
            f"the model's own distance: {'more' if less else 'fewer'} than it would "
            "refuse by itself, and its stated rates no longer hold."
        )


def _review_below(own: Decisions, wanted: Thresholds) -> float:
    return own.review_below if wanted.review_below is None else wanted.review_below
