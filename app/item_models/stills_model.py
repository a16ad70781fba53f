"""Stills of a sheet, each with what stands beneath it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, overload

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.appearance.plain_tips import plain_tip

STILL_ROLE: Final = Qt.ItemDataRole.UserRole
"""The :class:`ShownStill`."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class ShownStill:
    """A still of a sheet."""

    path: Path
    name: str
    """Relative to the folder, with ``/``."""
    words: str
    """What matters of it here: its class, or what is wrong with it."""
    aside: str = ""
    """At the right of the words: its part, say."""
    tag: str = ""
    """Upon the picture; empty for none."""
    digest: str = ""
    """SHA-256 of its bytes; empty where it could not be read."""
    about: str = ""
    """All there is to say of it, for the desk and the tooltip."""
    unreadable: bool = False

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        told = self.name, self.words, self.aside, self.tag, self.about
        return ", ".join(dict.fromkeys(filter(None, told)))


class LazyStills(Sequence[ShownStill]):
    """Stills that are put into words when they are looked at: few of them ever are.

    Parameters
    ----------
    count
        How many there are.
    still
        Returns the one at a place.
    """

    def __init__(self, count: int, still: Callable[[int], ShownStill]) -> None:
        self._count = count
        self._still = still

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> ShownStill: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[ShownStill]: ...

    def __getitem__(self, place: int | slice) -> ShownStill | Sequence[ShownStill]:
        """Return the still at a place, or several."""
        if isinstance(place, slice):
            return [self._still(at) for at in range(*place.indices(self._count))]
        if not -self._count <= place < self._count:
            msg = f"expected a place below {self._count}, got {place}"
            raise IndexError(msg)
        return self._still(place % self._count)


class StillsModel(QAbstractListModel):
    """Stills in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stills: Sequence[ShownStill] = ()

    @property
    def stills(self) -> Sequence[ShownStill]:
        """All stills."""
        return self._stills

    def show(self, stills: Sequence[ShownStill]) -> None:
        """Show other stills."""
        self.beginResetModel()
        self._stills = stills
        self.endResetModel()

    def renew(self, stills: Sequence[ShownStill]) -> None:
        """Show the same stills with other words: what is chosen stays so.

        Parameters
        ----------
        stills
            As many as there are; other numbers are shown as other stills.
        """
        if len(stills) != len(self._stills):
            self.show(stills)
            return
        self._stills = stills
        if stills:
            self.dataChanged.emit(self.index(0), self.index(len(stills) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._stills)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is shown or said of a still."""
        if not index.isValid() or index.row() >= len(self._stills):
            return None
        still, said = self._stills[index.row()], Qt.ItemDataRole
        if role == said.DisplayRole:
            return still.name
        if role == said.ToolTipRole:
            told = still.name, still.words, still.aside, still.tag, still.about
            return plain_tip("\n".join(dict.fromkeys(filter(None, told))))
        if role == said.AccessibleTextRole:
            return still.spoken
        return still if role == STILL_ROLE else None
