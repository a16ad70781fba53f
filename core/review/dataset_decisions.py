"""What readers decided on stills to train on: pairs told apart, stills left out."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Self

from core import __version__
from core.dataset.digest_pairs import DigestPair, digest_pair
from core.review.damaged_log import sound_connection
from core.review.dataset_lines import (
    LEFT_OUT_CELLS,
    PAIR_CELLS,
    LoggedLeftOut,
    LoggedPair,
    insert_left_out,
    insert_pair,
    logged_left_out,
    logged_pair,
)
from core.review.log_errors import (
    LogDamaged,
    ReviewLogUnusable,
    damaged,
    not_opened,
    not_recorded,
)
from core.review.log_schema import connected, has_dataset_decisions

__all__ = [
    "DatasetDecisions",
    "DecisionsInForce",
    "LoggedLeftOut",
    "LoggedPair",
    "ReviewLogUnusable",
    "recorded_dataset_decisions",
]

_PAIRS: Final = (
    f"SELECT {PAIR_CELLS} FROM told_apart WHERE seq IN "
    "(SELECT max(seq) FROM told_apart GROUP BY first, second)"
)
_LEFT_OUT: Final = (
    f"SELECT {LEFT_OUT_CELLS} FROM left_out WHERE seq IN "
    "(SELECT max(seq) FROM left_out GROUP BY digest)"
)


@dataclass(frozen=True, slots=True)
class DecisionsInForce:
    """The decisions that stand now."""

    not_copies: frozenset[DigestPair] = frozenset()
    """Pairs of stills that are no copies of each other."""
    left_out: Mapping[str, LoggedLeftOut] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Stills that are not to be trained on, by digest."""


class DatasetDecisions:
    """The log of such decisions, in the same SQLite file as the reviews.

    Append-only: to undo is a line, too. A decision belongs to the stills' bytes,
    whatever their names and folders. For use by the thread that made it; other logs of
    the same file may be open beside it.

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

    def not_a_copy(
        self, one: str, other: str, *, reader: str, time: datetime | None = None
    ) -> None:
        """Tell two stills apart; it is on the disk when this returns.

        Parameters
        ----------
        one, other
            SHA-256 of the stills' bytes, in any order.
        reader
            Who says so.
        time
            When, with its time zone; now by default.

        Raises
        ------
        ReviewLogUnusable
            If it could not be written; nothing of it was.
        ValueError
            If both digests are the same or one is empty, or the time has no zone.
        """
        self._tell_apart(one, other, True, reader, time)

    def undo(
        self, one: str, other: str, *, reader: str, time: datetime | None = None
    ) -> None:
        """Let likeness decide on two stills again; as :meth:`not_a_copy`."""
        self._tell_apart(one, other, False, reader, time)

    def leave_out(
        self, digest: str, *, reader: str, why: str = "", time: datetime | None = None
    ) -> None:
        """Leave a still out of checks, splits, training and measuring from now on.

        Parameters
        ----------
        digest
            SHA-256 of the still's bytes.
        reader, time
            Who says so, and when, with its time zone; now by default.
        why
            In the reader's words.

        Raises
        ------
        ReviewLogUnusable
            If it could not be written; nothing of it was.
        ValueError
            If the digest is empty or the time has no zone.
        """
        self._leave_out(digest, True, why, reader, time)

    def take_back(
        self, digest: str, *, reader: str, time: datetime | None = None
    ) -> None:
        """Use a still again that was left out; raises as :meth:`leave_out`."""
        self._leave_out(digest, False, "", reader, time)

    def decisions(self) -> frozenset[DigestPair]:
        """Return the pairs that are told apart now.

        Raises
        ------
        ReviewLogUnusable
            If the file cannot be read.
        """
        return self.in_force().not_copies

    def left_out(self) -> Mapping[str, LoggedLeftOut]:
        """Return the stills that are left out now, by digest; raises as above."""
        return self.in_force().left_out

    def in_force(self) -> DecisionsInForce:
        """Return all decisions that stand now; raises as :meth:`decisions`."""
        try:
            return _in_force(self._connection)
        except sqlite3.Error as error:
            raise not_opened(self._path, error) from error

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

    def _tell_apart(
        self, one: str, other: str, stands: bool, reader: str, time: datetime | None
    ) -> None:
        pair = digest_pair(one, other)
        line = LoggedPair(pair, stands, reader, _zoned(time), __version__)
        try:
            insert_pair(self._connection, line)
        except sqlite3.Error as error:
            raise not_recorded(self._path, error) from error

    def _leave_out(
        self, digest: str, stands: bool, why: str, reader: str, time: datetime | None
    ) -> None:
        if not digest:
            msg = "expected a digest, got an empty one"
            raise ValueError(msg)
        line = LoggedLeftOut(digest, stands, why, reader, _zoned(time), __version__)
        try:
            insert_left_out(self._connection, line)
        except sqlite3.Error as error:
            raise not_recorded(self._path, error) from error


def recorded_dataset_decisions(path: Path) -> DecisionsInForce:
    """Return the decisions that stand now, changing nothing.

    Parameters
    ----------
    path
        The log; where there is none, or an older one, there are no decisions.

    Raises
    ------
    ReviewLogUnusable
        If there is a log that cannot be read.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            return DecisionsInForce()
        with closing(connected(path, writable=False)) as connection:
            if not has_dataset_decisions(connection):
                return DecisionsInForce()
            return _in_force(connection)
    except LogDamaged as error:
        raise damaged(path, error) from error
    except (sqlite3.Error, OSError) as error:
        raise not_opened(path, error) from error


def _in_force(connection: sqlite3.Connection) -> DecisionsInForce:
    # all at once: a half-read query would hold a lock that others wait for
    pairs = map(logged_pair, connection.execute(_PAIRS).fetchall())
    left_out = map(logged_left_out, connection.execute(_LEFT_OUT).fetchall())
    return DecisionsInForce(
        frozenset(line.pair for line in pairs if line and line.stands),
        MappingProxyType(
            {line.digest: line for line in left_out if line and line.stands}
        ),
    )


def _zoned(time: datetime | None) -> datetime:
    when = datetime.now().astimezone() if time is None else time
    if when.tzinfo is None:
        msg = f"expected a time with its zone, got {when}"
        raise ValueError(msg)
    return when
