"""Table heads without bevels: names, quiet second lines, one line beneath."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from app.appearance.measures import em, small_font
from app.widgets.strokes import faint

_PAD_EM: Final = 0.5
_Role = QPalette.ColorRole
_Flag = Qt.AlignmentFlag


class FlatHeader(QHeaderView):
    """Titles above columns, quiet, above a line; cut ones have a tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.viewport().setBackgroundRole(_Role.Base)
        _make_still(self)

    def sizeHint(self) -> QSize:
        """Return the height of a line with some air."""
        return QSize(super().sizeHint().width(), em(self, 1.9))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Write the title where its numbers stand, above a line."""
        painter.save()
        pad = em(self, _PAD_EM)
        side = self.model().headerData(
            logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole
        )
        text = self.model().headerData(logicalIndex, self.orientation())
        room = rect.adjusted(pad, 0, -pad, 0)
        painter.setPen(self.palette().color(_Role.PlaceholderText))
        shown = painter.fontMetrics().elidedText(
            str(text), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(side or _Flag.AlignLeft), shown)
        painter.setPen(QPen(faint(self.palette(), 0.25), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class ClassHeader(QHeaderView):
    """A class's name with how many stills there are beneath it.

    The model gives both as two lines of one text.
    """

    def __init__(
        self, orientation: Qt.Orientation, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self.viewport().setBackgroundRole(_Role.Window)
        _make_still(self)

    def widest(self) -> int:
        """Return the width in which no name is cut."""
        words = "\n".join(self._text(section) for section in range(self.count()))
        metrics = self.fontMetrics()
        lines = words.split("\n")
        return max(map(metrics.horizontalAdvance, lines)) + em(self, 2 * _PAD_EM + 0.3)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Write the name, on two lines above a column if need be, and the number."""
        painter.save()
        upright = self.orientation() is Qt.Orientation.Vertical
        pad = em(self, _PAD_EM if upright else 0.15)
        room = rect.adjusted(pad, 0, -pad, -em(self, 0.15))
        name, _, number = self._text(logicalIndex).partition("\n")
        painter.setFont(small_font(self.font()))
        line = painter.fontMetrics().height()
        painter.setFont(self.font())
        above = QRect(room)
        if upright:
            above.setHeight(room.height() // 2 + line // 8)
        else:
            above.setBottom(room.bottom() - line)
        below = QRect(room)
        below.setTop(above.bottom())
        across = _Flag.AlignRight if upright else _Flag.AlignHCenter
        painter.setPen(self.palette().color(_Role.WindowText))
        _write_name(painter, above, name, across, wrapped=not upright)
        painter.setFont(small_font(self.font()))
        painter.setPen(self.palette().color(_Role.PlaceholderText))
        painter.drawText(below, int(across | _Flag.AlignTop), number)
        painter.restore()

    def _text(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")


def _write_name(
    painter: QPainter,
    room: QRect,
    name: str,
    across: Qt.AlignmentFlag,
    *,
    wrapped: bool,
) -> None:
    """Write a name at the bottom of its room, cut in its middle if it must be."""
    metrics = painter.fontMetrics()
    flags = int(across | _Flag.AlignBottom)
    breaks = int(Qt.TextFlag.TextWordWrap)
    if wrapped and room.height() >= 2 * metrics.height():
        needed = metrics.boundingRect(room, flags | breaks, name)
        if needed.height() <= room.height() and needed.width() <= room.width():
            painter.drawText(room, flags | breaks, name)
            return
    middle = Qt.TextElideMode.ElideMiddle
    painter.drawText(room, flags, metrics.elidedText(name, middle, room.width()))


def _make_still(header: QHeaderView) -> None:
    """Let nothing be clicked or dragged, and nothing be lit."""
    header.setSectionsClickable(False)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
