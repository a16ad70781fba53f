"""Where the cells of a contact sheet lie, as arithmetic: no cell is ever stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Equal cells in rows that fill a width; all lengths in logical pixels.

    Places are told from the sheet's top, wherever it is scrolled to.
    """

    count: int
    """Cells, at least 0."""
    width: int
    """Of the view."""
    cell_width: int
    cell_height: int
    gap: int
    """Between cells, and around them."""

    @property
    def columns(self) -> int:
        """Cells in a row, at least 1."""
        return max(1, (self.width - self.gap) // (self.cell_width + self.gap))

    @property
    def rows(self) -> int:
        """Rows of cells."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Of the whole sheet."""
        return self.rows * self.row_height + self.gap if self.count else 0

    @property
    def row_height(self) -> int:
        """From the top of a row to that of the next."""
        return self.cell_height + self.gap

    def position(self, cell: int) -> tuple[int, int]:
        """Return the left and top of a cell."""
        row, column = divmod(cell, self.columns)
        return self._left(column), self.gap + row * self.row_height

    def cell_at(self, x: int, y: int) -> int | None:
        """Return the cell at a place, ``None`` between cells and beyond them."""
        row, down = divmod(y - self.gap, self.row_height)
        if row < 0 or down >= self.cell_height:
            return None
        for column in range(self.columns):
            if 0 <= x - self._left(column) < self.cell_width:
                cell = row * self.columns + column
                return cell if cell < self.count else None
        return None

    def cells_between(self, top: int, bottom: int) -> range:
        """Return the cells of all rows that reach into ``top`` to ``bottom``."""
        first = max(0, (top - self.gap) // self.row_height)
        end = max(0, -(-(bottom - self.gap) // self.row_height))
        return range(
            min(first * self.columns, self.count), min(end * self.columns, self.count)
        )

    def reached(self, cell: int, step: int) -> int:
        """Return where a step of so many cells leads, within the sheet.

        Parameters
        ----------
        cell
            Where it begins.
        step
            Cells; whole rows stay in their column where they can.
        """
        target, last = cell + step, self.count - 1
        if 0 <= target <= last:
            return target
        if abs(step) < self.columns:
            return 0 if step < 0 else last
        column = cell % self.columns
        below = (self.rows - 1) * self.columns + column
        return column if step < 0 else min(below, last)

    def _left(self, column: int) -> int:
        """Return where a column begins: what room is left stands evenly between."""
        spare = max(0, self.width - self.columns * self.cell_width)
        between = spare * (column + 1) // (self.columns + 1)
        return between + column * self.cell_width
