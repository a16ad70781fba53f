"""The line beneath a still: what its outlines mean, its size and its scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.appearance.measures import em
from app.widgets.outlines import WIDTH, outline_pen


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence of the caption, after a piece of the line that it explains."""

    text: str
    colour: QColor | None = None
    casing: QColor | None = None
    dashed: bool = False


class StillCaption(QWidget):
    """Sentences at the left, size and scale at the right; a tooltip says it in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._scale = ""
        self.setAccessibleName("About the still shown")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """All that it says."""
        said = [entry.text for entry in self._entries] + [self._scale]
        return " \u00b7 ".join(part for part in said if part)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Say these at the left."""
        self._entries = tuple(entries)
        self._tell()

    def show_scale(self, text: str) -> None:
        """Say this at the right."""
        if text != self._scale:
            self._scale = text
            self._tell()

    def sizeHint(self) -> QSize:
        """Return a line of text with some air."""
        return QSize(em(self, 12), em(self, 1.7))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the scale, and as much of the rest as there is room for."""
        painter = QPainter(self)
        metrics, gap = self.fontMetrics(), em(self, 0.5)
        room = self.rect().adjusted(gap, 0, -gap, 0)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, right, self._scale)
        room.setRight(room.right() - metrics.horizontalAdvance(self._scale) - 2 * gap)
        for entry in self._entries:
            if room.width() <= em(self, 2):
                return
            room.setLeft(self._paint_entry(painter, entry, room) + 2 * gap)

    def _paint_entry(self, painter: QPainter, entry: Entry, room: QRect) -> int:
        """Paint one entry and return where it ends."""
        left = room.left()
        if entry.colour is not None and entry.casing is not None:
            sample = em(self, 1.8)
            self._paint_sample(painter, entry, QPoint(left, room.center().y()), sample)
            left += sample + em(self, 0.4)
        metrics = self.fontMetrics()
        rest = QRect(left, room.top(), max(0, room.right() - left), room.height())
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, rest.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        beginning = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(rest, beginning, text)
        return left + metrics.horizontalAdvance(text)

    def _paint_sample(
        self, painter: QPainter, entry: Entry, start: QPoint, length: int
    ) -> None:
        line = QLineF(start.x(), start.y() + 0.5, start.x() + length, start.y() + 0.5)
        if entry.colour is None or entry.casing is None:
            return
        painter.setPen(outline_pen(entry.casing, 2 * WIDTH, dashed=False))
        painter.drawLine(line)
        painter.setPen(outline_pen(entry.colour, WIDTH, dashed=entry.dashed))
        painter.drawLine(line)

    def _tell(self) -> None:
        self.setToolTip(self.text)
        self.setAccessibleDescription(self.text)
        self.update()
