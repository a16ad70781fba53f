"""What is said before a model is imported, and the name that is offered for it."""

import textwrap
from collections.abc import Iterable
from itertools import count
from typing import Final

from core.library.card import ModelCard
from core.library.model_name import name_key
from core.library.store import LibraryEntry

_LONGEST: Final = 300
"""Characters of each sentence that a card says of itself."""


def what_was_opened(file: str, card: ModelCard) -> str:
    """Return what a file that was opened holds, and what becomes of it."""
    told = (textwrap.shorten(own, _LONGEST, placeholder=" …") for own in _about(card))
    return (
        f"“{file}” holds a model for Lumenary. It says of itself:\n\n"
        + "\n".join(told)
        + "\n\nImport it into your library? Only take in models from people you trust: "
        "a file can be checked for what it holds, but not for whether its answers are "
        "right."
    )


def why_another_name(card: ModelCard, entries: Iterable[LibraryEntry]) -> str:
    """Return why a model cannot be taken in under its own name."""
    same = [e.name for e in entries if e.card and e.card.key == card.key]
    if same:
        return (
            f"This model is in your library already, as “{same[0]}”: its network is "
            "the very same. It can stand beside it under another name."
        )
    return (
        f"The library cannot take it in as “{card.name}”: another model has that name, "
        "or the name is not allowed here. Nothing is overwritten; choose another name."
    )


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name with the lowest number that nobody has."""
    keys = {name_key(each) for each in taken}
    names = (f"{name} {number}" for number in count(2))
    return next(each for each in names if name_key(each) not in keys)


def _about(card: ModelCard) -> tuple[str, ...]:
    return tuple(filter(None, (card.title, card.knows, card.does_not_know)))
