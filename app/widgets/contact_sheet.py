"""The findings as a sheet of thumbnails."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from app.appearance.measures import em
from app.item_models.findings_model import Column, FindingsModel
from app.item_models.findings_wording import NOTHING, UNREADABLE, percent
from app.still_images.thumbnails import Thumbnails
from app.widgets.contact_cell import CellBrush, CellShape, CellWords
from app.widgets.grid_view import GAP_EM, GridView
from app.widgets.thumbnail_painter import ThumbnailPainter

if TYPE_CHECKING:
    from app.item_models.finding_row import FindingRow

SIDE_EM: Final = 11.0
"""Width of a picture at first, in heights of the font."""
_LARGER: Final = 1.5
"""Times that width, up to which a picture grows to fill its row."""


class ContactSheet(GridView):
    """One cell a still; shares model and selection with the table.

    Thumbnails are asked for only where they are seen.
    """

    def __init__(
        self,
        model: FindingsModel,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._findings = model
        self._stills = ThumbnailPainter(thumbnails)
        self._cell_side = em(self, SIDE_EM)
        self._brush = self._new_brush()
        self.setAccessibleName("Contact sheet of the findings")
        model.layoutChanged.connect(self._rows_moved)
        model.modelReset.connect(self._rows_moved)
        self.setModel(model)
        thumbnails.loaded.connect(self._show_thumbnail)

    @property
    def cell_side(self) -> int:
        """The width of a picture at least, in logical pixels."""
        return self._cell_side

    def set_cell_side(self, side: int) -> None:
        """Make the pictures larger or smaller; what is looked at stays in sight."""
        self._cell_side = max(em(self, 3), side)
        self.lay_out()

    def cell_size(self) -> QSize:
        """Return the size of a picture with its words."""
        return QSize(self._brush.shape.width, self._brush.shape.height)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, and no longer wait for thumbnails that went out of sight."""
        super().scrollContentsBy(dx, dy)
        model = self._findings
        rows = (model.row_at(model.index(at, 0)) for at in self.cells_in_sight())
        self._stills.thumbnails.keep_requests([model.path(row) for row in rows])

    def viewportEvent(self, event: QEvent) -> bool:
        """Say all about a still in its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = index.data(Qt.ItemDataRole.AccessibleTextRole) or ""
            QToolTip.showText(event.globalPos(), text, self, self.visualRect(index))
            return True
        return super().viewportEvent(event)

    def lay_out(self) -> None:
        """Find each cell's place; what is looked at stays where it is."""
        self._brush = self._new_brush()
        super().lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Wear another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._brush = self._new_brush()

    def paint_cell(self, painter: QPainter, cell: int, rect: QRect) -> None:
        """Paint a still, the program's answer and the reader's."""
        model, brush = self._findings, self._brush
        index = model.index(cell, 0)
        selected = self.selectionModel().isRowSelected(cell)
        focused = cell == self.currentIndex().row() and self.hasFocus()
        brush.paint_ground(painter, rect, selected=selected, focused=focused)
        finding = model.finding(model.row_at(index))
        picture = self._stills.paint(
            painter,
            brush.shape.picture(rect),
            brush.palette,
            row=finding.row,
            path=model.path(finding.row),
            unreadable=finding.decision is None,
        )
        if finding.decision is not None:  # else a mark stands in place of the picture
            brush.paint_badge(painter, picture, finding.decision)
        words = self._words(cell, finding)
        brush.paint_words(painter, rect, words, selected=selected)

    def _new_brush(self) -> CellBrush:
        line = round(1.2 * self.fontMetrics().height())
        frame = em(self, 0.35)
        shape = CellShape(self._side_that_fills(frame), line, frame)
        return CellBrush(shape, self.font(), self.palette())

    def _side_that_fills(self, frame: int) -> int:
        """Return the width in which the pictures of a row leave no room unused."""
        gap, width = em(self, GAP_EM), self.viewport().width()
        least = self._cell_side + 2 * frame
        columns = max(1, (width - gap) // (least + gap))
        fills = (width - gap) // columns - gap - 2 * frame
        return min(max(fills, self._cell_side), round(_LARGER * self._cell_side))

    def _words(self, cell: int, finding: "FindingRow") -> CellWords:
        file = finding.file.rpartition("/")[2]
        reader = ""
        if finding.review is not None:
            reader = self._findings.index(cell, Column.READER).data()
        if finding.decision is None:
            return CellWords(file, UNREADABLE, "", reader)
        if finding.predicted_class is None or finding.confidence is None:
            return CellWords(file, NOTHING, self._decision(cell), reader)
        certainty = percent(finding.confidence)
        return CellWords(file, finding.predicted_class, certainty, reader)

    def _decision(self, cell: int) -> str:
        return str(self._findings.index(cell, Column.DECISION).data())

    @Slot(Path)
    def _show_thumbnail(self, path: Path) -> None:
        row = self._stills.arrived(path)
        if row is not None and self.isVisible() and row < self._findings.total:
            self.viewport().update(self.visualRect(self._findings.index_of(row)))

    @Slot()
    def _rows_moved(self) -> None:
        self._stills.forget_awaited()
        if self.isVisible():
            self._stills.thumbnails.forget_requests()
