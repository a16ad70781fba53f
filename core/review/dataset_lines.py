"""The tables of decisions on a data set in the file of reviews, and their lines."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.dataset.digest_pairs import DigestPair, digest_pair
from core.review.spreadsheet import spelt_out

PAIR_CELLS: Final = "first, second, standing, reader, time, program_version"
"""The columns of a line that :func:`logged_pair` reads."""

LEFT_OUT_CELLS: Final = "digest, standing, why, reader, time, program_version"
"""The columns of a line that :func:`logged_left_out` reads."""

DATASET_TABLES: Final = (
    """CREATE TABLE told_apart (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        first TEXT NOT NULL,
        second TEXT NOT NULL,
        standing TEXT NOT NULL,
        reader TEXT NOT NULL,
        time TEXT NOT NULL,
        program_version TEXT NOT NULL
    )""",
    "CREATE INDEX told_apart_by_pair ON told_apart (first, second, seq)",
    """CREATE TRIGGER told_apart_stays BEFORE DELETE ON told_apart
        BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END""",
    """CREATE TRIGGER told_apart_is_final BEFORE UPDATE ON told_apart
        BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END""",
    """CREATE TABLE left_out (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        digest TEXT NOT NULL,
        standing TEXT NOT NULL,
        why TEXT NOT NULL,
        reader TEXT NOT NULL,
        time TEXT NOT NULL,
        program_version TEXT NOT NULL
    )""",
    "CREATE INDEX left_out_by_still ON left_out (digest, seq)",
    """CREATE TRIGGER left_out_stays BEFORE DELETE ON left_out
        BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END""",
    """CREATE TRIGGER left_out_is_final BEFORE UPDATE ON left_out
        BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END""",
)

_STANDS: Final = "stands"
_UNDONE: Final = "undone"


@dataclass(frozen=True, slots=True)
class LoggedPair:
    """One line: two stills were told apart, or no longer are."""

    pair: DigestPair
    stands: bool
    reader: str
    time: datetime
    """With its time zone."""
    program_version: str


@dataclass(frozen=True, slots=True)
class LoggedLeftOut:
    """One line: a still is not to be trained on, or is again."""

    digest: str
    stands: bool
    why: str
    """In the reader's words; may be empty."""
    reader: str
    time: datetime
    """With its time zone."""
    program_version: str


def insert_pair(connection: sqlite3.Connection, line: LoggedPair) -> None:
    """Append a line, which is on the disk when this returns."""
    _insert(
        connection,
        f"INSERT INTO told_apart ({PAIR_CELLS})",
        (*line.pair, _standing(line.stands)),
        line,
    )


def insert_left_out(connection: sqlite3.Connection, line: LoggedLeftOut) -> None:
    """Append a line, which is on the disk when this returns."""
    _insert(
        connection,
        f"INSERT INTO left_out ({LEFT_OUT_CELLS})",
        (line.digest, _standing(line.stands), spelt_out(line.why)),
        line,
    )


def logged_pair(cells: Sequence[str]) -> LoggedPair | None:
    """Return a line from its :data:`PAIR_CELLS`; ``None`` if they make no sense."""
    first, second, standing, reader, time, program_version = cells
    try:
        pair, when = digest_pair(first, second), datetime.fromisoformat(time)
        stands = _read_standing(standing)
    except (TypeError, ValueError):  # of a hand or a disk that changed the file
        return None
    return LoggedPair(pair, stands, reader, when, program_version)


def logged_left_out(cells: Sequence[str]) -> LoggedLeftOut | None:
    """Return a line from its :data:`LEFT_OUT_CELLS`; ``None`` if they make no sense."""
    digest, standing, why, reader, time, program_version = cells
    try:
        when, stands = datetime.fromisoformat(time), _read_standing(standing)
    except (TypeError, ValueError):
        return None
    return LoggedLeftOut(digest, stands, why, reader, when, program_version)


def _insert(
    connection: sqlite3.Connection,
    insert: str,
    own: tuple[str, str, str],
    line: LoggedPair | LoggedLeftOut,
) -> None:
    by_whom = (spelt_out(line.reader), line.time.isoformat(), line.program_version)
    connection.execute(f"{insert} VALUES (?, ?, ?, ?, ?, ?)", (*own, *by_whom))


def _standing(stands: bool) -> str:
    return _STANDS if stands else _UNDONE


def _read_standing(standing: str) -> bool:
    if standing not in (_STANDS, _UNDONE):
        msg = f"expected {_STANDS} or {_UNDONE}, got {standing!r}"
        raise ValueError(msg)
    return standing == _STANDS
