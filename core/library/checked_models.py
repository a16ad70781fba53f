"""Which models from outside were gone through already, so that none is twice."""

import hashlib
from pathlib import Path

from core.errors import LumenaryError
from core.files import write_text
from core.library.foreign_model import check_foreign_model
from core.library.model_folder import OpenedModel


class CheckedModels:
    """Checks a model when it is first used; see :func:`check_foreign_model`.

    Models come by import, and by being put into the library's folder or named by a
    path. Going through one takes some 0.5 s, looking whether that was done nothing.

    Parameters
    ----------
    folder
        An empty file for each model that was found good. It may be deleted at any time:
        models are gone through once more then. ``None``: each time.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def check(self, model: OpenedModel) -> None:
        """Refuse a model that is no plain one, unless it was looked at before.

        Raises
        ------
        core.library.foreign_model.ModelUnsafe
            With what was found, and in which file.
        core.library.model_folder.ModelDamaged
            If a file cannot be read.
        """
        note = self._folder / _mark(model) if self._folder is not None else None
        if note is not None and note.is_file():
            return
        check_foreign_model(model)
        if note is not None:
            try:
                write_text(note, "")
            except LumenaryError:  # a full disk: it is looked at again the next time
                return


def _mark(model: OpenedModel) -> str:
    """Return what differs for models that differ in anything that is looked at."""
    card = model.card
    files = sorted(card.files.items())
    told = repr((files, card.classes, card.recipe.preprocessing.size))
    return hashlib.sha256(told.encode()).hexdigest()
