"""Which row stands at which place of a table, and back."""

import numpy as np
from numpy.typing import NDArray

from app.item_models.growing_array import GrowingArray

HIDDEN = -1
"""The place of a row that is not shown."""


class VisibleOrder:
    """A permutation of some of n rows, to be asked in both directions."""

    def __init__(self) -> None:
        self._rows = GrowingArray(np.int64)
        self._places = GrowingArray(np.int64)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Shape (shown,): the row at each place."""
        return self._rows.values

    def row_at(self, place: int) -> int:
        """Return the row at a place."""
        return int(self._rows.values[place])

    def place_of(self, row: int) -> int:
        """Return where a row stands, or ``HIDDEN``."""
        places = self._places.values
        return int(places[row]) if 0 <= row < len(places) else HIDDEN

    def places_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where known rows stand, ``HIDDEN`` for those that are not shown."""
        return self._places.values[rows]

    def know(self, total: int) -> None:
        """Take note that there are ``total`` rows; new ones are hidden."""
        self._places.append(np.full(total - len(self._places), HIDDEN))

    def append(self, rows: NDArray[np.int64]) -> None:
        """Show known rows after the last one."""
        self._places.values[rows] = np.arange(len(self), len(self) + len(rows))
        self._rows.append(rows)

    def replace(self, rows: NDArray[np.int64]) -> None:
        """Show these rows and no others."""
        self._places.values[:] = HIDDEN
        self._rows = GrowingArray(np.int64)
        self.append(rows)
