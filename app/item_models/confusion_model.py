"""A confusion matrix as a table: counts, and the shares of rows or columns."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.appearance.plain_tips import plain_tip
from app.item_models.cell_stills import REVISED
from core.evaluation.wording import count_of, percent, thousands
from core.library.evaluation_record import EvaluationRecord

SHARE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""A cell's share as words; empty where counts alone are shown, or none is defined."""
SHADE_ROLE: Final = SHARE_ROLE + 1
"""How dark a cell is, 0 to 1."""

_Index = QModelIndex | QPersistentModelIndex


class Shares(StrEnum):
    """What stands beside the counts; the value names it."""

    COUNTS = "Counts"
    BY_ROW = "By row"
    BY_COLUMN = "By column"


class ConfusionModel(QAbstractTableModel):
    """Rows are true classes, columns what the model called them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._record: EvaluationRecord | None = None
        self._shares = Shares.COUNTS

    def show(self, record: EvaluationRecord | None) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self._record = record
        self.endResetModel()

    def set_shares(self, shares: Shares) -> None:
        """Show shares beside the counts, or counts alone."""
        if shares is not self._shares:
            self._shares = shares
            if self.rowCount():
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many classes there are."""
        return 0 if parent is not None and parent.isValid() else len(self._classes)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many classes there are."""
        return self.rowCount(parent)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or says."""
        if not index.isValid() or self._record is None:
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return thousands(self._record.confusion[row][column])
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self.sentence(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.sentence(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case _ if role == SHARE_ROLE:
                shown = self._shares is not Shares.COUNTS
                return percent(self._share(row, column)) if shown else ""
            case _ if role == SHADE_ROLE:
                return self._share(row, column) or 0.0
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a class with how many stills have it, or were called it."""
        if self._record is None or not 0 <= section < len(self._classes):
            return None
        name = self._classes[section]
        upright = orientation == Qt.Orientation.Vertical
        count = self._total(section, row=upright)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{name}\nn\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{count:,}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                stills = count_of(count, "still")
                said = f"{stills} {'labelled' if upright else 'called'} {name}"
                return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def sentence(self, row: int, column: int) -> str:
        """Return a cell in words: ``12 of 30 stills of polyps were called colitis``."""
        record = self._record
        if record is None:
            return ""
        count = record.confusion[row][column]
        true, called = record.classes[row], record.classes[column]
        were = "was" if count == 1 else "were"
        if self._shares is Shares.BY_COLUMN:
            stills = count_of(self._total(column, row=False), "still")
            words = f"{count:,} of {stills} called {called} {were} labelled {true}"
        else:
            stills = count_of(self._total(row, row=True), "still")
            words = f"{count:,} of {stills} of {true} {were} called {called}"
        if self._shares is not Shares.COUNTS:
            words += f" ({percent(self._share(row, column))})"
        return f"{words}; {REVISED}" if record.revised else words

    @property
    def _classes(self) -> tuple[str, ...]:
        return self._record.classes if self._record else ()

    def _share(self, row: int, column: int) -> float | None:
        """Return a cell's share of its row, or of its column where that is asked."""
        assert self._record is not None
        upright = self._shares is not Shares.BY_COLUMN
        total = self._total(row if upright else column, row=upright)
        return self._record.confusion[row][column] / total if total else None

    def _total(self, number: int, *, row: bool) -> int:
        assert self._record is not None
        matrix = self._record.confusion
        return sum(matrix[number]) if row else sum(line[number] for line in matrix)
