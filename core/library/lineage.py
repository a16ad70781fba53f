"""Which model a model was started from, and that one from, as far as it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.library.card import InitialWeights, ModelCard
from core.library.model_folder import KERAS_FILE
from core.library.store import LibraryEntry

_BACKBONE_OF: Final = "backbone of model "
"""How cards without fields of their own for it name the model they started from."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A model that another one was started from."""

    name: str
    """What it is called now, or what it was called then if it is gone."""
    card: ModelCard | None
    """``None`` for a model that the library does not have."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a model comes from."""

    ancestors: tuple[Ancestor, ...]
    """The one that it was started from first; only the last may have no card."""
    beginning: str
    """What the oldest model's own weights were; empty where that is not known."""


def lineage(entries: Sequence[LibraryEntry], card: ModelCard) -> Lineage:
    """Follow a model back through the library.

    A model is known by its network, whatever it is called now.

    Parameters
    ----------
    entries
        The library.
    card
        Of the model, which may be none of them.
    """
    ancestors: list[Ancestor] = []
    seen = {card.key}
    while name := _started_from(card.initial_weights):
        entry = _found(entries, card.initial_weights)
        if entry is None or entry.card is None or entry.card.key in seen:
            return Lineage((*ancestors, Ancestor(name, None)), beginning="")
        card = entry.card
        seen.add(card.key)
        ancestors.append(Ancestor(entry.name, card))
    return Lineage(tuple(ancestors), beginning=card.initial_weights.origin)


def _started_from(weights: InitialWeights) -> str:
    """Return the name of the model that lent its weights; empty if none did."""
    if weights.model_name is not None:
        return weights.model_name
    if weights.origin.startswith(_BACKBONE_OF):
        return weights.origin.removeprefix(_BACKBONE_OF)
    return ""


def _found(
    entries: Sequence[LibraryEntry], weights: InitialWeights
) -> LibraryEntry | None:
    return next((e for e in entries if e.card and _is_it(e.card, weights)), None)


def _is_it(card: ModelCard, weights: InitialWeights) -> bool:
    if weights.model_key is not None:
        return card.key == weights.model_key
    return weights.sha256 is not None and card.files.get(KERAS_FILE) == weights.sha256
