"""Where Lumenary keeps things: what it ships with, and what is the user's."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from core.errors import BadRequest

_PROGRAM = Path(__file__).resolve().parent.parent

RESOURCES = _PROGRAM / "resources"
"""Recipes, templates, licences: shipped with the program, read only."""

SHIPPED_MODELS = _PROGRAM / "models"
"""Models shipped with the program, read only."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""What Notepad puts before the text."""


class DataFolderUnreachable(BadRequest):
    """The data folder that was chosen is not there, or nobody can say which it is."""


@dataclass(frozen=True, slots=True)
class UserFolders:
    """The user's own folders; none is made before something is written to it."""

    home: Path

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ
    ) -> "UserFolders":
        """Return the folders below ``LUMENARY_HOME``, the chosen home, or the default.

        Raises
        ------
        BadRequest
            If ``LUMENARY_HOME`` leads nowhere: the home of nobody, or round in circles.
        DataFolderUnreachable
            If the chosen folder is not there. Another is never used in its place, for
            a library that seems empty is worse than one that says it is offline.
        """
        named = environment.get("LUMENARY_HOME")
        if named:
            return cls(_resolved(named))
        chosen = chosen_home()
        if chosen is None:
            return cls(default_home())
        if not is_there(chosen):
            raise _unreachable(chosen)
        return cls(chosen)

    @property
    def models(self) -> Path:
        """One folder for each model of the user's library."""
        return self.home / "models"

    @property
    def runs(self) -> Path:
        """One folder for each job that was run."""
        return self.home / "runs"

    @property
    def review_log(self) -> Path:
        """What readers said, for all models and folders."""
        return self.home / "review.sqlite"

    @property
    def model_notes(self) -> Path:
        """What the user wrote about models."""
        return self.home / "model-notes"

    @property
    def cache(self) -> Path:
        """Prepared stills and hashes; may be deleted at any time."""
        return self.home / "cache"

    @property
    def checked_models(self) -> Path:
        """An empty file for each model from outside that was found good."""
        return self.cache / "checked-models"

    @property
    def prepared(self) -> Path:
        """Stills as networks see them: the pixels in the cache."""
        return self.cache / "prepared"

    @property
    def recipes(self) -> Path:
        """The user's own recipes."""
        return self.home / "recipes"


def default_home() -> Path:
    """Return the system's folder for programs' data."""
    return Path(platformdirs.user_data_dir("Lumenary", appauthor=False))


def chosen_home() -> Path | None:
    """Return the data folder that the user chose, there or not; ``None`` if none.

    Raises
    ------
    DataFolderUnreachable
        If a choice is on record that cannot be read or is no full path.
    """
    pointer = choice_file()
    try:
        content = pointer.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(pointer, repr(error)) from error
    text = os.fsdecode(content.removeprefix(_BYTE_ORDER_MARK)).strip("\r\n")
    if not text:
        return None
    if "\0" in text or not Path(text).is_absolute():
        raise _unreadable(pointer, f"names {text[:200]!r}")
    return Path(text)


def choice_file() -> Path:
    """Return the file that names the chosen folder; apart from what it moves."""
    config = platformdirs.user_config_dir("Lumenary", appauthor=False)
    return Path(config) / "data-folder.txt"


def is_there(folder: Path) -> bool:
    """Return whether a folder can be reached; never raises."""
    try:
        return folder.is_dir()
    except OSError:  # a share that went away answers with many errors
        return False


def _unreachable(folder: Path) -> DataFolderUnreachable:
    return DataFolderUnreachable(
        f"Lumenary's data folder “{folder}” cannot be reached.",
        hint="Connect the drive that it is on and start again. If it is gone for good, "
        f"delete the file {choice_file()} to start with an empty folder.",
    )


def _unreadable(pointer: Path, details: str) -> DataFolderUnreachable:
    return DataFolderUnreachable(
        f"The file {pointer} should name Lumenary's data folder and does not.",
        hint="Write the folder's full path into it, or delete it to use the system's "
        "data folder.",
        details=details,
    )


def _resolved(named: str) -> Path:
    try:
        return Path(named).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise BadRequest(
            f"LUMENARY_HOME names a folder that cannot be: “{named}”.",
            hint="Correct it, or leave it out to use the system's data folder.",
            details=repr(error),
        ) from error
