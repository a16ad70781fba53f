"""What the user wrote about models: beside them, since a model's files never change."""

from pathlib import Path
from typing import Final

from core.errors import BadRequest, LumenaryError
from core.files import WriteFailed, write_text

LONGEST_NOTE: Final = 20_000
"""Characters: some ten pages, and no place for a data set."""


class NotesUnreadable(LumenaryError):
    """Notes are there and cannot be read."""


class NoteTooLong(BadRequest):
    """More was written than notes may hold."""


class ModelNotes:
    """Notes by the key of a model's network, so that shipped models have some, too.

    They survive renaming, and two copies of a model share them.

    Parameters
    ----------
    folder
        One text file for each model that has notes; made with the first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: str) -> str:
        """Return the notes on a model; empty if there are none.

        Parameters
        ----------
        key
            :attr:`core.library.card.ModelCard.key`.

        Raises
        ------
        NotesUnreadable
            If there are some and they cannot be read.
        """
        path = self._path(key)
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise NotesUnreadable(
                f"The notes on this model can't be read: {_reason(error)}.",
                hint=f"Nothing was changed. They stand in “{path}”.",
                details=repr(error),
            ) from error

    def write(self, key: str, text: str) -> None:
        """Replace the notes on a model, whole or not at all; empty ones are removed.

        Raises
        ------
        NoteTooLong
            If there are more than :data:`LONGEST_NOTE` characters.
        core.files.WriteFailed
            If they cannot be written; those that were there are untouched.
        """
        if len(text) > LONGEST_NOTE:
            raise NoteTooLong(
                f"Notes may have {LONGEST_NOTE:,} characters; these have "
                f"{len(text):,}.",
                hint="Nothing was saved of them. Shorten them.",
            )
        if text.strip():
            write_text(self._path(key), text)
        else:
            self._remove(key)

    def _remove(self, key: str) -> None:
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise WriteFailed(
                f"Couldn't remove the notes on this model: {_reason(error)}.",
                hint=f"They stand in “{path}” as they were.",
                details=repr(error),
            ) from error

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.txt"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
