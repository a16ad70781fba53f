"""Labels that readers doubt: on the disk when they say so, and never taken off it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from core import __version__
from core.review.damaged_log import sound_connection
from core.review.log_errors import (
    LogDamaged,
    ReviewLogUnusable,
    damaged,
    not_opened,
    not_recorded,
)
from core.review.log_schema import connected, has_questions
from core.review.question_lines import (
    QUESTION_CELLS,
    LabelQuestion,
    LoggedQuestion,
    insert_question,
    logged_question,
)

__all__ = [
    "LabelQuestion",
    "LabelQuestions",
    "LoggedQuestion",
    "ReviewLogUnusable",
    "recorded_questions",
]

_CURRENT: Final = (
    f"SELECT {QUESTION_CELLS} FROM label_questions WHERE seq IN "
    "(SELECT max(seq) FROM label_questions GROUP BY digest)"
)


class LabelQuestions:
    """The log of questioned labels, in the same SQLite file as the reviews.

    Append-only: a question that is asked anew takes the place of the one before, and a
    withdrawn one is a line, too. A question belongs to the still's bytes, whatever its
    name and whichever model's error made the reader look. For use by the thread that
    made it; a :class:`DecisionsLog` of the same file may be open beside it.

    Parameters
    ----------
    path
        The file; made, with its folder, if need be.

    Attributes
    ----------
    notice
        A sentence for the reader if the file was damaged and had to be set aside; else
        empty.

    Raises
    ------
    ReviewLogUnusable
        If it cannot be opened and written, is locked by another program, or was
        written by a newer version of this one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection, self.notice = sound_connection(path)
        except (sqlite3.Error, OSError, LogDamaged) as error:
            raise not_opened(path, error) from error

    def ask(
        self,
        *,
        digest: str,
        stated: str,
        proposed: str | None,
        reader: str,
        time: datetime,
        model: str = "",
    ) -> None:
        """Question a still's label; it is on the disk when this returns.

        Parameters
        ----------
        digest
            SHA-256 of the still's bytes.
        stated
            The label that its folder gives it.
        proposed
            What the reader would call it; ``None`` for none of the model's classes.
        reader, time
            Who asks, and when, with its time zone.
        model
            Key of the model whose error was looked at, if one was.

        Raises
        ------
        ReviewLogUnusable
            If it could not be written; nothing of it was.
        ValueError
            If the digest is empty, the time has no zone, or the label proposed is the
            one stated or empty.
        """
        if (not proposed and proposed is not None) or proposed == stated:
            msg = f"expected another label than {stated!r}, got {proposed!r}"
            raise ValueError(msg)
        question = LabelQuestion(stated, proposed, model, reader, time)
        self._append(digest, LoggedQuestion(question, reader, time, __version__))

    def withdraw(self, *, digest: str, reader: str, time: datetime) -> None:
        """Take back the question of a still's label; raises as :meth:`ask`."""
        self._append(digest, LoggedQuestion(None, reader, time, __version__))

    def questions(self) -> dict[str, LabelQuestion]:
        """Return the labels that are questioned now, by the still's digest.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        return _current(self._connection, self._path)

    def history(self, digest: str) -> tuple[LoggedQuestion, ...]:
        """Return all that was said of one still's label, the first first.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        query = (
            f"SELECT {QUESTION_CELLS} FROM label_questions "
            "WHERE digest = ? ORDER BY seq"
        )
        rows = _rows(self._connection, self._path, query, (digest,))
        return tuple(line for cells in rows if (line := logged_question(cells)))

    def close(self) -> None:
        """Close the file; doing so twice is no error."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _append(self, digest: str, line: LoggedQuestion) -> None:
        if not digest or line.time.tzinfo is None:
            msg = f"expected a digest and a zoned time, got {digest!r}, {line.time}"
            raise ValueError(msg)
        try:
            insert_question(self._connection, digest, line)
        except sqlite3.Error as error:
            raise not_recorded(self._path, error) from error


def recorded_questions(path: Path) -> dict[str, LabelQuestion]:
    """Return the labels that are questioned now, changing nothing.

    Parameters
    ----------
    path
        The log; where there is none, or an older one, there are no questions.

    Raises
    ------
    ReviewLogUnusable
        If there is a log that cannot be read.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            return {}
        with closing(connected(path, writable=False)) as connection:
            return _current(connection, path) if has_questions(connection) else {}
    except LogDamaged as error:
        raise damaged(path, error) from error
    except (sqlite3.Error, OSError) as error:
        raise not_opened(path, error) from error


def _current(connection: sqlite3.Connection, path: Path) -> dict[str, LabelQuestion]:
    lines = {cells[0]: logged_question(cells) for cells in _rows(connection, path)}
    return {
        digest: line.question
        for digest, line in lines.items()
        if line and line.question
    }


def _rows(
    connection: sqlite3.Connection,
    path: Path,
    query: str = _CURRENT,
    values: tuple[str, ...] = (),
) -> list[tuple[str, ...]]:
    # all at once: a half-read query would hold a lock that others wait for
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise not_opened(path, error) from error
