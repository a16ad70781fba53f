"""A table model whose rows can be shown in any order, and any part of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    SignalInstance,
)

from app.item_models.visible_order import HIDDEN, VisibleOrder


class ArrangedModel(QAbstractTableModel):
    """Rows have numbers that never change; an index says where one is shown.

    A ``QSortFilterProxyModel`` takes 6 to 9 s for 100,000 rows of a Python model; here
    one permutation is replaced by another and persistent indexes follow.

    Selections stay with their rows. When the current row is hidden, the first one that
    stays takes its place.
    """

    _order: VisibleOrder

    @property
    def shown(self) -> int:
        """How many rows are shown."""
        return len(self._order)

    def rowCount(
        self, parent: QModelIndex | QPersistentModelIndex | None = None
    ) -> int:
        """Return how many rows are shown."""
        return 0 if parent is not None and parent.isValid() else self.shown

    def row_at(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """Return the row at an index, -1 if that is invalid."""
        return self._order.row_at(index.row()) if index.isValid() else -1

    def index_of(self, row: int) -> QModelIndex:
        """Return where a row is shown; an invalid index if it is not."""
        place = self._order.place_of(row)
        return QModelIndex() if place == HIDDEN else self.index(place, 0)

    def _arrange(self, wanted: NDArray[np.int64]) -> None:
        """Show these rows in this order and no others.

        In steps that all of Qt's views and selections understand: what is to be hidden
        is brought to the top and removed, what is to be shown is inserted at the end,
        and then the rows change places.
        """
        self._remove_all_but(wanted)
        self._show_last(wanted[self._order.places_of(wanted) == HIDDEN])
        self._reorder(wanted)

    def _show_last(self, rows: NDArray[np.int64]) -> None:
        """Show hidden rows after all others."""
        if len(rows):
            self.beginInsertRows(QModelIndex(), self.shown, self.shown + len(rows) - 1)
            self._order.append(rows)
            self.endInsertRows()

    def _repaint(self, rows: NDArray[np.int64]) -> None:
        """Have those of these rows drawn anew that are shown."""
        places = self._order.places_of(rows)
        places = places[places != HIDDEN]
        if len(places):
            top, bottom = int(places.min()), int(places.max())
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, last))

    def _remove_all_but(self, wanted: NDArray[np.int64]) -> None:
        staying = wanted[self._order.places_of(wanted) != HIDDEN]
        if len(staying) == self.shown:
            return
        stays = np.zeros(self.shown, np.bool_)
        stays[self._order.places_of(staying)] = True
        hidden = self._order.rows[~stays]
        self._reorder(np.concatenate([hidden, staying]))
        self.beginRemoveRows(QModelIndex(), 0, len(hidden) - 1)
        self._order.replace(staying)
        self.endRemoveRows()

    def _reorder(self, rows: NDArray[np.int64]) -> None:
        """Let the rows that are shown change places."""
        if np.array_equal(rows, self._order.rows):
            return
        # with this hint a selection is kept by rows, not cell by cell
        hint = QAbstractItemModel.LayoutChangeHint.VerticalSortHint
        _with_hint(self.layoutAboutToBeChanged).emit([], hint)
        self._move_persistent_indexes(rows)
        _with_hint(self.layoutChanged).emit([], hint)

    def _move_persistent_indexes(self, rows: NDArray[np.int64]) -> None:
        before = self.persistentIndexList()
        held = self._order.rows[[index.row() for index in before]]
        self._order.replace(rows)
        places = self._order.places_of(held).tolist()
        after = [
            self.createIndex(place, index.column())
            for place, index in zip(places, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)


def _with_hint(layout_signal: Any) -> SignalInstance:
    """Return the overload of a layout signal that takes parents and a hint."""
    overload: SignalInstance = layout_signal[
        "QList<QPersistentModelIndex>", "QAbstractItemModel::LayoutChangeHint"
    ]
    return overload
