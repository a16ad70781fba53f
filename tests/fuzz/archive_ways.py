"""The program's own ways from an archive to a model that answers.

Each returns ``""`` where the model was taken, or the sentence that says why not.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from core.errors import LumenaryError
from core.inference.classifier import Classifier
from core.library.archive import archived_card, import_model
from core.library.checking import problem_of
from core.library.notes import ModelNotes
from core.library.store import ModelLibrary

IMPORTED: Final = "imported"
_LARGEST: Final = 8 << 20
"""Bytes that an archive may unpack to here: the bombs need not be so large, then."""


class LeftBehind(Exception):
    """What was refused is there all the same, or something lies where it must not."""


class ArchiveWays:
    """Lets a library have one archive after another."""

    def all(self, archive: Path, folder: Path) -> dict[str, str]:
        """Return what each way says of an archive that lies in ``folder``."""
        home = folder / "home"
        library = ModelLibrary(home / "models", home / "shipped")
        said = {"card": _reason(lambda: archived_card(archive))}
        said["import"] = _reason(lambda: _import(archive, library, home))
        if said["import"]:
            _nothing_is_left(home)
        else:
            said["list"] = _reason(lambda: _list(library))
            said["classify"] = _reason(lambda: _classify(library))
        _nothing_else(folder, {archive.name, "home"})
        shutil.rmtree(home, ignore_errors=True)
        return said


def _import(archive: Path, library: ModelLibrary, home: Path) -> None:
    notes = ModelNotes(home / "notes")
    import_model(archive, library, name=IMPORTED, notes=notes, largest=_LARGEST)


def _list(library: ModelLibrary) -> None:
    problems = [problem_of(entry) for entry in library.entries()]
    if len(problems) != 1:
        raise LeftBehind(f"one model was imported, {len(problems)} are there")
    if problems[0]:
        raise problems[0]


def _classify(library: ModelLibrary) -> None:
    model = library.open(IMPORTED)
    size = model.card.recipe.preprocessing.size
    Classifier(model).classify(np.zeros((2, size, size, 3), np.uint8))


def _nothing_is_left(home: Path) -> None:
    if left := [path for path in home.rglob("*") if path.is_file()]:
        raise LeftBehind(f"refused, and there are {left}")


def _nothing_else(folder: Path, expected: set[str]) -> None:
    if odd := {path.name for path in folder.iterdir()} - expected:
        raise LeftBehind(f"{odd} lies beside the archive")


def _reason(work: Callable[[], object]) -> str:
    try:
        work()
    except LumenaryError as error:
        return error.user_message
    return ""
