"""What can be wrong with the log of reviews, in sentences for the reader."""

import sqlite3
from pathlib import Path

from core.errors import LumenaryError

_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it may only be read, or was moved meanwhile",
    sqlite3.SQLITE_PERM: "there is no permission",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder cannot be opened or written",
    sqlite3.SQLITE_IOERR: "the disk reports an error, or has no room left",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_NOTADB: "the file is damaged",
}


class ReviewLogUnusable(LumenaryError):
    """Reviews cannot be read or recorded; what was recorded before is kept."""


class LogDamaged(Exception):
    """The file's content contradicts itself."""


def says_damaged(error: sqlite3.Error) -> bool:
    """Return whether SQLite means by this that the file's content is broken."""
    return _primary_code(error) in _DAMAGED


def not_opened(path: Path, error: Exception) -> ReviewLogUnusable:
    """Return the error for a log that cannot be read, or not be written at all."""
    if _is_lock(error):
        return _locked(path, "Couldn't open the log of reviews", error)
    return ReviewLogUnusable(
        f"Couldn't open the log of reviews “{path}”: {_reason(error)}.",
        hint="Reviews cannot be recorded; those given before are not touched. Check "
        "the free space and your permissions, or choose another data folder.",
        details=repr(error),
    )


def not_recorded(path: Path, error: Exception) -> ReviewLogUnusable:
    """Return the error for an answer that was not written."""
    if _is_lock(error):
        return _locked(path, "The last answer was not recorded", error)
    return ReviewLogUnusable(
        f"The last answer was not recorded in “{path}”: {_reason(error)}.",
        hint="All earlier answers are kept. Mend the cause, then give this one again.",
        details=repr(error),
    )


def not_erased(path: Path, error: Exception) -> ReviewLogUnusable:
    """Return the error for a log that should have been emptied and was not."""
    if _is_lock(error):
        return _locked(path, "The log of reviews was not emptied", error)
    return ReviewLogUnusable(
        f"The log of reviews “{path}” was not emptied: {_reason(error)}.",
        hint="What is in it is kept. Mend the cause, then delete again.",
        details=repr(error),
    )


def too_new(path: Path) -> ReviewLogUnusable:
    """Return the error for a log that a newer program wrote."""
    return ReviewLogUnusable(
        f"The log of reviews “{path}” was written by a newer version of Lumenary.",
        hint="It was not touched. Use that version, or choose another data folder.",
    )


def not_a_log(path: Path) -> ReviewLogUnusable:
    """Return the error for a database of something else."""
    return ReviewLogUnusable(
        f"“{path}” is a database, but no log of reviews.",
        hint="It was not touched. Move it away, or choose another data folder.",
    )


def damaged(path: Path, error: Exception) -> ReviewLogUnusable:
    """Return the error for a damaged log where nothing may be mended."""
    return ReviewLogUnusable(
        f"The log of reviews “{path}” is damaged.",
        hint="It was not touched. Open the window once: it keeps the damaged file "
        "aside and carries over what can still be read.",
        details=repr(error),
    )


def _locked(path: Path, what: str, error: Exception) -> ReviewLogUnusable:
    return ReviewLogUnusable(
        f"{what}: another program is using “{path}”.",
        hint="All earlier answers are kept. Close the other program or wait for the "
        "backup that reads the file, then try again.",
        details=repr(error),
    )


def _is_lock(error: Exception) -> bool:
    return isinstance(error, sqlite3.Error) and _primary_code(error) in _LOCKED


def _reason(error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        return _REASONS.get(_primary_code(error), str(error))
    return getattr(error, "strerror", None) or str(error)


def _primary_code(error: sqlite3.Error) -> int:
    # the low byte; the rest only tells where in SQLite it came up
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
