"""A contact sheet on which questioned labels are marked."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import strong_font
from app.item_models.findings_wording import NOTHING
from app.widgets.contact_cell import CellWords
from app.widgets.contact_sheet import ContactSheet
from app.widgets.strokes import paint_tag, tag_width

if TYPE_CHECKING:
    from app.item_models.finding_row import FindingRow

QUESTIONED: Final = "Label questioned"


class QuestionedSheet(ContactSheet):
    """Shows beneath a still what its reader would call it, and a tag upon it."""

    def paint_cell(self, painter: QPainter, cell: int, rect: QRect) -> None:
        """Paint the still, and over its lower edge that its label is questioned."""
        super().paint_cell(painter, cell, rect)
        if self._finding(cell).review is None:
            return
        painter.save()
        painter.setFont(QFont(strong_font(self.font())))
        picture, height = self._brush.shape.picture(rect), self.fontMetrics().height()
        wide = tag_width(painter.font(), QUESTIONED)
        tag = QRectF(picture.left() + 4, 0, wide, 1.3 * height)
        tag.moveBottom(picture.bottom() - 4)
        colour = reader_colour(is_dark(self.palette()))
        paint_tag(painter, tag, QUESTIONED, colour, filled=True)
        painter.restore()

    def _finding(self, cell: int) -> "FindingRow":
        model = self._findings
        return model.finding(model.row_at(model.index(cell, 0)))

    def _words(self, cell: int, finding: "FindingRow") -> CellWords:
        words = super()._words(cell, finding)
        if words.finding != NOTHING:
            return words
        return CellWords(words.file, "called nothing", words.certainty, words.reader)
