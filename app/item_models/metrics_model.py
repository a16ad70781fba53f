"""A table of a report as an item model."""

from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.appearance.plain_tips import plain_tip
from app.item_models.rate_cells import TableCell
from app.item_models.report_tables import Table

NOTE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The second line of a cell: interval and n, or support."""
STRONG_ROLE: Final = NOTE_ROLE + 1
"""Whether the row sums up those above it."""

_Index = QModelIndex | QPersistentModelIndex
_EMPTY: Final = Table("", (), ())


class MetricsModel(QAbstractTableModel):
    """The first column names the rows; the others hold numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = _EMPTY

    @property
    def table(self) -> Table:
        """What is shown."""
        return self._table

    def show(self, table: Table | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self._table = table or _EMPTY
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many lines there are."""
        nested = parent is not None and parent.isValid()
        return 0 if nested else len(self._table.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are, the names among them."""
        nested = parent is not None and parent.isValid()
        return 0 if nested else len(self._table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or says."""
        if not index.isValid():
            return None
        row = self._table.rows[index.row()]
        first = index.column() == 0
        cell = TableCell(row.name, row.note) if first else row.cells[index.column() - 1]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                told = " ".join((cell.text, cell.note)), cell.meaning
                return plain_tip("\n".join(filter(None, told)))
            case Qt.ItemDataRole.AccessibleTextRole:
                column = self._table.columns[index.column()].title
                return cell.spoken if first else f"{row.name}, {column}: {cell.spoken}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
            case _ if role == NOTE_ROLE:
                return cell.note
            case _ if role == STRONG_ROLE:
                return row.strong
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title, or what it means."""
        known = 0 <= section < len(self._table.columns)
        if orientation != Qt.Orientation.Horizontal or not known:
            return None
        column = self._table.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.meaning
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        words = not column or self._table.columns[column].is_words
        side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter
