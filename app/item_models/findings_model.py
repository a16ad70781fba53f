"""The findings of one classification as an item model, shared by table and sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal

from app.item_models.findings_cells import Column
from app.item_models.findings_columns import FindingsColumns
from app.item_models.findings_order import (
    FindingsFilter,
    SortKey,
    passing_rows,
    visible_rows,
)
from app.item_models.findings_table_model import (
    CONFIDENCE_ROLE,
    FINDING_ROLE,
    FindingsTableModel,
)
from app.item_models.throttle import Throttle
from app.item_models.visible_order import VisibleOrder
from core.jobs.events import ClassifiedStill
from core.review.corrections import Review

__all__ = [
    "CONFIDENCE_ROLE",
    "FINDING_ROLE",
    "Column",
    "FindingsModel",
    "ReviewChange",
]

_PLACING_INTERVAL_MS = 500
"""New rows find their place in a sorted table at most this often: a table that is
sorted with each batch cannot be read."""


class ReviewChange(NamedTuple):
    """One still's review was given, changed or withdrawn."""

    file: str
    before: Review | None
    after: Review | None


class FindingsModel(FindingsTableModel):
    """Rows that arrive while they are looked at, sorted and filtered here.

    A *row* is a still's number in the order of arrival, which never changes; where it
    stands in the table, if it is shown, is its index. While the model is frozen,
    arriving rows that pass the filter go to the end, and reviews neither move nor hide
    rows; only sorting and filtering on request still do. Selections stay with their
    stills; when a filter hides the current one, the first row that stays takes over.
    """

    counts_changed = Signal()
    """A number of ``total``, ``shown``, ``unreadable``, ``reviewed`` changed."""
    order_chosen = Signal(object, bool)
    """By what it is sorted from now on, a ``SortKey``, and whether that falls."""
    reviews_changed = Signal(object)
    """A list of :class:`ReviewChange`, one for each still, its copies among them; also
    for rows that arrive with a review."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = FindingsFilter()
        self._key = SortKey.FOLDER
        self._descending = False
        self._frozen = False
        self._stale: bool | None = False  # None: not known, to be worked out if asked
        self._placed = 0  # rows from here on have not been filtered yet
        self._placing = Throttle(self._arrange_anew, _PLACING_INTERVAL_MS, self)

    # what is shown

    def begin(self, classes: Sequence[str], root: Path) -> None:
        """Forget all rows and reviews; filter and sorting stay, frozen it is not.

        Parameters
        ----------
        classes
            Of the model, in its card's order.
        root
            The folder to which the stills' files are relative.
        """
        self.beginResetModel()
        self._columns = FindingsColumns(classes)
        self._root = root
        self._order = VisibleOrder()
        self._frozen, self._stale = False, False
        self._placed = 0
        self._placing.forget()
        self.endResetModel()
        self.counts_changed.emit()

    def set_root(self, root: Path) -> None:
        """Say what the files are relative to, before any of them arrives."""
        self._root = root

    def append(self, stills: Sequence[ClassifiedStill]) -> None:
        """Take in rows in the order of the folder."""
        start = self.total
        self._columns.append(stills)
        self._order.know(self.total)
        if self._frozen or self._is_plain:
            self._show_new()
        else:
            self._placing.ask()
        if self._stale is False and not self._is_plain:
            self._stale = None
        self._tell_reviews(range(start, self.total))
        self.counts_changed.emit()

    def set_filter(self, chosen: FindingsFilter) -> None:
        """Show the rows that pass, also while frozen."""
        if chosen != self._filter:
            self._filter = chosen
            self._arrange_anew()

    def set_sort(self, key: SortKey, descending: bool) -> None:
        """Sort, also while frozen."""
        self._key, self._descending = key, descending
        self._arrange_anew()
        self.order_chosen.emit(key, descending)

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sort by a column; the folder's order if there is none of that number."""
        known = 0 <= column < len(self._cells)
        key = self._cells[column].sort_key if known else SortKey.FOLDER
        self.set_sort(key, known and order == Qt.SortOrder.DescendingOrder)

    def freeze(self) -> None:
        """Keep every row where it is from now on."""
        if not self._frozen:
            self._frozen, self._stale = True, None
            self._placing.forget()
            self._show_new()

    def thaw(self) -> None:
        """Sort and filter anew, and again as rows and reviews arrive."""
        self._frozen = False
        self._arrange_anew()

    @property
    def placed(self) -> int:
        """How many rows were sorted and filtered; the rest arrived a moment ago."""
        return self._placed

    @property
    def frozen(self) -> bool:
        """Whether rows keep their places."""
        return self._frozen

    @property
    def stale(self) -> bool:
        """Whether it is frozen and sorting anew would change what is shown."""
        if not self._frozen:
            return False
        if self._stale is None:
            self._stale = not np.array_equal(self._order.rows, self._wanted())
        return self._stale

    # reviews

    def set_reviews(self, reviews: Mapping[str, Review]) -> None:
        """Replace all reviews by these, by digest; rows to come get theirs at once."""
        columns = self._columns
        before = [columns.review(row) for row in range(self.total)]
        columns.set_reviews(reviews)
        changes = [
            ReviewChange(columns.files[row], old, new)
            for row, old in enumerate(before)
            if (new := columns.review(row)) != old
        ]
        self._after_reviews(range(self.total), changes)

    def set_review(self, row: int, review: Review | None) -> None:
        """Give a review to a row and its copies, or take it back (``None``).

        Raises
        ------
        ValueError
            If the still is unreadable.
        """
        columns, before = self._columns, self._columns.review(row)
        columns.set_review(row, review)
        rows = columns.copies_of(row)
        self._after_reviews(
            rows, [ReviewChange(columns.files[r], before, review) for r in rows]
        )

    # the order

    @property
    def _is_plain(self) -> bool:
        """Whether what arrives last also stands last."""
        return self._key is SortKey.FOLDER and not self._descending

    def _wanted(self) -> NDArray[np.int64]:
        return visible_rows(self._columns, self._filter, self._key, self._descending)

    def _show_new(self) -> None:
        """Show at the end what arrived since rows were last filtered."""
        rows = passing_rows(self._columns, self._filter, self._placed)
        self._placed = self.total
        self._show_last(rows)

    def _arrange_anew(self) -> None:
        """Bring what is shown to what filter and sorting ask for."""
        self._placed, self._stale = self.total, False
        self._placing.forget()
        self._arrange(self._wanted())
        self.counts_changed.emit()

    # telling of reviews

    def _after_reviews(
        self, rows: Sequence[int], changes: Sequence[ReviewChange]
    ) -> None:
        self._repaint(np.asarray(rows, np.int64))
        if self._filter.looks_at_reviews or self._key is SortKey.READER:
            if self._frozen:
                self._stale = None
            else:
                self._placing.ask()
        if changes:
            self.reviews_changed.emit(list(changes))
        self.counts_changed.emit()

    def _tell_reviews(self, rows: Sequence[int]) -> None:
        columns = self._columns
        changes = [
            ReviewChange(columns.files[row], None, review)
            for row in rows
            if (review := columns.review(row)) is not None
        ]
        if changes:
            self.reviews_changed.emit(changes)
