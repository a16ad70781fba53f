"""Every answer of a reader, on the disk when it was given, and never taken off it."""

import sqlite3
from datetime import datetime
from pathlib import Path

from core import __version__
from core.review.corrections import Review
from core.review.log_errors import ReviewLogUnusable
from core.review.log_file import OpenLog, all_rows, log_to_read
from core.review.log_schema import CELLS, LoggedReview, insert, logged_review

__all__ = ["DecisionsLog", "LoggedReview", "ReviewLogUnusable", "recorded_reviews"]


class DecisionsLog(OpenLog):
    """The log of reviews in one SQLite file, kept open until :meth:`close`.

    Append-only: a changed answer is a new line, and a withdrawn one, too. Works on
    network folders: rollback journal, no WAL. Made, and raises, as :class:`OpenLog`.
    """

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
        line = LoggedReview(review, time, __version__)
        with self._writing() as connection:
            insert(connection, digest, model, line)

    def reviews(self, model: str) -> dict[str, Review]:
        """Return the current reviews of one model's answers by the still's digest.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        with self._reading() as connection:
            return _current_reviews(connection, model)

    def history(self, digest: str, model: str) -> tuple[LoggedReview, ...]:
        """Return every answer to one still, the first one first.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        query = (
            f"SELECT {CELLS} FROM reviews WHERE model = ? AND digest = ? ORDER BY seq"
        )
        with self._reading() as connection:
            rows = all_rows(connection, query, (model, digest))
        return tuple(line for cells in rows if (line := logged_review(cells)))


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
    with log_to_read(path) as connection:
        return _current_reviews(connection, model) if connection else {}


def _current_reviews(connection: sqlite3.Connection, model: str) -> dict[str, Review]:
    query = (
        f"SELECT digest, {CELLS} FROM reviews WHERE seq IN "
        "(SELECT max(seq) FROM reviews WHERE model = ? GROUP BY digest)"
    )
    rows = all_rows(connection, query, (model,))
    lines = ((digest, logged_review(cells)) for digest, *cells in rows)
    return {digest: line.review for digest, line in lines if line and line.review}
