"""A confusion matrix in which a cell can be chosen by click, arrows and Enter."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QSizePolicy,
    QTableView,
    QWidget,
)

from app.appearance.measures import em
from app.item_models.confusion_model import ConfusionModel
from app.widgets.confusion_delegate import ConfusionDelegate
from app.widgets.flat_header import ClassHeader

AXES: Final = "Rows: what the label says. Columns: what the model called it."
HINT: Final = "Click a cell, or press Enter on it, to see its stills."
"""What to say beside a matrix whose cells can be opened."""

_OPENING: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_CELL_EM: Final = (4.2, 7.5)
"""Width of a cell at least and at most."""
_ROW_EM: Final = 2.7
_HEAD_EM: Final = (2.4, 3.5)
"""Heights of a row, and of the head above the columns: with two lines, with three."""
_NAMES_EM: Final = 10.0
"""Width of the rows' names at most."""


class ConfusionMatrix(QTableView):
    """Shows a :class:`ConfusionModel`; long class names are cut with a tooltip."""

    cell_chosen = Signal(int, int)
    """Row and column of the cell whose stills are asked for."""

    def __init__(self, model: ConfusionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(ConfusionDelegate(self))
        self.setAccessibleName("Confusion matrix")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._called = ClassHeader(Qt.Orientation.Horizontal, self)
        self._labelled = ClassHeader(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self._called)
        self.setVerticalHeader(self._labelled)
        self.setModel(model)
        model.modelReset.connect(self._fit)
        self.clicked.connect(self._choose)
        self._fit()

    def let_go(self) -> None:
        """Choose no cell any more."""
        self.clearSelection()

    def sizeHint(self) -> QSize:
        """Return the size of the whole matrix."""
        names = self._labelled.width()
        cells = self.model().columnCount() * em(self, _CELL_EM[1])
        return QSize(names + cells, self._height())

    def minimumSizeHint(self) -> QSize:
        """Return a height that needs no scrolling, and a width that may."""
        return QSize(em(self, 14), self._height())

    def updateGeometries(self) -> None:
        """Place the heads; nothing stands in the corner between them."""
        super().updateGeometries()
        for corner in self.findChildren(QAbstractButton):
            corner.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a cell's stills by Enter; move by the arrows."""
        if event.key() in _OPENING and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _choose(self, index: QModelIndex) -> None:
        self.cell_chosen.emit(index.row(), index.column())

    def _fit(self) -> None:
        if not self.model().rowCount():
            return
        self._labelled.setDefaultSectionSize(em(self, _ROW_EM))
        names = min(self._labelled.widest(), em(self, _NAMES_EM))
        self._labelled.setFixedWidth(names)
        self.updateGeometries()  # which takes its margins from the heads
        self._fit_columns()
        self.updateGeometries()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        columns = self.model().columnCount()
        if not columns:
            return
        least, most = (em(self, each) for each in _CELL_EM)
        width = min(max(self.viewport().width() // columns, least), most)
        self._called.setMinimumSectionSize(least)
        self._called.setDefaultSectionSize(width)
        wrapped = self._called.widest() - em(self, 0.9) > width
        self._called.setFixedHeight(em(self, _HEAD_EM[wrapped]))

    def _height(self) -> int:
        rows = self.model().rowCount() * em(self, _ROW_EM)
        bar = self.horizontalScrollBar().sizeHint().height()
        scrolls = self.horizontalScrollBar().maximum() > 0
        return self._called.height() + rows + (bar if scrolls else 0) + 2
