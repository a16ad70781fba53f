"""Removes a model with what was written about it."""

from core.library.notes import ModelNotes
from core.library.store import ModelLibrary


def remove_model(library: ModelLibrary, notes: ModelNotes, name: str) -> None:
    """Remove one of the user's models, and its notes unless another copy has them.

    Raises
    ------
    core.library.store.UnknownModel
        If there is no such model.
    core.library.store.ShippedModel
        If it belongs to the program.
    core.files.WriteFailed
        If the folder cannot be changed; the model is untouched then.
    """
    card = library.entry(name).card
    library.remove(name)
    if card is None:
        return
    keys = {other.card.key for other in library.entries() if other.card}
    if card.key not in keys:
        notes.write(card.key, "")
