"""The findings as a table."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from app.appearance.measures import em
from app.item_models.findings_model import Column, FindingsModel
from app.still_images.thumbnails import Thumbnails
from app.widgets.findings_delegates import (
    ConfidenceDelegate,
    DecisionDelegate,
    FileDelegate,
    ReaderDelegate,
    TextDelegate,
    ThumbnailDelegate,
)
from app.widgets.findings_header import FindingsHeader
from app.widgets.thumbnail_painter import ThumbnailPainter
from app.widgets.view_keyboard import came_by_key, is_typed, select_current

ROW_EM: Final = 3.0


class FindingsTable(QTableView):
    """One row a still; a click on a header sorts, and a third one undoes it.

    Thumbnails are asked for only where they are seen. Digits and letters are left to
    the page.
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
        self._confidence = ConfidenceDelegate()
        self._delegates = self._make_delegates()
        for column, delegate in self._delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self._set_manners()
        self.header = FindingsHeader(self)
        """What a person may drag."""
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self._set_headers()
        self._set_sizes()
        thumbnails.loaded.connect(self._show_thumbnail)
        model.layoutChanged.connect(self._rows_moved)
        model.modelReset.connect(self._rows_moved)

    def set_review_below(self, confidence: float | None) -> None:
        """Mark in the bars from which confidence on answers are accepted."""
        self._confidence.review_below = confidence
        self.viewport().update()

    def show_unsorted(self) -> None:
        """Take the arrow from the headers: the page sorts by something else."""
        self.header.show_unsorted()

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: typed keys belong to the review."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first row if none is chosen and a key led here."""
        if came_by_key(event):
            super().focusInEvent(event)
            select_current(self)
        else:  # QAbstractItemView would make the first row current, as if chosen
            QAbstractScrollArea.focusInEvent(self, event)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; leave typed keys to the page."""
        if is_typed(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll, and no longer wait for thumbnails that went out of sight."""
        super().scrollContentsBy(dx, dy)
        if dy:
            self._stills.thumbnails.keep_requests(self._paths_in_sight())

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_sizes()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and around the current one whether it has the keyboard."""
        super().paintEvent(event)
        current = self.currentIndex()
        if not (current.isValid() and self.hasFocus()):
            return
        row = self.visualRect(current)
        row.setLeft(0)
        row.setRight(min(self.viewport().width(), self.horizontalHeader().length()) - 1)
        painter = QPainter(self.viewport())
        role = QPalette.ColorRole.HighlightedText
        painter.setPen(QPen(self.palette().color(role), 1, Qt.PenStyle.DotLine))
        painter.drawRect(row.adjusted(1, 1, -1, -2))
        painter.end()

    def _make_delegates(self) -> dict[Column, QStyledItemDelegate]:
        return {
            Column.STILL: ThumbnailDelegate(self._stills),
            Column.FILE: FileDelegate(),
            Column.FINDING: TextDelegate(),
            Column.CONFIDENCE: self._confidence,
            Column.DECISION: DecisionDelegate(),
            Column.READER: ReaderDelegate(),
            Column.NOTE: TextDelegate(),
        }

    def _set_manners(self) -> None:
        self.setAccessibleName("Findings")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    def _set_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header.sortIndicatorChanged.connect(self._findings.sort)
        self.header.share_out()

    def _set_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(em(self, ROW_EM))
        self.verticalScrollBar().setSingleStep(em(self, ROW_EM))

    def _paths_in_sight(self) -> list[Path]:
        model, first = self._findings, self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return []
        end = model.rowCount() if last < 0 else last + 1
        rows = (model.row_at(model.index(at, 0)) for at in range(first, end))
        return [model.path(row) for row in rows]

    @Slot(Path)
    def _show_thumbnail(self, path: Path) -> None:
        row = self._stills.arrived(path)
        if row is None or not self.isVisible() or row >= self._findings.total:
            return
        cell = self.visualRect(self._findings.index_of(row))
        if cell.intersects(QRect(0, 0, self.width(), self.height())):
            self.viewport().update(cell)

    @Slot()
    def _rows_moved(self) -> None:
        self._stills.forget_awaited()
        if self.isVisible():
            self._stills.thumbnails.forget_requests()
