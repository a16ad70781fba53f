"""Entries of a list: a title, a count, and a quiet line beneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.appearance.plain_tips import plain_tip

COUNT_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""What stands at the right of the title."""
NOTE_ROLE: Final = COUNT_ROLE + 1
"""What stands beneath it."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    title: str
    count: str = ""
    note: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return ", ".join(filter(None, (self.title, self.count, self.note)))


class EntriesModel(QAbstractListModel):
    """Entries in the order given; all of them change at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._entries

    @property
    def with_notes(self) -> bool:
        """Whether any entry has a second line."""
        return any(entry.note for entry in self._entries)

    def show(self, entries: Sequence[Entry]) -> None:
        """List these; the same number of entries keeps what is chosen."""
        if len(entries) == len(self._entries):
            self._entries = tuple(entries)
            if entries:
                ends = self.index(0), self.index(len(entries) - 1)
                self.dataChanged.emit(*ends)
            return
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what an entry shows or says."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry, said = self._entries[index.row()], Qt.ItemDataRole
        if role == said.DisplayRole:
            return entry.title
        if role == said.ToolTipRole:
            return plain_tip(f"{entry.title}\n{entry.note}".strip())
        if role == said.AccessibleTextRole:
            return entry.spoken
        return {COUNT_ROLE: entry.count, NOTE_ROLE: entry.note}.get(role)
