"""The file of what readers said: opened, made, brought up, and its reviews' lines."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from core.review.corrections import Review, Verdict
from core.review.dataset_lines import DATASET_TABLES
from core.review.log_errors import LogDamaged, not_a_log, says_damaged, too_new
from core.review.question_lines import QUESTIONS_TABLE
from core.review.spreadsheet import spelt_out

SCHEMA_VERSION: Final = 3
"""Kept as ``user_version``; raised whenever an older program could misread the file.

1 had reviews alone; 2 has questioned labels, and 3 decisions on data sets, which
mending by an older version would lose.
"""

CELLS: Final = "verdict, findings, reader, time, program_version"
"""The columns of a line that :func:`logged_review` reads."""

_PATIENCE: Final = 1.0
"""Seconds that a window waits for another program's lock, held for milliseconds."""
_PATIENCE_OF_JOBS: Final = 10.0
"""Seconds that a job waits, which nobody watches, while a window goes on recording."""

_TABLE: Final = (
    """CREATE TABLE reviews (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        digest TEXT NOT NULL,
        model TEXT NOT NULL,
        verdict TEXT NOT NULL,
        findings TEXT NOT NULL,
        reader TEXT NOT NULL,
        time TEXT NOT NULL,
        program_version TEXT NOT NULL
    )""",
    "CREATE INDEX reviews_by_still ON reviews (model, digest, seq)",
    """CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are never deleted'); END""",
    """CREATE TRIGGER reviews_are_final BEFORE UPDATE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END""",
)

_TABLES: Final = (("label_questions", QUESTIONS_TABLE), ("left_out", DATASET_TABLES))
"""What came with version 2 and with 3: a table that tells it, and what makes it all."""

_WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class LoggedReview:
    """One line of the log; ``review`` is ``None`` where an answer was withdrawn."""

    review: Review | None
    time: datetime
    program_version: str


def connected(path: Path, *, writable: bool = True) -> sqlite3.Connection:
    """Return a connection to a log, which is made if it is to be written.

    Raises
    ------
    LogDamaged
        If the file's content is broken.
    ReviewLogUnusable
        If it is no log of this program, or of a newer one.
    sqlite3.Error
        If it cannot be opened, or not be written although it is to be.
    """
    patience = _PATIENCE if writable else _PATIENCE_OF_JOBS
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        _prepare(connection, path, writable=writable)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error) and says_damaged(error):
            raise LogDamaged(str(error)) from error
        raise
    return connection


def make_tables(connection: sqlite3.Connection) -> None:
    """Make all tables, empty; to be called within a transaction."""
    for statement in _TABLE:
        connection.execute(statement)
    _add_later_tables(connection)


def has_questions(connection: sqlite3.Connection) -> bool:
    """Return whether there is a table of questioned labels; older logs have none."""
    return _has_table(connection, "label_questions")


def has_dataset_decisions(connection: sqlite3.Connection) -> bool:
    """Return whether there are tables of decisions on data sets, as in newer logs."""
    return _has_table(connection, "left_out")


def _add_later_tables(connection: sqlite3.Connection) -> None:
    for name, statements in _TABLES:
        if not _has_table(connection, name):
            for statement in statements:
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def insert(
    connection: sqlite3.Connection, digest: str, model: str, line: LoggedReview
) -> None:
    """Append a line, which is on the disk when this returns."""
    review = line.review
    connection.execute(
        f"INSERT INTO reviews (digest, model, {CELLS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            digest,
            model,
            review.verdict.value if review else _WITHDRAWN,
            json.dumps(review.findings if review else ()),
            spelt_out(review.reader) if review else "",
            line.time.isoformat(),
            line.program_version,
        ),
    )


def logged_review(cells: Sequence[str]) -> LoggedReview | None:
    """Return a line from its :data:`CELLS`; ``None`` if they make no sense."""
    verdict, findings, reader, time, program_version = cells
    try:
        when = datetime.fromisoformat(time)
        review = (
            None
            if verdict == _WITHDRAWN
            else Review(Verdict(verdict), tuple(json.loads(findings)), reader, when)
        )
    except (TypeError, ValueError):  # of a hand or a disk that changed the file
        return None
    return LoggedReview(review, when, program_version)


def _prepare(connection: sqlite3.Connection, path: Path, *, writable: bool) -> None:
    # Network folders: no WAL. EXTRA is FULL and also syncs the folder in which the
    # journal was removed; else a power cut could bring it back, and undo the answer.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    if _version(connection) > SCHEMA_VERSION:
        raise too_new(path)
    _refuse_damage(connection)
    if writable:
        _make_or_try_to_write(connection, path)
    elif not _has_table(connection, "reviews"):
        raise not_a_log(path)


def _refuse_damage(connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise LogDamaged(verdict)


def _make_or_try_to_write(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or find out now and not at the first answer that it is no use.

    The version is read within the transaction: two programs may open an older log at
    the same moment.
    """
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection)
    has_reviews = _has_table(connection, "reviews")
    if version == SCHEMA_VERSION and has_reviews and _has_later_tables(connection):
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("ROLLBACK")
    elif 0 < version < SCHEMA_VERSION and has_reviews:
        _add_later_tables(connection)
        connection.execute("COMMIT")
    elif version or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise not_a_log(path)
    else:
        make_tables(connection)
        connection.execute("COMMIT")


def _has_later_tables(connection: sqlite3.Connection) -> bool:
    return all(_has_table(connection, name) for name, _ in _TABLES)


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (name,)).fetchone() is not None
