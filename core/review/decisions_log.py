"""Every answer of a reader, on the disk when it was given, and never taken off it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from core import __version__
from core.review.corrections import Review
from core.review.damaged_log import sound_connection
from core.review.log_errors import (
    LogDamaged,
    ReviewLogUnusable,
    damaged,
    not_opened,
    not_recorded,
)
from core.review.log_schema import (
    CELLS,
    LoggedReview,
    connected,
    insert,
    logged_review,
)

__all__ = ["DecisionsLog", "LoggedReview", "ReviewLogUnusable", "recorded_reviews"]


class DecisionsLog:
    """The log of reviews in one SQLite file, kept open until :meth:`close`.

    Append-only: a changed answer is a new line, and a withdrawn one, too. For use by
    the thread that made it. Works on network folders: rollback journal, no WAL.

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

    def record(self, *, digest: str, model: str, review: Review | None) -> None:
        """Write a reader's answer; it is on the disk when this returns.

        Parameters
        ----------
        digest
            SHA-256 of the still's bytes.
        model
            Key of the model that the reader answered to: :attr:`ModelCard.key`.
        review
            The answer, which takes the place of earlier ones; ``None`` withdraws.

        Raises
        ------
        ReviewLogUnusable
            If it could not be written; nothing of it was.
        ValueError
            If ``digest`` is empty (a file without bytes cannot be reviewed) or the
            review's time has no zone.
        """
        time = review.time if review else datetime.now().astimezone()
        if not digest or time.tzinfo is None:
            msg = f"expected a digest and a time with its zone, got {digest!r}, {time}"
            raise ValueError(msg)
        try:
            insert(
                self._connection, digest, model, LoggedReview(review, time, __version__)
            )
        except sqlite3.Error as error:
            raise not_recorded(self._path, error) from error

    def reviews(self, model: str) -> dict[str, Review]:
        """Return the current reviews of one model's answers by the still's digest.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        return _current_reviews(self._connection, self._path, model)

    def history(self, digest: str, model: str) -> tuple[LoggedReview, ...]:
        """Return every answer to one still, the first one first.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        rows = _rows(
            self._connection,
            self._path,
            f"SELECT {CELLS} FROM reviews WHERE model = ? AND digest = ? ORDER BY seq",
            (model, digest),
        )
        return tuple(line for cells in rows if (line := logged_review(cells)))

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


def recorded_reviews(path: Path, model: str) -> dict[str, Review]:
    """Return the current reviews of one model's answers, changing nothing.

    Parameters
    ----------
    path
        The log; where there is none, there are no reviews.
    model
        Key of the model: :attr:`ModelCard.key`.

    Raises
    ------
    ReviewLogUnusable
        If there is a log that cannot be read.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            return {}
        with closing(connected(path, writable=False)) as connection:
            return _current_reviews(connection, path, model)
    except LogDamaged as error:
        raise damaged(path, error) from error
    except (sqlite3.Error, OSError) as error:
        raise not_opened(path, error) from error


def _current_reviews(
    connection: sqlite3.Connection, path: Path, model: str
) -> dict[str, Review]:
    rows = _rows(
        connection,
        path,
        f"SELECT digest, {CELLS} FROM reviews WHERE seq IN "
        "(SELECT max(seq) FROM reviews WHERE model = ? GROUP BY digest)",
        (model,),
    )
    lines = ((digest, logged_review(cells)) for digest, *cells in rows)
    return {digest: line.review for digest, line in lines if line and line.review}


def _rows(
    connection: sqlite3.Connection, path: Path, query: str, values: tuple[str, ...]
) -> list[tuple[str, ...]]:
    # all at once: a half-read query would hold a lock that others wait for
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise not_opened(path, error) from error
