"""One model's folder: its card written, read and checked against its files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from core.errors import LumenaryError
from core.files import sha256_of, write_text
from core.library.card import FORMAT_VERSION, ModelCard

CARD_FILE: Final = "card.json"
_OF_FILE_BROWSERS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_GET_IT_AGAIN: Final = (
    "It was not used. Remove it and import it again from its archive, or train it anew."
)


class ModelDamaged(LumenaryError):
    """A model's folder is not what its card says; it must not be used."""


class NewerModel(LumenaryError):
    """A model was made by a program that knows more than this one."""


@dataclass(frozen=True, slots=True)
class OpenedModel:
    """A model whose card was read and whose every file is the one the card names."""

    folder: Path
    card: ModelCard

    @property
    def onnx_path(self) -> Path:
        """The network to classify with."""
        return self.folder / "model.onnx"

    @property
    def keras_path(self) -> Path:
        """The network to retrain."""
        return self.folder / "model.keras"

    @property
    def refusal_path(self) -> Path:
        """What the network's embeddings of its own training stills look like."""
        return self.folder / "refusal.npz"


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


def read_card(folder: Path) -> ModelCard:
    """Read a model's card; names that a later program added are passed over.

    Raises
    ------
    NewerModel
        If the card's format is newer than this program's.
    ModelDamaged
        If there is no card, or it is not a card.
    """
    text = _card_text(folder)
    _check_format(folder, _parsed(folder, text))
    try:
        return ModelCard.model_validate_json(text, extra="ignore")
    except ValidationError as error:
        raise _not_a_card(folder, str(error)) from error


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file but the card, by its path in the folder.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    return {name: sha256_of(folder / name) for name in _file_names(folder)}


def open_folder(folder: Path) -> OpenedModel:
    """Open a model's folder: format first, then every file against the card's hash.

    Raises
    ------
    NewerModel
        If the card's format is newer than this program's.
    ModelDamaged
        If the card or a file is missing, changed or unknown to the card.
    """
    card = read_card(folder)
    _check_names(folder, card)
    _check_contents(folder, card)
    return OpenedModel(folder, card)


def _card_text(folder: Path) -> str:
    try:
        return (folder / CARD_FILE).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ModelDamaged(
            f"“{folder}” is not a model: it has no {CARD_FILE}.",
            hint="Choose a model's own folder, or one of `lumenary models list`.",
        ) from error
    except OSError as error:
        raise _unreadable(folder, CARD_FILE, error) from error
    except UnicodeDecodeError as error:
        raise _not_a_card(folder, str(error)) from error


def _parsed(folder: Path, text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_a_card(folder, str(error)) from error
    if not isinstance(content, dict):
        raise _not_a_card(folder, f"expected an object, got {type(content).__name__}")
    return content


def _check_format(folder: Path, content: dict[str, Any]) -> None:
    version = content.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise NewerModel(
            f"The model “{folder.name}” was made by a newer Lumenary "
            f"(format {version}, this program reads {FORMAT_VERSION}).",
            hint="Nothing was changed. Update Lumenary, or choose another model.",
            details=str(folder),
        )


def _file_names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name in _OF_FILE_BROWSERS:
            continue
        if (name := path.relative_to(folder).as_posix()) != CARD_FILE:
            yield name


def _check_names(folder: Path, card: ModelCard) -> None:
    found, expected = set(_file_names(folder)), set(card.files)
    if missing := sorted(expected - found):
        raise _damaged(folder, "lacks", missing)
    if unknown := sorted(found - expected):
        raise _damaged(folder, "holds files that its card does not name:", unknown)


def _check_contents(folder: Path, card: ModelCard) -> None:
    try:
        actual = hash_files(folder)
    except OSError as error:
        name = Path(error.filename or "a file").name
        raise _unreadable(folder, name, error) from error
    if changed := [name for name in actual if actual[name] != card.files[name]]:
        raise _damaged(folder, "was changed after it was made:", changed)


def _damaged(folder: Path, what: str, names: list[str]) -> ModelDamaged:
    return ModelDamaged(
        f"The model “{folder.name}” {what} {', '.join(names)}.",
        hint=_GET_IT_AGAIN,
        details=str(folder),
    )


def _not_a_card(folder: Path, details: str) -> ModelDamaged:
    return ModelDamaged(
        f"The model “{folder.name}” is damaged: its {CARD_FILE} cannot be understood.",
        hint=_GET_IT_AGAIN,
        details=f"{folder / CARD_FILE}: {details}",
    )


def _unreadable(folder: Path, name: str, error: OSError) -> ModelDamaged:
    reason = error.strerror or type(error).__name__
    return ModelDamaged(
        f"Couldn't read {name} of the model “{folder.name}”: {reason}.",
        hint="Check your permissions for the folder, or choose another model.",
        details=repr(error),
    )
