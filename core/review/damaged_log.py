"""Keeps a damaged log of reviews aside and carries over what can still be read."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from core.review.log_schema import CELLS, logged_review, make_table

_Line: TypeAlias = tuple[int, str, str, str, str, str, str, str]
"""seq, digest, model and the cells of :func:`logged_review`."""

_COLUMNS: Final = f"seq, digest, model, {CELLS}"


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
        lines = _readable_lines(path)
        _write(sound, lines)
        _journal(path).unlink(missing_ok=True)  # or it would be played into the new one
        sound.replace(path)
    finally:
        for leftover in (sound, _journal(sound)):
            leftover.unlink(missing_ok=True)
    return _sentence(len(lines), aside)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _copy_with_journal(path: Path, aside: Path) -> None:
    for source, target in ((path, aside), (_journal(path), _journal(aside))):
        if source.exists():
            shutil.copyfile(source, target)
            with target.open("rb+") as stream:
                os.fsync(stream.fileno())


def _readable_lines(path: Path) -> list[_Line]:
    """Return what can be read, in the order in which it was written."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with suppress(sqlite3.Error):
            # lets SQLite open a file that is shorter than its header says
            connection.execute("PRAGMA writable_schema = ON")
        found = {line[0]: line for line in _lines(connection)}
    return [line for _, line in sorted(found.items()) if _makes_sense(line)]


def _lines(connection: sqlite3.Connection) -> Iterator[_Line]:
    """Yield the lines up to the first gap, from the end back to it, and in between."""
    first = last = 0
    for line in _scan(connection, "ASC"):
        first = line[0]
        yield line
    for line in _scan(connection, "DESC"):
        if line[0] <= first:
            return
        last = line[0]
        yield line
    for seq in range(first + 1, last):
        yield from _scan(connection, "ASC", f"WHERE seq = {seq}")


def _scan(
    connection: sqlite3.Connection, order: str, where: str = ""
) -> Iterator[_Line]:
    query = f"SELECT {_COLUMNS} FROM reviews NOT INDEXED {where} ORDER BY seq {order}"
    with suppress(sqlite3.Error):
        yield from connection.execute(query)


def _makes_sense(line: _Line) -> bool:
    texts = line[1:]
    return all(isinstance(text, str) for text in texts) and bool(
        logged_review(texts[2:])
    )


def _write(path: Path, lines: list[_Line]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN")
        make_table(connection)
        places = ", ".join("?" * 8)
        connection.executemany(
            f"INSERT INTO reviews ({_COLUMNS}) VALUES ({places})", lines
        )
        connection.execute("COMMIT")


def _sentence(carried: int, aside: Path) -> str:
    kept = (
        f"{carried} answers could be read and are carried over"
        if carried
        else "Nothing in it could be read"
    )
    return f"The log of reviews was damaged. {kept}; the old file is kept as “{aside}”."
