"""A model from outside, gone through before anything uses it.

Hashes tell that a model is what its card says, not that the card means well: whoever
made the card made the hashes, too. This is asked of every model that came from outside,
whichever way: see :class:`core.library.checked_models.CheckedModels`.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from core.library.array_file import plain_arrays
from core.library.card import ModelCard
from core.library.keras_file import check_keras_file
from core.library.model_folder import (
    CARD_FILE,
    KERAS_FILE,
    REFUSAL_FILE,
    ModelDamaged,
    OpenedModel,
)
from core.library.model_name import name_key
from core.library.network_file import check_network
from core.library.page_file import check_page
from core.library.refused_file import FileRefused

MOST_FILES: Final = 500
"""A trained model has ten."""
MOST_CLASSES: Final = 1_000
LONGEST_CLASS: Final = 255
"""Characters: a class is a folder's name first."""
LARGEST_BESIDE: Final = 64 << 20
"""Bytes of a file that holds no weights; a report without stills has 40 KB."""
LARGEST_REFUSAL: Final = 256 << 20
"""Bytes of numbers that refusing needs; MobileNetV2 gives 344 KB."""
_KINDS: Final = frozenset({".csv", ".html", ".json", ".keras", ".npz", ".onnx"})
"""Endings of what training publishes."""
_REFUSAL_ARRAYS: Final = frozenset({"centroids", "directions", "variances", "rest"})
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing, by which a name can look like another."""


class ModelUnsafe(ModelDamaged):
    """A model holds something that no model of Lumenary holds."""


def check_foreign_card(card: ModelCard) -> None:
    """Refuse a card that names what no model has; no file is looked at.

    Raises
    ------
    ModelUnsafe
        If its files, classes or texts are none that training publishes.
    """
    problem = (
        _problem_with_files(card.files)
        or _problem_with_classes(card)
        or _problem_with_texts(card)
    )
    if problem:
        raise _unsafe(card.name, problem, "")


def check_foreign_model(model: OpenedModel) -> None:
    """Refuse a model whose files hold anything but a plain network and its numbers.

    Takes some 0.5 s for a model of 20 MB.

    Parameters
    ----------
    model
        Its hashes were checked.

    Raises
    ------
    ModelUnsafe
        With what was found, and in which file.
    """
    card = model.card
    check_foreign_card(card)
    try:
        width = check_network(
            model.onnx_path,
            size=card.recipe.preprocessing.size,
            classes=len(card.classes),
        )
        if KERAS_FILE in card.files:
            check_keras_file(model.keras_path)
        if REFUSAL_FILE in card.files:
            _check_refusal(model.refusal_path, len(card.classes), width)
        for file in card.files:
            _check_beside(model.folder / file)
    except FileRefused as error:
        what = f"its file “{error.name}” {error.what}"
        raise _unsafe(card.name, what, error.details) from error
    except OSError as error:
        raise ModelDamaged(
            f"Couldn't read a file of the model “{card.name}”: "
            f"{error.strerror or type(error).__name__}.",
            hint="It was not used. Check your permissions for its folder.",
            details=repr(error),
        ) from error


def _problem_with_files(files: Iterable[str]) -> str:
    names = list(files)
    if len(names) > MOST_FILES:
        return f"its card names {len(names):,} files"
    for name in names:
        if PurePosixPath(name).suffix not in _KINDS:
            return f"its card names a file that no model has: “{name}”"
    taken = {name_key(name) for name in (*names, CARD_FILE)}
    if len(taken) != len(names) + 1:
        return "its card names two files that would be one"
    parents = {name_key(str(p)) for name in names for p in PurePosixPath(name).parents}
    if clash := sorted(taken & parents):
        return f"its card names “{clash[0]}” both as a file and as a folder"
    return ""


def _problem_with_classes(card: ModelCard) -> str:
    if len(card.classes) > MOST_CLASSES:
        return f"it claims to tell {len(card.classes):,} classes apart"
    for name in card.classes:
        if not name.strip() or len(name) > LONGEST_CLASS:
            return "one of its classes has no name, or an endless one"
        if any(unicodedata.category(s) == "Cc" or s in _TURNING for s in name):
            return f"the name of a class holds signs that nobody sees: {name!a}"
    alike = {name_key(name) for name in card.classes}
    if len(alike) != len(card.classes):
        return "two of its classes have names that look the same"
    return ""


def _problem_with_texts(card: ModelCard) -> str:
    """Refuse what would command a terminal, where a card is shown as well."""
    for text in _texts(card.model_dump(mode="json")):
        if any(unicodedata.category(s) == "Cc" and s not in "\n\t" for s in text):
            return f"its card holds signs that nobody sees: {text[:100]!a}"
    return ""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _check_refusal(path: Path, classes: int, width: int) -> None:
    """Refuse numbers for refusing that are pickled, too many, or of another network."""
    import numpy as np

    found = plain_arrays(path, largest=LARGEST_REFUSAL)
    shapes = {key: array.shape for key, array in found.items()}
    fits = (
        shapes.keys() == _REFUSAL_ARRAYS
        and shapes["centroids"][1:] == (width,)
        and 1 <= shapes["centroids"][0] <= classes
        and shapes["directions"][1:] == (width,)
    )
    if not fits or not all(np.isfinite(array).all() for array in found.values()):
        raise FileRefused(path.name, "belongs to another network", repr(shapes))


def _check_beside(path: Path) -> None:
    if path.suffix in {".onnx", ".keras", ".npz"}:
        return
    if path.stat().st_size > LARGEST_BESIDE:
        raise FileRefused(path.name, "is far larger than any such file of a model")
    if path.suffix == ".html":
        check_page(path)


def _unsafe(called: str, what: str, details: str) -> ModelUnsafe:
    return ModelUnsafe(
        f"The model “{called}” was refused: {what}.",
        hint="It was not used. No model that Lumenary trained is like that; get it "
        "anew from someone you trust.",
        details=details,
    )
