"""What readers decided on stills to train on: pairs told apart, stills left out."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core import __version__
from core.dataset.digest_pairs import DigestPair, digest_pair
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
from core.review.log_errors import ReviewLogUnusable
from core.review.log_file import OpenLog, all_rows, log_to_read
from core.review.log_schema import has_dataset_decisions

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


class DatasetDecisions(OpenLog):
    """The log of such decisions, in the same SQLite file as the reviews.

    Append-only: to undo is a line, too. A decision belongs to the stills' bytes,
    whatever their names and folders. Made, and raises, as :class:`OpenLog`.
    """

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
        with self._reading() as connection:
            return _in_force(connection)

    def _tell_apart(
        self, one: str, other: str, stands: bool, reader: str, time: datetime | None
    ) -> None:
        pair = digest_pair(one, other)
        line = LoggedPair(pair, stands, reader, _zoned(time), __version__)
        with self._writing() as connection:
            insert_pair(connection, line)

    def _leave_out(
        self, digest: str, stands: bool, why: str, reader: str, time: datetime | None
    ) -> None:
        if not digest:
            msg = "expected a digest, got an empty one"
            raise ValueError(msg)
        line = LoggedLeftOut(digest, stands, why, reader, _zoned(time), __version__)
        with self._writing() as connection:
            insert_left_out(connection, line)


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
    with log_to_read(path) as connection:
        if connection is None or not has_dataset_decisions(connection):
            return DecisionsInForce()
        return _in_force(connection)


def _in_force(connection: sqlite3.Connection) -> DecisionsInForce:
    pairs = map(logged_pair, all_rows(connection, _PAIRS))
    left_out = map(logged_left_out, all_rows(connection, _LEFT_OUT))
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
