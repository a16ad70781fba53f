"""What readers said, counted and taken off the disk for good."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.review.log_errors import LogDamaged, not_erased
from core.review.log_file import log_to_read
from core.review.log_schema import connected, make_tables

_OWN_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
)
_BLOCK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class LogCounts:
    """How much readers have said; every answer counts, those taken back as well."""

    reviews: int = 0
    stills: int = 0
    """That were reviewed; one of them may have many answers."""
    readers: int = 0
    questions: int = 0
    """Of labels."""
    decisions: int = 0
    """Of any other kind, such as which stills are no copies."""

    @property
    def lines(self) -> int:
        """All of them."""
        return self.reviews + self.questions + self.decisions


def counted_log(path: Path) -> LogCounts:
    """Return how much is in a log, changing nothing; where there is none, nothing.

    Raises
    ------
    core.review.log_errors.ReviewLogUnusable
        If there is a log that cannot be read.
    """
    with log_to_read(path) as connection:
        return _counts(connection) if connection else LogCounts()


def log_files(path: Path) -> tuple[Path, ...]:
    """Return a log's file, its journal, and what was set aside as damaged."""
    beside = (
        path.parent.glob(pattern)
        for pattern in (
            f"{path.name}-journal",
            f"{path.stem}.damaged-*{path.suffix}*",
            f".{path.stem}.*{path.suffix}*",
        )
    )
    files = [path, *(file for found in beside for file in sorted(found))]
    return tuple(file for file in files if file.is_file())


def erase_log(path: Path) -> None:
    """Empty a log and overwrite what was in it, its copies set aside as well.

    The file stays, empty and ready: whoever has it open goes on writing to it. What the
    disk itself keeps of overwritten blocks, and backups, are beyond any program.

    Raises
    ------
    core.review.log_errors.ReviewLogUnusable
        If it cannot be done; the log is whole then, as it was.
    """
    try:
        if path.exists():
            _empty(path)
        for copy in log_files(path):
            if copy != path:
                _overwrite(copy)
                copy.unlink()
    except (sqlite3.Error, OSError) as error:
        raise not_erased(path, error) from error


def _counts(connection: sqlite3.Connection) -> LogCounts:
    def number(query: str) -> int:
        return int(connection.execute(query).fetchone()[0])

    lines = {
        name: number(f'SELECT count(*) FROM "{name}"')
        for (name,) in connection.execute(_OWN_TABLES).fetchall()
    }
    return LogCounts(
        reviews=lines.pop("reviews", 0),
        stills=number("SELECT count(DISTINCT digest) FROM reviews"),
        readers=number("SELECT count(DISTINCT reader) FROM reviews WHERE reader != ''"),
        questions=lines.pop("label_questions", 0),
        decisions=sum(lines.values()),
    )


def _empty(path: Path) -> None:
    try:
        with closing(connected(path)) as connection:
            _empty_tables(connection, path)
    except LogDamaged:  # nothing to go by: every byte, then a file as at first
        _overwrite(path)
        os.truncate(path, 0)


def _empty_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Make all tables anew in pages of zeros, and overwrite what undoing would need.

    The journal holds the pages as they were. It is kept (``PERSIST``) until it was
    overwritten, while nobody else can begin to use it (``EXCLUSIVE``).
    """
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = PERSIST")
    connection.execute("BEGIN EXCLUSIVE")
    for (name,) in connection.execute(_OWN_TABLES).fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    make_tables(connection)
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    journal = path.with_name(f"{path.name}-journal")
    if journal.is_file():
        _overwrite(journal)
    connection.execute("PRAGMA journal_mode = DELETE")


def _overwrite(path: Path) -> None:
    """Write zeros over all of a file, and return once the disk has them."""
    with path.open("rb+") as stream:
        left = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        while left > 0:
            left -= stream.write(bytes(min(left, _BLOCK_BYTES)))
        stream.flush()
        os.fsync(stream.fileno())
