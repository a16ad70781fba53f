"""Which rows of the findings are shown, and in which order: pure numpy.

Nothing here knows Qt, so that the order can be tested against a plain oracle.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.item_models.findings_columns import DECISIONS, NONE, FindingsColumns

UNREADABLE = "unreadable"
"""Stands beside the decisions in a filter."""

_Mask: TypeAlias = NDArray[np.bool_]
_Rows: TypeAlias = NDArray[np.int64]
_Keys: TypeAlias = tuple[NDArray[Any], ...]


@dataclass(frozen=True, slots=True)
class FindingsFilter:
    """What a row must be to be shown; the default shows all."""

    finding: str | None = None
    """Named by the program or by the reader."""
    decision: str | None = None
    """``accept``, ``review``, ``refuse`` or ``unreadable``."""
    examination: str | None = None
    """This folder and those below; ``None`` and the empty one are all."""
    text: str = ""
    """Part of the file, of a finding's name or of the error, in any case."""
    unreviewed_only: bool = False
    """Readable, and no reader has answered yet."""

    def in_examination(self, folder: str | None) -> "FindingsFilter":
        """Return the same filter for an examination."""
        return replace(self, examination=folder)

    @property
    def looks_at_reviews(self) -> bool:
        """Whether a review can decide if a row is shown."""
        return bool(self.unreviewed_only or self.finding is not None or self.text)


class SortKey(StrEnum):
    """What rows are sorted by; ties stand in the folder's order."""

    FOLDER = "folder"
    """The order of arrival."""
    UNCERTAIN = "uncertain"
    """To review by rising confidence, refused, accepted by rising confidence."""
    FINDING = "finding"
    """By name, then by rising confidence."""
    CONFIDENCE = "confidence"
    DECISION = "decision"
    """Accept, review, refuse."""
    READER = "reader"
    """By verdict, then by the first finding's name."""


def visible_rows(
    columns: FindingsColumns, chosen: FindingsFilter, key: SortKey, descending: bool
) -> NDArray[np.int64]:
    """Return the rows that pass a filter, in the order in which they are shown.

    Rows without what is sorted by come last, rising or falling.

    Returns
    -------
    ndarray
        Shape (shown,), numbers of rows.
    """
    rows = passing_rows(columns, chosen)
    if key is SortKey.FOLDER:
        return rows[::-1].copy() if descending else rows
    missing, keys = _sort_keys(columns, key, rows)
    if descending:
        keys = tuple(-column for column in keys)
    return rows[np.lexsort((*reversed(keys), missing))]


def passing_rows(
    columns: FindingsColumns, chosen: FindingsFilter, start: int = 0
) -> NDArray[np.int64]:
    """Return the rows from ``start`` that pass a filter, rising."""
    passing = np.ones(len(columns) - start, np.bool_)
    if chosen.finding is not None:
        passing &= _has_finding(columns, chosen.finding, start)
    if chosen.decision is not None:
        passing &= _has_decision(columns, chosen.decision, start)
    if chosen.examination:
        passing &= _is_below(columns, chosen.examination, start)
    if chosen.unreviewed_only:
        passing &= ~columns.unreadable[start:] & (columns.verdict[start:] == NONE)
    if chosen.text:
        passing &= _has_text(columns, chosen.text.casefold(), start)
    return np.flatnonzero(passing).astype(np.int64) + start


def _has_finding(columns: FindingsColumns, finding: str, start: int) -> _Mask:
    return _has_any_class(
        columns, np.array([name == finding for name in columns.classes]), start
    )


def _has_any_class(columns: FindingsColumns, wanted: _Mask, start: int) -> _Mask:
    """Return the rows in which the program or the reader names a wanted class."""
    if not wanted.any():
        return np.zeros(len(columns) - start, np.bool_)
    of_program = np.append(wanted, False)[columns.predicted[start:]]  # NONE is last
    of_reader: _Mask = columns.reader_findings[start:] @ wanted
    return of_program | of_reader


def _has_decision(columns: FindingsColumns, decision: str, start: int) -> _Mask:
    if decision == UNREADABLE:
        return columns.unreadable[start:]
    coded: _Mask = columns.decision[start:] == DECISIONS.index(decision)
    return coded & ~columns.unreadable[start:]


def _is_below(columns: FindingsColumns, folder: str, start: int) -> _Mask:
    below = np.array(
        [
            name == folder or name.startswith(f"{folder}/")
            for name in columns.examinations
        ],
        np.bool_,
    )
    return below[columns.examination[start:]]


def _has_text(columns: FindingsColumns, text: str, start: int) -> _Mask:
    in_class = np.array([text in name.casefold() for name in columns.classes], np.bool_)
    found = _has_any_class(columns, in_class, start)
    found |= np.array([text in name for name in columns.names[start:]], np.bool_)
    for row in np.flatnonzero(columns.unreadable[start:]):
        found[row] |= text in columns.errors[start + row].casefold()
    return found


def _sort_keys(
    columns: FindingsColumns, key: SortKey, rows: _Rows
) -> tuple[_Mask, _Keys]:
    """Return which rows lack what is sorted by, and columns to sort by, first first."""
    confidence = columns.confidence[rows]
    if key is SortKey.UNCERTAIN:
        places = np.array([2, 0, 1, 3], np.int8)  # accept, review, refuse, none
        known = np.nan_to_num(confidence)
        return columns.unreadable[rows], (places[columns.decision[rows]], known)
    if key is SortKey.FINDING:
        predicted = columns.predicted[rows]
        return predicted == NONE, (_places_by_name(columns)[predicted], confidence)
    if key is SortKey.CONFIDENCE:
        return np.isnan(confidence), (confidence,)
    if key is SortKey.DECISION:
        return columns.unreadable[rows], (columns.decision[rows],)
    return _reader_keys(columns, rows)


def _reader_keys(columns: FindingsColumns, rows: _Rows) -> tuple[_Mask, _Keys]:
    verdict = columns.verdict[rows]
    places = _places_by_name(columns)[:-1]
    last = len(places)
    named = np.where(columns.reader_findings[rows], places, last)
    return verdict == NONE, (verdict, named.min(axis=1, initial=last))


def _places_by_name(columns: FindingsColumns) -> NDArray[np.int16]:
    """Return each class's place in the alphabet, and one more, of ``NONE``."""
    names = [name.casefold() for name in columns.classes]
    by_name = sorted(range(len(names)), key=names.__getitem__)
    places = np.zeros(len(names) + 1, np.int16)
    places[by_name] = np.arange(len(names))
    return places
