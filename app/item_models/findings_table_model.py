"""What the table of findings answers when it is asked; its rows are given elsewhere."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from app.appearance.plain_tips import plain_tip
from app.item_models.arranged_model import ArrangedModel
from app.item_models.finding_row import FindingRow
from app.item_models.findings_cells import Column, cells_of_columns
from app.item_models.findings_columns import NONE, FindingsColumns
from app.item_models.visible_order import VisibleOrder

FINDING_ROLE = int(Qt.ItemDataRole.UserRole)
"""A cell's :class:`FindingRow`."""
CONFIDENCE_ROLE = FINDING_ROLE + 1
"""The confidence, 0 to 1, or ``None``."""


class FindingsTableModel(ArrangedModel):
    """Cells, counts and single rows of a classification's findings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = FindingsColumns(())
        self._root = Path()
        self._order = VisibleOrder()
        self._cells = tuple(cells_of_columns().values())
        self._answers = self._answers_by_role()

    # single rows

    def finding(self, row: int) -> FindingRow:
        """Return all that is known of a row."""
        return self._columns.finding(row)

    def path(self, row: int) -> Path:
        """Return the path of a row's file."""
        return self._root / self._columns.files[row]

    def copies_of(self, row: int) -> Sequence[int]:
        """Return the rows that share their review with a row, which is among them."""
        return self._columns.copies_of(row)

    def next_unreviewed(self, after_row: int) -> int | None:
        """Return the next row shown below a row without a review, from the top again.

        Parameters
        ----------
        after_row
            Where to begin; from the top if it is not shown.
        """
        rows = np.roll(self._order.rows, -1 - self._order.place_of(after_row))
        waits = ~self._columns.unreadable[rows] & (self._columns.verdict[rows] == NONE)
        waits &= rows != after_row
        return int(rows[np.argmax(waits)]) if waits.any() else None

    # counts

    @property
    def total(self) -> int:
        """How many stills there are."""
        return len(self._columns)

    @property
    def unreadable(self) -> int:
        """How many have no answer."""
        return int(np.count_nonzero(self._columns.unreadable))

    @property
    def reviewable(self) -> int:
        """How many a reader can answer: the readable ones."""
        return self.total - self.unreadable

    @property
    def reviewed(self) -> int:
        """How many a reader has answered."""
        return int(np.count_nonzero(self._columns.verdict != NONE))

    # Qt's questions

    def columnCount(
        self, parent: QModelIndex | QPersistentModelIndex | None = None
    ) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return what a cell shows or says."""
        answer = self._answers.get(role)
        if answer is None or not index.isValid():
            return None
        return answer(self._order.row_at(index.row()), index.column())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title, or over it what it means."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._cells):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._cells[section].title
            if role == Qt.ItemDataRole.ToolTipRole:
                return self._cells[section].meaning
        return super().headerData(section, orientation, role)

    def _answers_by_role(self) -> dict[int, Callable[[int, int], object]]:
        role, cells = Qt.ItemDataRole, self._cells
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return {
            role.DisplayRole: lambda row, at: cells[at].text(self._columns, row),
            role.ToolTipRole: lambda row, at: plain_tip(
                cells[at].tooltip(self._columns, row)
            ),
            role.AccessibleTextRole: lambda row, at: cells[at].sentence(
                self._columns, row
            ),
            role.TextAlignmentRole: lambda _, at: (
                right if at == Column.CONFIDENCE else None
            ),
            FINDING_ROLE: lambda row, _: self.finding(row),
            CONFIDENCE_ROLE: lambda row, _: self._columns.known_confidence(row),
        }
