"""The models of the library as an item model."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.appearance.plain_tips import plain_tip
from app.problems.problem import Problem
from core.library.store import LibraryEntry

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The :class:`ModelRow`."""


class Health(StrEnum):
    """What is known of a model's files."""

    CHECKING = "checking"
    WHOLE = "whole"
    DAMAGED = "damaged"


_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model with what the window knows of it."""

    entry: LibraryEntry
    health: Health
    in_use: bool = False
    """Chosen on the Classify page."""
    problem: Problem | None = None
    """Why it cannot be used."""

    @property
    def title(self) -> str:
        """What to call it first."""
        return self.entry.card.title if self.entry.card else self.entry.name

    @property
    def usable(self) -> bool:
        """Whether work may be asked of it: whole, as far as is known."""
        return self.entry.card is not None and self.health is not Health.DAMAGED

    @property
    def marks(self) -> str:
        """Name, whose it is, and what is to be known at a glance."""
        said = {
            Health.CHECKING: "checking its files…",
            Health.DAMAGED: "damaged",
            Health.WHOLE: "",
        }
        parts = (
            self.entry.name if self.entry.name != self.title else "",
            "shipped" if self.entry.shipped else "yours",
            "in use" if self.in_use else "",
            said[self.health],
        )
        return " · ".join(filter(None, parts))


class ModelsModel(QAbstractListModel):
    """A row for each model, in the library's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ModelRow, ...] = ()

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        """What is shown."""
        return self._rows

    def show(self, rows: Sequence[ModelRow]) -> None:
        """Show these; a row that only changed its marks stays where it is."""
        new, old = tuple(rows), self._rows
        if [r.entry.folder for r in new] != [r.entry.folder for r in old]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        self._rows = new
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                place = self.index(number, 0)
                self.dataChanged.emit(place, place)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many models there are."""
        nested = parent is not None and parent.isValid()
        return 0 if nested else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows or says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                why = row.problem.user_message if row.problem else ""
                return plain_tip("\n".join(filter(None, (row.title, row.marks, why))))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.title}, {row.marks.replace(' · ', ', ')}"
            case _ if role == ROW_ROLE:
                return row
        return None
