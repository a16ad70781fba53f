"""The lines beneath a still: what its outlines mean, its size and its scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.appearance.measures import em
from app.widgets.outlines import WIDTH, outline_pen

_ONE_LINE_EM: Final = 46.0
"""Width from which on the longest sentence has room beside size and scale. By the width
alone, or the still above would be fitted anew, with another scale, at each change."""
_SAMPLE_EM: Final = 1.8
_AFTER_SAMPLE_EM: Final = 0.4
"""A piece of a line, and the air between it and its sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence of the caption, after a piece of the line that it explains."""

    text: str
    colour: QColor | None = None
    casing: QColor | None = None
    dashed: bool = False


class StillCaption(QWidget):
    """Sentences at the left, size and scale at the right; a tooltip says it in full.

    Where it is narrow, size and scale stand in a line below.
    """

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

    @property
    def cut(self) -> bool:
        """Whether a sentence is not there in full."""
        placed = list(self._placed())
        short = any(self._wide(entry) > room.width() for entry, room in placed)
        return short or len(placed) < len(self._entries)

    def sizeHint(self) -> QSize:
        """Return one or two lines of text with some air."""
        return QSize(em(self, 12), em(self, 0.4 + 1.3 * self._lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the lines that the new width needs."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the scale, and as much of the rest as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self._rows()[-1], right, self._scale)
        for entry, room in self._placed():
            self._paint_entry(painter, entry, room)

    @property
    def _lines(self) -> int:
        return 1 if self.width() >= em(self, _ONE_LINE_EM) else 2

    def _rows(self) -> list[QRect]:
        gap, high = em(self, 0.5), self.height() // self._lines
        whole = QRect(gap, 0, self.width() - 2 * gap, high)
        return [whole.translated(0, high * at) for at in range(self._lines)]

    def _placed(self) -> Iterator[tuple[Entry, QRect]]:
        """Yield the entries that have a place, with the room for each."""
        rows, gap = self._rows(), em(self, 1.0)
        scale = self.fontMetrics().horizontalAdvance(self._scale)
        rows[-1].setRight(rows[-1].right() - scale - gap)
        room, begun = rows.pop(0), False
        for entry in self._entries:
            if begun and rows and self._wide(entry) > room.width():
                room = rows.pop(0)
            if room.width() <= em(self, 2):
                return
            yield entry, QRect(room)
            room.setLeft(room.left() + self._wide(entry) + gap)
            begun = True

    def _wide(self, entry: Entry) -> int:
        sample = 0 if entry.colour is None else em(self, _SAMPLE_EM)
        air = em(self, _AFTER_SAMPLE_EM) if sample else 0
        return sample + air + self.fontMetrics().horizontalAdvance(entry.text)

    def _paint_entry(self, painter: QPainter, entry: Entry, room: QRect) -> None:
        left = room.left()
        if entry.colour is not None and entry.casing is not None:
            sample = em(self, _SAMPLE_EM)
            self._paint_sample(painter, entry, QPoint(left, room.center().y()), sample)
            left += sample + em(self, _AFTER_SAMPLE_EM)
        metrics = self.fontMetrics()
        rest = QRect(left, room.top(), max(0, room.right() - left), room.height())
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, rest.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        beginning = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(rest, beginning, text)

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
