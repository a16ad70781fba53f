"""A sheet of thumbnails of any stills, a few words beneath each."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import em, strong_font
from app.item_models.stills_model import ShownStill, StillsModel
from app.still_images.thumbnails import Thumbnails
from app.widgets.centred_message import paint_message
from app.widgets.contact_cell import CellBrush, CellShape, CellWords
from app.widgets.grid_view import GAP_EM, GridView
from app.widgets.strokes import paint_tag, tag_width
from app.widgets.thumbnail_painter import ThumbnailPainter

_SIDE_EM: Final = 9.0
"""Width of a picture at least, in heights of the font."""
_MOST_EM: Final = 14.0
"""Width up to which a picture grows to fill its row."""
_FEW_EM: Final = 16.0
"""The same where all stills stand in one row; what thumbnails are made for."""


class StillsSheet(GridView):
    """One cell a still; thumbnails are asked for only where they are seen."""

    def __init__(
        self,
        model: StillsModel,
        thumbnails: Thumbnails,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown = model
        self._painter = ThumbnailPainter(thumbnails)
        self._message = ""
        self._brush = self._new_brush()
        self.setAccessibleName(name)
        model.modelReset.connect(self._forget)
        self.setModel(model)
        thumbnails.loaded.connect(self._show_thumbnail)

    def set_message(self, message: str) -> None:
        """Say this where there is no still."""
        self._message = message
        self.viewport().update()

    def cell_size(self) -> QSize:
        """Return the size of a picture with its words."""
        return QSize(self._brush.shape.width, self._brush.shape.height)

    def minimumSizeHint(self) -> QSize:
        """Return the room of one still."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(em(self, _SIDE_EM + 2 * GAP_EM + 1) + bar, em(self, 6))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, and no longer wait for thumbnails that went out of sight."""
        super().scrollContentsBy(dx, dy)
        stills = self._shown.stills
        seen = [stills[cell].path for cell in self.cells_in_sight()]
        self._painter.thumbnails.keep_requests(seen)

    def lay_out(self) -> None:
        """Find each cell's place; what is looked at stays where it is."""
        self._brush = self._new_brush()
        super().lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Wear another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._brush = self._new_brush()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stills, or why there is none."""
        super().paintEvent(event)
        if self._message and not self._shown.stills:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            air = em(self, 1)
            room = self.viewport().rect().adjusted(air, 0, -air, 0)
            paint_message(painter, room, self._message)

    def paint_cell(self, painter: QPainter, cell: int, rect: QRect) -> None:
        """Paint a still and what is said of it."""
        still, brush = self._shown.stills[cell], self._brush
        selected = self.selectionModel().isRowSelected(cell)
        focused = cell == self.currentIndex().row() and self.hasFocus()
        brush.paint_ground(painter, rect, selected=selected, focused=focused)
        room = brush.shape.picture(rect)
        self._painter.paint(
            painter,
            room,
            brush.palette,
            row=cell,
            path=still.path,
            unreadable=still.unreadable,
        )
        file = still.name.rpartition("/")[2]
        words = CellWords(file, still.words, still.aside, "")
        brush.paint_words(painter, rect, words, selected=selected)
        if still.tag:
            self._paint_tag(painter, room, still)

    def _paint_tag(self, painter: QPainter, picture: QRect, still: ShownStill) -> None:
        painter.save()
        painter.setFont(strong_font(self.font()))
        wide = min(tag_width(painter.font(), still.tag), picture.width() - 8)
        tag = QRectF(picture.left() + 4, 0, wide, 1.3 * self.fontMetrics().height())
        tag.moveBottom(picture.bottom() - 4)
        colour = reader_colour(is_dark(self.palette()))
        paint_tag(painter, tag, still.tag, colour, filled=True)
        painter.restore()

    def _new_brush(self) -> CellBrush:
        line, frame = round(1.2 * self.fontMetrics().height()), em(self, 0.35)
        shape = CellShape(self._side_that_fills(frame), line, frame, lines=2)
        tallest = self.viewport().height() - 2 * em(self, GAP_EM)
        if self._shown.rowCount() and shape.height > tallest:
            # no larger than what is seen without scrolling, and no smaller than any
            words = shape.height - shape.picture_height
            fits = round((tallest - words) * shape.picture_width / shape.picture_height)
            least = em(self, _SIDE_EM)
            shape = replace(shape, picture_width=max(fits, least))
        return CellBrush(shape, self.font(), self.palette())

    def _side_that_fills(self, frame: int) -> int:
        """Return the width in which the pictures of a row leave no room unused."""
        gap, width = em(self, GAP_EM), self.viewport().width()
        side, count = em(self, _SIDE_EM), self._shown.rowCount()
        columns, most = max(1, (width - gap) // (side + 2 * frame + gap)), _MOST_EM
        if 0 < count <= columns:  # a few copies side by side are shown larger
            columns, most = count, _FEW_EM
        fills = (width - gap) // columns - gap - 2 * frame
        return min(max(fills, side), em(self, most))

    @Slot(Path)
    def _show_thumbnail(self, path: Path) -> None:
        row = self._painter.arrived(path)
        if row is not None and self.isVisible() and row < self._shown.rowCount():
            self.viewport().update(self.visualRect(self._shown.index(row)))

    @Slot()
    def _forget(self) -> None:
        self._painter.forget_awaited()
        if self.isVisible():
            self._painter.thumbnails.forget_requests()
