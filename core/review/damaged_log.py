"""Keeps a damaged log of reviews aside and carries over what can still be read."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from core.review.dataset_lines import (
    LEFT_OUT_CELLS,
    PAIR_CELLS,
    logged_left_out,
    logged_pair,
)
from core.review.log_errors import LogDamaged
from core.review.log_schema import CELLS, connected, logged_review, make_tables
from core.review.question_lines import QUESTION_CELLS, logged_question

_Line: TypeAlias = tuple[Any, ...]
"""seq and the texts of a line; of a damaged file, anything."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose lines are carried over."""

    name: str
    columns: str
    """After ``seq``."""
    read: Callable[[Sequence[str]], object | None]
    """Returns nothing for texts that make no sense."""
    lines: str
    """What its lines are, to follow a number."""


_TABLES: Final = (
    _Table(
        "reviews",
        f"digest, model, {CELLS}",
        lambda texts: logged_review(texts[2:]),
        "answers",
    ),
    _Table("label_questions", QUESTION_CELLS, logged_question, "questioned labels"),
    _Table("told_apart", PAIR_CELLS, logged_pair, "pairs told apart"),
    _Table("left_out", LEFT_OUT_CELLS, logged_left_out, "stills left out"),
)


def sound_connection(path: Path) -> tuple[sqlite3.Connection, str]:
    """Return a connection to a log that can be written, mended if need be.

    Returns
    -------
    tuple
        The connection, and a sentence for the reader if the file was damaged and had to
        be set aside; else an empty one.

    Raises
    ------
    LogDamaged, ReviewLogUnusable, OSError, sqlite3.Error
        As :func:`core.review.log_schema.connected`, and if there is no room for the
        copies; the damaged file is not touched then.
    """
    try:
        return connected(path), ""
    except LogDamaged:
        notice = set_aside(path)
        return connected(path), notice


def set_aside(path: Path) -> str:
    """Copy a damaged log aside, put a sound one in its place, and say so.

    At no moment is there no log at ``path``: the sound one replaces it by one rename.

    Returns
    -------
    str
        A sentence for the reader: what was carried over and where the old file is.

    Raises
    ------
    OSError, sqlite3.Error
        If there is no room for the copies; the damaged file is not touched then.
    """
    time = datetime.now().astimezone().strftime("%Y-%m-%dT%H-%M-%S")
    aside = path.with_name(f"{path.stem}.damaged-{time}{path.suffix}")
    sound = path.with_name(f".{path.stem}.{time}{path.suffix}")
    _copy_with_journal(path, aside)
    try:
        lines_of = {table: _readable_lines(path, table) for table in _TABLES}
        _write(sound, lines_of)
        _journal(path).unlink(missing_ok=True)  # or it would be played into the new one
        sound.replace(path)
    finally:
        for leftover in (sound, _journal(sound)):
            leftover.unlink(missing_ok=True)
    return _sentence(lines_of, aside)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _copy_with_journal(path: Path, aside: Path) -> None:
    for source, target in ((path, aside), (_journal(path), _journal(aside))):
        if source.exists():
            shutil.copyfile(source, target)
            with target.open("rb+") as stream:
                os.fsync(stream.fileno())


def _readable_lines(path: Path, table: _Table) -> list[_Line]:
    """Return what can be read, in the order in which it was written."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with suppress(sqlite3.Error):
            # lets SQLite open a file that is shorter than its header says
            connection.execute("PRAGMA writable_schema = ON")
        found = {line[0]: line for line in _lines(connection, table)}
    return [line for _, line in sorted(found.items()) if _makes_sense(line, table)]


def _lines(connection: sqlite3.Connection, table: _Table) -> Iterator[_Line]:
    """Yield the lines up to the first gap, from the end back to it, and in between."""
    first = last = 0
    for line in _scan(connection, table, "ASC"):
        first = line[0]
        yield line
    for line in _scan(connection, table, "DESC"):
        if line[0] <= first:
            return
        last = line[0]
        yield line
    for seq in range(first + 1, last):
        yield from _scan(connection, table, "ASC", f"WHERE seq = {seq}")


def _scan(
    connection: sqlite3.Connection, table: _Table, order: str, where: str = ""
) -> Iterator[_Line]:
    query = (
        f"SELECT seq, {table.columns} FROM {table.name} NOT INDEXED {where} "
        f"ORDER BY seq {order}"
    )
    with suppress(sqlite3.Error):
        yield from connection.execute(query)


def _makes_sense(line: _Line, table: _Table) -> bool:
    texts = line[1:]
    return all(isinstance(text, str) for text in texts) and bool(table.read(texts))


def _write(path: Path, lines_of: dict[_Table, list[_Line]]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN")
        make_tables(connection)
        for table, lines in lines_of.items():
            places = ", ".join("?" * (1 + len(table.columns.split(","))))
            connection.executemany(
                f"INSERT INTO {table.name} (seq, {table.columns}) VALUES ({places})",
                lines,
            )
        connection.execute("COMMIT")


def _sentence(lines_of: dict[_Table, list[_Line]], aside: Path) -> str:
    counts = [f"{len(own)} {table.lines}" for table, own in lines_of.items() if own]
    listed = " and ".join(filter(None, [", ".join(counts[:-1]), *counts[-1:]]))
    kept = (
        f"{listed} could be read and are carried over"
        if counts
        else "Nothing in it could be read"
    )
    return f"The log of reviews was damaged. {kept}; the old file is kept as “{aside}”."
