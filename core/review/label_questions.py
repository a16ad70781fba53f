"""Labels that readers doubt: on the disk when they say so, and never taken off it."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

from core import __version__
from core.review.log_errors import ReviewLogUnusable
from core.review.log_file import OpenLog, all_rows, log_to_read
from core.review.log_schema import has_questions
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


class LabelQuestions(OpenLog):
    """The log of questioned labels, in the same SQLite file as the reviews.

    Append-only: a question that is asked anew takes the place of the one before, and a
    withdrawn one is a line, too. A question belongs to the still's bytes, whatever its
    name and whichever model's error made the reader look. Made, and raises, as
    :class:`OpenLog`.
    """

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
        with self._reading() as connection:
            return _current(connection)

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
        with self._reading() as connection:
            rows = all_rows(connection, query, (digest,))
        return tuple(line for cells in rows if (line := logged_question(cells)))

    def _append(self, digest: str, line: LoggedQuestion) -> None:
        if not digest or line.time.tzinfo is None:
            msg = f"expected a digest and a zoned time, got {digest!r}, {line.time}"
            raise ValueError(msg)
        with self._writing() as connection:
            insert_question(connection, digest, line)


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
    with log_to_read(path) as connection:
        if connection is None or not has_questions(connection):
            return {}
        return _current(connection)


def _current(connection: sqlite3.Connection) -> dict[str, LabelQuestion]:
    rows = all_rows(connection, _CURRENT)
    lines = {cells[0]: logged_question(cells) for cells in rows}
    return {
        digest: line.question
        for digest, line in lines.items()
        if line and line.question
    }
