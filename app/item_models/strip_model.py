"""Stills of a strip, one after the other."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.appearance.plain_tips import plain_tip

PATH_ROLE: Final = Qt.ItemDataRole.UserRole
"""The still's ``Path``."""
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class StripModel(QAbstractListModel):
    """Paths with a note each, in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self._notes: list[str] = []
        self._rows: dict[Path, int] = {}

    @property
    def paths(self) -> Sequence[Path]:
        """All stills."""
        return self._paths

    def row_of(self, path: Path) -> int | None:
        """Return where a still stands; ``None`` if it does not."""
        return self._rows.get(path)

    def clear(self) -> None:
        """Hold nothing."""
        self.beginResetModel()
        self._paths, self._notes, self._rows = [], [], {}
        self.endResetModel()

    def append(self, stills: Iterable[tuple[Path, str]]) -> None:
        """Add stills, each with what is to be said of it, at the end."""
        new = list(stills)
        if not new:
            return
        first = len(self._paths)
        self.beginInsertRows(_NOWHERE, first, first + len(new) - 1)
        for path, note in new:
            self._rows[path] = len(self._paths)
            self._paths.append(path)
            self._notes.append(note)
        self.endInsertRows()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._paths)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, note or path of a still."""
        if not index.isValid() or index.row() >= len(self._paths):
            return None
        path, note = self._paths[index.row()], self._notes[index.row()]
        said = Qt.ItemDataRole
        if role == said.DisplayRole:
            return path.name
        if role == said.ToolTipRole:
            return plain_tip(f"{path}\n{note}".strip())
        if role in (said.AccessibleTextRole, said.AccessibleDescriptionRole):
            return f"{path.name}: {note}" if note else path.name
        return path if role == PATH_ROLE else None

    def note(self, row: int) -> str:
        """Return what is to be said of a still."""
        return self._notes[row]
