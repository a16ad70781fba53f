"""How each column of the table of findings is painted.

Qt's own delegate asks a Python model for a dozen roles a cell; these ask for what they
paint, which makes the difference between 20 ms and 5 ms for a window full of rows.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.appearance.marks import is_dark, reader_colour
from app.item_models.findings_model import (
    CONFIDENCE_ROLE,
    FINDING_ROLE,
    FindingsModel,
)
from app.widgets.mark_pixmaps import MarkPixmaps
from app.widgets.thumbnail_painter import ThumbnailPainter

if TYPE_CHECKING:
    from app.item_models.finding_row import FindingRow

_Index = QModelIndex | QPersistentModelIndex
_Elide = Qt.TextElideMode
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WIDEST_NUMBER = "100.0 %"
_SHORTEST_BAR_EM = 1.2
"""A bar that still tells a half from a whole."""
_LEGIBLE_EM = 2.5
"""Room from which on a folder beside its file says something."""


class CellDelegate(QStyledItemDelegate):
    """Fills the ground of a selected row; what is in the cell, subclasses paint."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint a cell."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, option.palette.brush(_Role.Highlight))
        margin = option.fontMetrics.height() // 3
        room = option.rect.adjusted(margin, 0, -margin, 0)
        self.paint_content(painter, room, option, index, selected=selected)

    def paint_content(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        selected: bool,
    ) -> None:
        """Paint what the cell holds within ``room``."""
        raise NotImplementedError


_Role = QPalette.ColorRole


class TextDelegate(CellDelegate):
    """A line of text, cut where there is no room; the tooltip has it in full."""

    def paint_content(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        selected: bool,
    ) -> None:
        """Write the text."""
        text = index.data()
        if text:
            text = option.fontMetrics.elidedText(text, _Elide.ElideRight, room.width())
            colour = option.palette.color(_Role.HighlightedText) if selected else None
            painter.setPen(colour or self.colour(option.palette))
            painter.drawText(room, _LEFT, text)

    def colour(self, palette: QPalette) -> QColor:
        """Return the colour of the text on a row that is not selected."""
        return palette.color(_Role.Text)


class FileDelegate(CellDelegate):
    """A file's own name, and dim beside it the folder where there is room.

    What tells the stills of one folder from each other is at the end of their paths.
    """

    def paint_content(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        selected: bool,
    ) -> None:
        """Write name and folder."""
        metrics, colour = option.fontMetrics, option.palette.color
        name, folder = file_words(index.data(), metrics, room.width())
        painter.setPen(colour(_Role.HighlightedText if selected else _Role.Text))
        painter.drawText(room, _LEFT, name)
        if folder:
            left = metrics.horizontalAdvance(name) + _gap(metrics)
            dim = _Role.HighlightedText if selected else _Role.PlaceholderText
            painter.setPen(colour(dim))
            painter.drawText(room.adjusted(left, 0, 0, 0), _LEFT, folder)


def file_words(file: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """Return the name of a file and its folder as they are written in a width.

    Parameters
    ----------
    file
        Path relative to the classified folder, with ``/``.
    metrics
        Of the font.
    width
        Pixels for both; the folder is cut before the name, and both at their left.
    """
    folder, _, name = file.rpartition("/")
    shown = metrics.elidedText(name, _Elide.ElideLeft, width)
    rest = width - metrics.horizontalAdvance(shown) - _gap(metrics)
    if rest < _LEGIBLE_EM * metrics.height():
        return shown, ""
    return shown, metrics.elidedText(folder, _Elide.ElideLeft, rest)


def _gap(metrics: QFontMetrics) -> int:
    return metrics.height() // 2


class ReaderDelegate(TextDelegate):
    """The reader's answer, in a colour of its own."""

    def colour(self, palette: QPalette) -> QColor:
        """Return the reader's colour."""
        return reader_colour(is_dark(palette))


class ThumbnailDelegate(CellDelegate):
    """The still, small."""

    def __init__(self, stills: ThumbnailPainter) -> None:
        super().__init__()
        self._stills = stills

    def paint_content(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        selected: bool,
    ) -> None:
        """Paint the thumbnail, or what stands for it."""
        model = index.model()
        assert isinstance(model, FindingsModel)
        finding: FindingRow = index.data(FINDING_ROLE)
        self._stills.paint(
            painter,
            room.adjusted(0, 2, 0, -2),
            option.palette,
            row=finding.row,
            path=model.path(finding.row),
            unreadable=finding.decision is None,
        )


class ConfidenceDelegate(CellDelegate):
    """A bar for the eye that runs down the column, and the number."""

    def __init__(self) -> None:
        super().__init__()
        self.review_below: float | None = None

    def paint_content(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        selected: bool,
    ) -> None:
        """Paint bar and number; nothing where there is no confidence."""
        confidence = index.data(CONFIDENCE_ROLE)
        if confidence is None:
            return
        palette, metrics = option.palette, option.fontMetrics
        ink = _Role.HighlightedText if selected else _Role.Text
        painter.setPen(palette.color(ink))
        painter.drawText(room, _RIGHT, index.data())
        number = metrics.horizontalAdvance(_WIDEST_NUMBER)
        bar = room.adjusted(0, 0, -number - metrics.height() // 2, 0)
        if bar.width() >= _SHORTEST_BAR_EM * metrics.height():
            height = max(4, round(0.42 * metrics.height()))
            bar.setTop(room.center().y() - height // 2)
            bar.setHeight(height)
            self._paint_bar(painter, bar, confidence, palette, selected=selected)

    def _paint_bar(
        self,
        painter: QPainter,
        bar: QRect,
        confidence: float,
        palette: QPalette,
        *,
        selected: bool,
    ) -> None:
        track, fill = palette.color(_Role.Midlight), palette.color(_Role.Accent)
        if selected:
            track, fill = (palette.color(_Role.HighlightedText) for _ in range(2))
            track.setAlphaF(0.3)
        painter.fillRect(bar, track)
        filled = QRect(bar)
        filled.setWidth(max(1, round(bar.width() * confidence)))
        painter.fillRect(filled, fill)
        if self.review_below is not None and 0 < self.review_below < 1:
            tick = bar.adjusted(0, -3, 0, 3)
            tick.setLeft(bar.left() + round(bar.width() * self.review_below))
            tick.setWidth(1)
            painter.fillRect(
                tick, palette.color(_Role.Base if selected else _Role.Text)
            )


class DecisionDelegate(CellDelegate):
    """The decision's symbol and word."""

    def __init__(self) -> None:
        super().__init__()
        self._marks = MarkPixmaps()

    def paint_content(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: _Index,
        *,
        selected: bool,
    ) -> None:
        """Paint symbol and word."""
        finding: FindingRow = index.data(FINDING_ROLE)
        palette, side = option.palette, option.fontMetrics.height()
        ratio = painter.device().devicePixelRatio()
        symbol = self._marks.pixmap(
            finding.decision, palette, side, ratio, selected=selected
        )
        painter.drawPixmap(room.left(), room.center().y() - side // 2 + 1, symbol)
        words = room.adjusted(round(1.35 * side), 0, 0, 0)
        text = option.fontMetrics.elidedText(
            index.data(), _Elide.ElideRight, words.width()
        )
        ink = _Role.HighlightedText if selected else _Role.Text
        painter.setPen(palette.color(ink))
        painter.drawText(words, _LEFT, text)
