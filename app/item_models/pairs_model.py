"""Pairs of stills of a set of copies: how near they are, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.appearance.plain_tips import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_COLUMNS: Final = (
    ("Still", "One of the two"),
    ("Compared with", "The other one"),
    ("Files", "Whether they are equal byte for byte (SHA-256)"),
    ("Hash", "Bits of 64 in which the hashes of the cropped pictures differ"),
    ("Network", "Cosine of what a network sees: 1 is the same"),
    ("Decision", "What a person said of them"),
)


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair in words."""

    first: str
    second: str
    files: str
    """Equal or different."""
    bits: str
    """Of the hash."""
    cosine: str
    """Of the network; a dash where it was not asked."""
    decision: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns."""
        names = (name.rpartition("/")[2] for name in (self.first, self.second))
        return (*names, self.files, self.bits, self.cosine, self.decision)

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        told = (
            f"{self.first} and {self.second}",
            f"files {self.files.lower()}",
            f"hash {self.bits}",
            f"network {self.cosine}",
            self.decision,
        )
        return ", ".join(filter(None, told))


class PairsModel(QAbstractTableModel):
    """The pairs of one set, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[PairRow, ...] = ()

    @property
    def pairs(self) -> tuple[PairRow, ...]:
        """What is shown."""
        return self._pairs

    def show(self, pairs: Sequence[PairRow]) -> None:
        """Show these; the same pairs with other decisions keep what is chosen."""
        if [_names(pair) for pair in pairs] == [_names(pair) for pair in self._pairs]:
            self._pairs = tuple(pairs)
            if pairs:
                last = self.index(len(pairs) - 1, len(_COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._pairs = tuple(pairs)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many pairs there are."""
        return 0 if parent.isValid() else len(self._pairs)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows or says."""
        if not index.isValid() or index.row() >= len(self._pairs):
            return None
        pair, said = self._pairs[index.row()], Qt.ItemDataRole
        if role == said.DisplayRole:
            return pair.cells[index.column()]
        if role == said.ToolTipRole:
            return plain_tip(f"{pair.first}\n{pair.second}")
        return pair.spoken if role == said.AccessibleTextRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's title, or what it means."""
        known = 0 <= section < len(_COLUMNS)
        if orientation != Qt.Orientation.Horizontal or not known:
            return None
        title, meaning = _COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return meaning if role == Qt.ItemDataRole.ToolTipRole else None


def _names(pair: PairRow) -> tuple[str, str]:
    return pair.first, pair.second
