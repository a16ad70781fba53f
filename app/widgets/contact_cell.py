"""One cell of the contact sheet: the still, the program's answer and the reader's."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import strong_font
from app.widgets.mark_pixmaps import MarkPixmaps

_Role = QPalette.ColorRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_PICTURE_HEIGHT = 0.85
"""Of the width: stills of endoscopy towers are 622 x 529 and wider."""
_BADGE_EM = 1.25


@dataclass(frozen=True, slots=True)
class CellWords:
    """What stands beneath a still."""

    file: str
    finding: str
    """Of the program."""
    certainty: str
    """The confidence; the decision where there is none."""
    reader: str


@dataclass(frozen=True, slots=True)
class CellShape:
    """The parts of a cell that is as wide as a picture and its frame."""

    picture_width: int
    line: int
    """Height of a line of text."""
    frame: int
    """Around picture and text."""
    lines: int = 3
    """Of text beneath the picture."""

    @property
    def picture_height(self) -> int:
        """Of the place for the picture."""
        return round(self.picture_width * _PICTURE_HEIGHT)

    @property
    def width(self) -> int:
        """Of the cell."""
        return self.picture_width + 2 * self.frame

    @property
    def height(self) -> int:
        """Of the cell: a picture and its lines."""
        return self.picture_height + self.lines * self.line + 3 * self.frame

    def picture(self, cell: QRect) -> QRect:
        """Return the place of the picture within a cell."""
        left, top = cell.left() + self.frame, cell.top() + self.frame
        return QRect(left, top, self.picture_width, self.picture_height)

    def text_line(self, cell: QRect, number: int) -> QRect:
        """Return the place of the first (0), second or third line."""
        top = cell.top() + 2 * self.frame + self.picture_height + number * self.line
        return QRect(cell.left() + self.frame, top, self.picture_width, self.line)


class CellBrush:
    """Paints the cells of one sheet; made for its font, its palette and its size."""

    def __init__(self, shape: CellShape, font: QFont, palette: QPalette) -> None:
        self.shape = shape
        self.palette = palette
        self._fonts = font, strong_font(font)
        self._reader = reader_colour(is_dark(palette))
        self._badge_side = round(_BADGE_EM * QFontMetrics(font).height())
        self._marks = MarkPixmaps()

    def paint_ground(
        self, painter: QPainter, cell: QRect, *, selected: bool, focused: bool
    ) -> None:
        """Paint what lies beneath: the selection, and a frame for the keyboard."""
        if not (selected or focused):
            return
        radius = self.shape.frame
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette.color(_Role.Highlight if selected else _Role.Base)
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(cell, radius, radius)
        if focused:
            role = _Role.HighlightedText if selected else _Role.Highlight
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette.color(role), 1.5))
            painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_words(
        self, painter: QPainter, cell: QRect, words: CellWords, *, selected: bool
    ) -> None:
        """Write the file's name, the program's answer and the reader's, cut to fit."""
        plain, strong = self._fonts
        shape, palette = self.shape, self.palette
        ink = palette.color(_Role.HighlightedText) if selected else None
        painter.setFont(plain)
        painter.setPen(ink or palette.color(_Role.PlaceholderText))
        middle = Qt.TextElideMode.ElideMiddle
        _write(painter, shape.text_line(cell, 0), words.file, middle)
        second = shape.text_line(cell, 1)
        painter.drawText(second, _RIGHT, words.certainty)
        taken = painter.fontMetrics().horizontalAdvance(words.certainty)
        second.setRight(second.right() - taken - shape.line // 3)
        if words.reader:
            painter.setPen(ink or self._reader)
            _write(painter, shape.text_line(cell, 2), f"Reader: {words.reader}")
        painter.setFont(strong)
        painter.setPen(ink or palette.color(_Role.Text))
        _write(painter, second, words.finding)

    def paint_badge(self, painter: QPainter, picture: QRect, decision: str) -> None:
        """Paint the decision's symbol in the upper right corner of a picture."""
        ratio, side = painter.device().devicePixelRatio(), self._badge_side
        badge = self._marks.pixmap(decision, self.palette, side, ratio, rim=True)
        margin = side // 7
        left = picture.right() + 1 - margin - side
        painter.drawPixmap(left, picture.top() + margin, badge)


def _write(
    painter: QPainter,
    room: QRect,
    text: str,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    text = painter.fontMetrics().elidedText(text, elide, room.width())
    painter.drawText(room, _LEFT, text)
