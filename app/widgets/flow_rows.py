"""A layout that fills row after row, as words fill lines."""

from dataclasses import dataclass, field
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


@dataclass(slots=True)
class _Row:
    """Items that stand side by side, and the width that they need at least."""

    items: list[QLayoutItem] = field(default_factory=list)
    width: int = 0


class FlowRows(QLayout):
    """Puts widgets side by side while their smallest widths fit, then goes on below.

    What is left of a row goes to the widgets that may grow; those that may not keep the
    width that they ask for. No widget is ever narrower than its ``minimumSizeHint``.

    Parameters
    ----------
    parent
        The widget that is laid out.
    centred
        Whether a row that is not filled stands in the middle.
    """

    def __init__(self, parent: QWidget | None = None, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._centred = centred
        self._items: list[QLayoutItem] = []
        self._row_gap = 0
        self._starts: list[QWidget] = []
        self._heights: dict[int, int] = {}
        """By width, as Qt keeps its own: they are asked for hundreds of times."""

    def set_gaps(self, between: int, rows: int) -> None:
        """Leave so many pixels between widgets and between rows."""
        self._row_gap = rows
        self.setSpacing(between)
        self.invalidate()

    def begin_row(self, widget: QWidget) -> None:
        """Add a widget that always stands first in its row."""
        self._starts.append(widget)
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or nothing beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove an item and return it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that the rows take all the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Return that a narrower layout is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        if width not in self._heights:
            heights = [_height(row) for row in self._rows(width)]
            gaps = self._row_gap * max(len(heights) - 1, 0)
            self._heights[width] = sum(heights) + gaps
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was measured: a widget has another size, or there is another."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Return the size of a single row."""
        shown = self._shown()
        wide = sum(item.sizeHint().width() for item in shown)
        gaps = self.spacing() * max(len(shown) - 1, 0)
        return QSize(wide + gaps, _height(_Row(shown)))

    def minimumSize(self) -> QSize:
        """Return the size of the widest widget on a row of its own."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        top = rect.top()
        for row in self._rows(rect.width()):
            height = _height(row)
            self._place(row, QRect(rect.left(), top, rect.width(), height))
            top += height + self._row_gap

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[_Row]:
        rows: list[_Row] = []
        for item in self._shown():
            wide = item.minimumSize().width()
            fits = rows and rows[-1].width + self.spacing() + wide <= width
            if not fits or item.widget() in self._starts:
                rows.append(_Row([item], wide))
            else:
                rows[-1].items.append(item)
                rows[-1].width += self.spacing() + wide
        return rows

    def _place(self, row: _Row, rect: QRect) -> None:
        widths = _widths(row, rect.width() - row.width)
        taken = sum(widths) + self.spacing() * (len(widths) - 1)
        left = rect.left() + (rect.width() - taken) // 2 * self._centred
        steps = accumulate((w + self.spacing() for w in widths), initial=left)
        for item, width, x in zip(row.items, widths, steps, strict=False):
            height = min(item.sizeHint().height(), rect.height())
            top = rect.top() + (rect.height() - height) // 2
            item.setGeometry(QRect(QPoint(x, top), QSize(width, height)))


def _height(row: _Row) -> int:
    return max((item.sizeHint().height() for item in row.items), default=0)


def _widths(row: _Row, spare: int) -> list[int]:
    """Return the items' widths: first all get what they ask for, then some grow."""
    widths = [item.minimumSize().width() for item in row.items]
    wanted = [
        max(item.sizeHint().width() - least, 0)
        for item, least in zip(row.items, widths, strict=True)
    ]
    spare = max(spare, 0)
    given = min(spare, sum(wanted))
    for at, want in enumerate(wanted):
        widths[at] += given * want // (sum(wanted) or 1)
    growing = [
        at
        for at, item in enumerate(row.items)
        if item.expandingDirections() & Qt.Orientation.Horizontal
    ]
    for at in growing:
        widths[at] += (spare - given) // len(growing)
    return widths
