"""A report as a document of pages: what stays together, and what stands at the foot."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Final, TypeAlias, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPainter,
    QPen,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextImageFormat,
    QTextTable,
    QTextTableCell,
)

from app.reporting.printed_drawings import paint_drawing
from core.evaluation.print_report import Drawing, PrintedReport
from core.images.box import RgbImage

_MM_PER_INCH: Final = 25.4
_FOOT_MM: Final = 11.0
"""Of the page's height, below the text."""
_BODY_POINTS: Final = 8.5
_FOOT_POINTS: Final = 7.0
_WHOLE: Final = 0.75
"""Of a page: what is lower is never divided if a new page can hold it whole."""
_BEGINNING: Final = 0.2
"""Of a page: what must stand below a heading of something that is divided."""

Unit: TypeAlias = "list[QTextBlock | QTextFrame]"
"""What belongs together: headings, and what they stand above."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A drawing and where it stands, in the document's units."""

    drawing: Drawing
    area: QRectF


class PrintedPages:
    """The report laid out for a device; it has to live as long as the device paints.

    Parameters
    ----------
    report
        What is printed.
    device
        Where; its page layout and resolution are final.
    font
        The family of all letters.
    """

    def __init__(
        self, report: PrintedReport, device: QPagedPaintDevice, font: QFont
    ) -> None:
        self._report = report
        self._device = device
        self._font = font
        self._mm = device.logicalDpiY() / _MM_PER_INCH
        self._pixel = device.logicalDpiY() / screen_dpi()
        # Qt rounds a page's height: lines would cross its end by a hair
        high = math.floor(device.height() - _FOOT_MM * self._mm)
        self._size = QSizeF(device.width(), high)
        self._document = self._laid_out()
        self._keep_together()
        self._drawings = list(self._placed())

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0."""
        top = page * self._size.height()
        shown = QRectF(QPointF(0, top), self._size)
        painter.save()
        painter.translate(0, -top)
        painter.setClipRect(shown)
        context = QAbstractTextDocumentLayout.PaintContext()
        # what begins with the next page would be written here too, unseen but found
        context.clip = shown.adjusted(0, 0, 0, -self._mm)
        self._document.documentLayout().draw(painter, context)
        for placed in self._drawings:
            if shown.intersects(placed.area):
                paint_drawing(painter, placed.drawing, placed.area, self._font)
        painter.restore()
        self._paint_foot(painter, page)

    def _laid_out(self) -> QTextDocument:
        document = QTextDocument()
        font = QFont(self._font)
        font.setPointSizeF(_BODY_POINTS)
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        for name in self._report.drawings:
            _add_image(document, name, _nothing())
        for name, pixels in self._report.pictures.items():
            _add_image(document, name, _image(pixels))
        document.setHtml(self._report.html)
        document.documentLayout().setPaintDevice(self._device)
        document.setPageSize(self._size)
        return document

    # what stays together

    def _keep_together(self) -> None:
        """Begin new pages where a heading would be left alone or a table be divided."""
        for number in range(len(list(self._units()))):
            # afresh for each: what stands before it may have moved it
            unit = next(islice(self._units(), number, None))
            whole = self._is_kept_whole(unit)
            if self._is_torn(unit, whole=whole):
                _begin_page(unit[0])
            table = unit[-1]
            if not whole and isinstance(table, QTextTable):
                self._keep_rows_whole(table)

    def _is_kept_whole(self, unit: Unit) -> bool:
        part = unit[-1]
        if isinstance(part, QTextTable) and part.rows() == 1:
            return True  # figures side by side: torn, they measure more than they are
        top, bottom = self._area(unit[0]).top(), self._area(part).bottom()
        return bottom - top <= _WHOLE * self._size.height()

    def _is_torn(self, unit: Unit, *, whole: bool) -> bool:
        """Return whether a page ends within what is not to be divided."""
        high = self._size.height()
        top, bottom = self._area(unit[0]).top(), self._area(unit[-1]).bottom()
        if not whole:
            bottom = min(bottom, self._area(unit[-1]).top() + _BEGINNING * high)
        starts_page = top % high < self._mm
        return not starts_page and self._crosses_page(top, bottom)

    def _keep_rows_whole(self, table: QTextTable) -> None:
        for row in range(table.format().headerRowCount(), table.rows()):
            cells = [table.cellAt(row, column) for column in range(table.columns())]
            # all but the first are alike, and each costs Qt a search through the table
            firsts = [cell.firstCursorPosition().block() for cell in cells[:2]]
            lasts = [cell.lastCursorPosition().block() for cell in cells[:2]]
            top = min(self._area(block).top() for block in firsts)
            bottom = max(self._area(block).bottom() for block in lasts)
            if self._crosses_page(top, bottom):
                # a page break within cells would leave half of them behind; so much
                # room above them that not a line fits moves them all
                line = min(block.layout().lineAt(0).height() for block in firsts)
                room = self._page_end(top) - top - line
                self._push_down(cells, max(room, 0) + self._mm / 2)

    def _push_down(self, cells: Sequence[QTextTableCell], distance: float) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for cell in cells:
            shape = cell.format().toTableCellFormat()
            shape.setTopPadding(shape.topPadding() + distance / self._pixel)
            cell.setFormat(shape)
        cursor.endEditBlock()

    def _crosses_page(self, top: float, bottom: float) -> bool:
        return bottom > self._page_end(top) + 1

    def _page_end(self, y: float) -> float:
        return (y // self._size.height() + 1) * self._size.height()

    def _area(self, part: QTextBlock | QTextFrame) -> QRectF:
        layout = self._document.documentLayout()
        if isinstance(part, QTextFrame):
            return layout.frameBoundingRect(part)
        return layout.blockBoundingRect(part)

    def _units(self) -> Iterator[Unit]:
        """Yield the parts of the document, the headings with what follows them."""
        headings: Unit = []
        for part in _parts(self._document.rootFrame()):
            if isinstance(part, QTextBlock):
                if not part.text().strip():
                    continue
                if part.blockFormat().headingLevel() > 1:
                    headings.append(part)
                    continue
            yield [*headings, part]
            headings = []

    # drawings

    def _placed(self) -> Iterator[_Placed]:
        """Yield where the drawings stand, each in the room that its image takes."""
        block = self._document.begin()
        while block.isValid():
            for part in block:  # type: ignore[attr-defined] # the stubs know no next
                shape = part.fragment().charFormat()
                if shape.isImageFormat():
                    image = shape.toImageFormat()
                    if image.name() in self._report.drawings:
                        yield self._place(block, part.fragment().position(), image)
            block = block.next()

    def _place(self, block: QTextBlock, at: int, image: QTextImageFormat) -> _Placed:
        within = at - block.position()
        line = block.layout().lineForTextPosition(within)
        x, _ = cast("tuple[float, int]", line.cursorToX(within))
        size = QSizeF(image.width(), image.height()) * self._pixel
        corner = self._document.documentLayout().blockBoundingRect(block).topLeft()
        return _Placed(  # each has a line of its own
            self._report.drawings[image.name()],
            QRectF(corner + QPointF(x, line.y()), size),
        )

    # the foot

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        top = self._size.height() + 3 * self._mm
        wide = self._size.width()
        painter.setPen(QPen(QColor("#d5dbe1"), 0.2 * self._mm))
        painter.drawLine(QPointF(0, top), QPointF(wide, top))
        font = QFont(self._font)
        font.setPointSizeF(_FOOT_POINTS)
        painter.setFont(font)
        painter.setPen(QColor("#5a6570"))
        metrics = QFontMetricsF(font, self._device)
        number = f"{page + 1} of {self.count}"
        room = wide - metrics.horizontalAdvance(number) - 8 * self._mm
        baseline = top + 1.4 * self._mm + metrics.ascent()
        painter.drawText(
            QPointF(wide - metrics.horizontalAdvance(number), baseline), number
        )
        for text, line in zip(self._report.foot, count()):
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QPointF(0, baseline + line * metrics.lineSpacing()), shown)


def screen_dpi() -> float:
    """Return how many of rich text's pixels make an inch on this machine."""
    screen = QImage(1, 1, QImage.Format.Format_ARGB32)
    return float(screen.logicalDpiY())


def _parts(frame: QTextFrame) -> Iterator[QTextBlock | QTextFrame]:
    place = frame.begin()
    while not place.atEnd():
        inside: QTextFrame | None = place.currentFrame()
        yield inside if inside is not None else place.currentBlock()
        place += 1


def _begin_page(part: QTextBlock | QTextFrame) -> None:
    always = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
    if isinstance(part, QTextTable):
        table = part.format()
        table.setPageBreakPolicy(always)
        part.setFormat(table)
    elif isinstance(part, QTextBlock):
        shape = part.blockFormat()
        shape.setPageBreakPolicy(always)
        shape.setTopMargin(0)
        QTextCursor(part).setBlockFormat(shape)


def _add_image(document: QTextDocument, name: str, image: QImage) -> None:
    kind = QTextDocument.ResourceType.ImageResource
    document.addResource(kind, QUrl(name), image)


def _nothing() -> QImage:
    """Return what keeps a drawing's room until it is drawn."""
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _image(pixels: RgbImage) -> QImage:
    high, wide = pixels.shape[:2]
    solid = np.ascontiguousarray(pixels)
    image = QImage(solid.data, wide, high, 3 * wide, QImage.Format.Format_RGB888)
    return image.copy()  # Qt does not hold on to numpy's memory
