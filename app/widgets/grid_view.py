"""A view of equal cells in rows that fill its width; what is in them, others paint."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QFrame, QWidget

from app.appearance.measures import em
from app.widgets.cell_grid import CellGrid
from app.widgets.view_keyboard import came_by_key, is_typed, select_current

GAP_EM: Final = 0.5
_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Move = QAbstractItemView.CursorAction


class GridView(QAbstractItemView):
    """One cell a row of a model, one of them chosen.

    Nothing is kept for each cell, and only those in sight are painted: 100,000 rows
    take no longer than 100. Rows that arrive never scroll. Typed keys are left to
    others.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = CellGrid(0, 1, 1, 1, 1)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # always: a bar that comes and goes would change the number of columns
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model's rows."""
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self.lay_out)
            model.layoutChanged.connect(self.lay_out)
            model.modelReset.connect(self.lay_out)
        self.lay_out()

    # for subclasses

    def cell_size(self) -> QSize:
        """Return how large each cell is, in logical pixels."""
        raise NotImplementedError

    def paint_cell(self, painter: QPainter, cell: int, rect: QRect) -> None:
        """Paint the cell of a row of the model."""
        raise NotImplementedError

    @Slot()
    def lay_out(self) -> None:
        """Find each cell's place; what is looked at stays where it is."""
        anchor, model, size = self._anchor(), self.model(), self.cell_size()
        rows = model.rowCount()
        self._grid = CellGrid(
            rows, self.viewport().width(), size.width(), size.height(), em(self, GAP_EM)
        )
        self.updateGeometries()
        if anchor is not None:
            cell, offset = anchor
            _, top = self._grid.position(min(cell, max(0, rows - 1)))
            self.verticalScrollBar().setValue(top - offset)
        self.viewport().update()

    def cells_in_sight(self) -> range:
        """Return the rows of the model that are seen, some of them in part."""
        top = self.verticalOffset()
        return self._grid.cells_between(top, top + self.viewport().height())

    def _anchor(self) -> tuple[int, int] | None:
        """Return the cell to keep in place while sizes change, and its place."""
        if self.verticalOffset() == 0 or not self._grid.count:
            return None
        current, seen = self.currentIndex().row(), self.cells_in_sight()
        cell = current if current in seen else seen.start
        return cell, self._grid.position(cell)[1] - self.verticalOffset()

    def _update_cells(self, first: int, last: int) -> None:
        seen = self.cells_in_sight()
        for cell in range(max(first, seen.start), min(last + 1, seen.stop)):
            self.viewport().update(self._rect(cell))

    def _rect(self, cell: int) -> QRect:
        left, top = self._grid.position(cell)
        size = self._grid.cell_width, self._grid.cell_height
        return QRect(left, top - self.verticalOffset(), *size)

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the sheet."""
        super().updateGeometries()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._grid.height - height))
        bar.setPageStep(height)
        bar.setSingleStep(max(1, self._grid.row_height // 3))

    # Qt's questions

    def visualRect(self, index: _Index) -> QRect:
        """Return where a row's cell is in the view."""
        return self._rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row at a place of the view."""
        cell = self._grid.cell_at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if cell is None else self.model().index(cell, 0)

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible
    ) -> None:
        """Bring a row into sight, by no more than that takes."""
        if not index.isValid():
            return
        gap, room = self._grid.gap, self.viewport().height()
        top = self._grid.position(index.row())[1] - gap
        bottom = top + self._grid.row_height + gap
        now = self.verticalOffset()
        if hint == _Hint.PositionAtCenter:
            now = (top + bottom - room) // 2
        elif hint == _Hint.PositionAtTop or top < now:
            now = top
        elif hint == _Hint.PositionAtBottom or bottom > now + room:
            now = min(top, bottom - room)
        self.verticalScrollBar().setValue(now)

    def horizontalOffset(self) -> int:
        """Return 0: rows fill the width."""
        return 0

    def verticalOffset(self) -> int:
        """Return how far the sheet is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        """Return that no row is hidden."""
        return False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key leads to."""
        count, columns = self._grid.count, self._grid.columns
        if not count:
            return QModelIndex()
        current = self.currentIndex().row()
        if current < 0:
            return self.model().index(0, 0)
        page = max(1, self.viewport().height() // self._grid.row_height) * columns
        steps = {
            _Move.MoveLeft: -1,
            _Move.MovePrevious: -1,
            _Move.MoveRight: 1,
            _Move.MoveNext: 1,
            _Move.MoveUp: -columns,
            _Move.MoveDown: columns,
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -current,
            _Move.MoveEnd: count - 1 - current,
        }
        return self.model().index(self._grid.reached(current, steps[action]), 0)

    def setSelection(
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        """Select the row in the middle of a rectangle."""
        index = self.indexAt(rect.center())
        self.selectionModel().select(QItemSelection(index, index), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the part of the view where selected rows are."""
        seen, region = self.cells_in_sight(), QRegion()
        for cell in {index.row() for index in selection.indexes()}:
            if cell in seen:
                region += self._rect(cell)
        return region

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; what is looked at stays in sight."""
        super().resizeEvent(event)
        self.lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.lay_out()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        """Take in rows without scrolling; those at the end leave the others alone."""
        super().rowsInserted(parent, start, end)
        if start != self._grid.count:
            self.lay_out()
            return
        self._grid = replace(self._grid, count=end + 1)
        self.updateGeometries()
        self._update_cells(start, end)

    def dataChanged(
        self, topLeft: _Index, bottomRight: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Paint changed rows that are in sight."""
        self._update_cells(topLeft.row(), bottomRight.row())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted, and paint what comes into sight."""
        self.viewport().scroll(dx, dy)

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: typed keys belong to others."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first row if none is chosen and a key led here."""
        if came_by_key(event):
            super().focusInEvent(event)
            select_current(self)
        else:  # QAbstractItemView would make the first row current, as if chosen
            QAbstractScrollArea.focusInEvent(self, event)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; leave typed keys to others."""
        if is_typed(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select nothing by dragging."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells in sight."""
        painter, region = QPainter(self.viewport()), event.region()
        for cell in self.cells_in_sight():
            rect = self._rect(cell)
            if region.intersects(rect):
                self.paint_cell(painter, cell, rect)
        painter.end()
