"""Arrays to which rows are appended, each at a cost that does not grow with them."""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)
_FIRST_CAPACITY = 256


class GrowingArray(Generic[_Scalar]):
    """Rows of one type, kept in a buffer that doubles when it is full.

    Parameters
    ----------
    dtype
        Of every element.
    width
        Elements in a row for an array of shape (n, width); ``None`` for shape (n,).
    """

    def __init__(self, dtype: type[_Scalar], width: int | None = None) -> None:
        self._row_shape = () if width is None else (width,)
        self._buffer: NDArray[_Scalar] = np.empty(
            (_FIRST_CAPACITY, *self._row_shape), dtype
        )
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> NDArray[_Scalar]:
        """The rows so far: a view that is current until the next append."""
        return self._buffer[: self._length]

    def append(self, rows: ArrayLike) -> None:
        """Append rows, shape (m,) or (m, width)."""
        added = np.asarray(rows, self._buffer.dtype).reshape(-1, *self._row_shape)
        self._make_room(self._length + len(added))
        self._buffer[self._length : self._length + len(added)] = added
        self._length += len(added)

    def _make_room(self, length: int) -> None:
        capacity = len(self._buffer)
        if length > capacity:
            grown = np.empty(
                (max(length, 2 * capacity), *self._row_shape), self._buffer.dtype
            )
            grown[: self._length] = self.values
            self._buffer = grown
