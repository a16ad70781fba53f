"""One model's folder: its card written, read and checked against its files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from core.errors import LumenaryError
from core.files import sha256_of, write_text
from core.images.settings import PREPROCESSING_VERSION
from core.library.card import FORMAT_VERSION, ONNX_FILE, ModelCard

CARD_FILE: Final = "card.json"
KERAS_FILE: Final = "model.keras"
REFUSAL_FILE: Final = "refusal.npz"
_OF_FILE_BROWSERS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_PIXELS_VERSION: Final = ("recipe", "preprocessing", "version")
_GET_IT_AGAIN: Final = (
    "It was not used. Remove it and import it again from its archive, or train it anew."
)


class ModelDamaged(LumenaryError):
    """A model's folder is not what its card says; it must not be used."""


class NewerModel(LumenaryError):
    """A model was made by a program that knows more than this one."""


class _Format(BaseModel):
    """The one field of a card that every version of the program understands."""

    format_version: int


@dataclass(frozen=True, slots=True)
class OpenedModel:
    """A model whose card was read and whose every file is the one the card names."""

    folder: Path
    card: ModelCard

    @property
    def onnx_path(self) -> Path:
        """The network to classify with."""
        return self.folder / ONNX_FILE

    @property
    def keras_path(self) -> Path:
        """The network to retrain."""
        return self.folder / KERAS_FILE

    @property
    def refusal_path(self) -> Path:
        """What the network's embeddings of its own training stills look like."""
        return self.folder / REFUSAL_FILE


def write_card(folder: Path, card: ModelCard) -> None:
    """Write ``card.json`` whole or not at all, after checking it once more.

    Raises
    ------
    pydantic.ValidationError
        If the card was put together without validation and is not valid.
    core.files.WriteFailed
        If the folder cannot be written.
    """
    text = card.model_dump_json(indent=2)
    ModelCard.model_validate_json(text)
    write_text(folder / CARD_FILE, text + "\n")


def read_card(folder: Path, *, called: str = "") -> ModelCard:
    """Read a model's card; names that a later program added are passed over.

    Parameters
    ----------
    folder
        The model's folder.
    called
        What errors call the model; the folder's name by default.

    Raises
    ------
    NewerModel
        If the card's format or preprocessing is newer than this program's.
    ModelDamaged
        If there is no card, or it is not a card.
    """
    name = called or folder.name
    try:
        data = (folder / CARD_FILE).read_bytes()
    except FileNotFoundError as error:
        raise ModelDamaged(
            f"“{name}” is not a model: it has no {CARD_FILE}.",
            hint="Choose a model's own folder, or one of `lumenary models list`.",
            details=str(folder),
        ) from error
    except OSError as error:
        raise _unreadable(name, CARD_FILE, error) from error
    return parse_card(data, called=name)


def parse_card(data: bytes, *, called: str) -> ModelCard:
    """Return the card that ``data`` holds as JSON; raises as :func:`read_card`."""
    _check_format(data, called)
    try:
        card = ModelCard.model_validate_json(data, extra="ignore")
    except ValidationError as error:
        _refuse_later_pixels(error, called)
        raise _not_a_card(called, str(error)) from error
    if ONNX_FILE not in card.files:
        raise _not_a_card(called, f"files: names no {ONNX_FILE}")
    return card


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file but the card, by its path in the folder.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    return {name: sha256_of(folder / name) for name in _file_names(folder)}


def open_folder(folder: Path, *, called: str = "") -> OpenedModel:
    """Open a model's folder: format first, then every file against the card's hash.

    Parameters
    ----------
    folder
        The model's folder.
    called
        What errors call the model; the folder's name by default.

    Raises
    ------
    NewerModel
        If the card's format or preprocessing is newer than this program's.
    ModelDamaged
        If the card or a file is missing, changed or unknown to the card.
    """
    name = called or folder.name
    card = read_card(folder, called=name)
    try:
        _check_names(name, set(_file_names(folder)), set(card.files))
        _check_contents(name, hash_files(folder), card.files)
    except OSError as error:
        raise _unreadable(name, Path(error.filename or "").name, error) from error
    return OpenedModel(folder, card)


def _check_format(data: bytes, called: str) -> None:
    try:
        version = _Format.model_validate_json(data).format_version
    except ValidationError as error:
        raise _not_a_card(called, str(error)) from error
    if version > FORMAT_VERSION:
        raise _newer(called, f"format {version}, this program reads {FORMAT_VERSION}")


def _refuse_later_pixels(error: ValidationError, called: str) -> None:
    """Tell a card whose stills a later program prepared from one that is damaged."""
    for wrong in error.errors():
        if (wrong["loc"], wrong["type"]) == (_PIXELS_VERSION, "less_than_equal"):
            raise _newer(
                called,
                f"preprocessing {wrong['input']}, "
                f"this program does {PREPROCESSING_VERSION}",
            ) from error


def _file_names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name in _OF_FILE_BROWSERS:
            continue
        if (name := path.relative_to(folder).as_posix()) != CARD_FILE:
            yield name


def _check_names(called: str, found: set[str], expected: set[str]) -> None:
    if missing := expected - found:
        raise _damaged(called, "lacks", missing)
    if unknown := found - expected:
        raise _damaged(called, "holds files that its card does not name:", unknown)


def _check_contents(
    called: str, actual: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    if changed := {name for name in actual if actual[name] != expected[name]}:
        raise _damaged(called, "was changed after it was made:", changed)


def _newer(called: str, versions: str) -> NewerModel:
    return NewerModel(
        f"The model “{called}” was made by a newer Lumenary ({versions}).",
        hint="Nothing was changed. Update Lumenary, or choose another model.",
    )


def _damaged(called: str, what: str, names: set[str]) -> ModelDamaged:
    return ModelDamaged(
        f"The model “{called}” {what} {', '.join(sorted(names))}.", hint=_GET_IT_AGAIN
    )


def _not_a_card(called: str, details: str) -> ModelDamaged:
    return ModelDamaged(
        f"The model “{called}” is damaged: its {CARD_FILE} cannot be understood.",
        hint=_GET_IT_AGAIN,
        details=details,
    )


def _unreadable(called: str, file: str, error: OSError) -> ModelDamaged:
    reason = error.strerror or type(error).__name__
    return ModelDamaged(
        f"Couldn't read {file} of the model “{called}”: {reason}.",
        hint="Check your permissions for the folder, or choose another model.",
        details=repr(error),
    )
