"""What of each class lies in which part, as bars: a colour, a hatching and a word each.

The hues are blue, orange and reddish purple of Okabe and Ito, "Color Universal Design"
(2008), darkened or lightened until each has a contrast of 4.5 on its palette's grounds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.appearance.marks import is_dark
from app.appearance.measures import em, small_font
from app.appearance.plain_tips import plain_tip
from app.widgets.fitted import Fitted

_ROW_EM: Final = 1.9
_BAR_EM: Final = 1.35
_LEGEND_EM: Final = 2.0
_NAME_EM: Final = (6.0, 16.0)
_LEAST: Final = 3.0
"""Pixels of a part that has any still: none is too rare to be seen."""


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar."""

    title: str
    stills: int
    groups: int

    @property
    def words(self) -> str:
        """What stands upon it where there is room."""
        return f"{self.title} {self.stills:,}"


@dataclass(frozen=True, slots=True)
class SplitBar:
    """A class and where its stills lie."""

    name: str
    parts: tuple[BarPart, ...]

    @property
    def stills(self) -> int:
        """All stills of the class."""
        return sum(part.stills for part in self.parts)

    @property
    def words(self) -> str:
        """All of it, in words."""
        told = (
            f"{part.title} {part.stills:,} stills in {part.groups:,} groups"
            for part in self.parts
        )
        return f"{self.name}: {', '.join(told)}"


@dataclass(frozen=True, slots=True)
class _Look:
    light: str
    dark: str
    hatching: Qt.BrushStyle


_LOOKS: Final[Mapping[int, _Look]] = MappingProxyType(
    {
        0: _Look("#0a61a4", "#74bbf2", Qt.BrushStyle.NoBrush),
        1: _Look("#955a00", "#eeb045", Qt.BrushStyle.BDiagPattern),
        2: _Look("#9c3173", "#ec98c6", Qt.BrushStyle.Dense7Pattern),
    }
)


class SplitPicture(Fitted):
    """A bar for each class, as long as it has stills; read aloud in sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[SplitBar, ...] = ()
        self.setAccessibleName("What lies in which part")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_bars(self, bars: Sequence[SplitBar]) -> None:
        """Show these classes; each has the same parts."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("\n".join(bar.words for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all bars and what their colours mean."""
        return QSize(em(self, 30), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the same height at the least width that says something."""
        return QSize(em(self, 16), self._height())

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a bar shows."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = int((event.pos().y() - em(self, _LEGEND_EM)) // em(self, _ROW_EM))
            inside = 0 <= row < len(self._bars) and event.pos().y() > 0
            text = plain_tip(self._bars[row].words) if inside else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the legend and the bars."""
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        for row, bar in enumerate(self._bars):
            top = em(self, _LEGEND_EM) + row * em(self, _ROW_EM)
            self._paint_bar(painter, bar, top)

    def _paint_legend(self, painter: QPainter) -> None:
        line = self.fontMetrics().height()
        left = float(self._name_width())
        painter.setFont(self.font())
        for number, part in enumerate(self._bars[0].parts):
            swatch = QRectF(left, (em(self, _LEGEND_EM) - line) / 2, line, line * 0.85)
            self._fill(painter, swatch, number)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            wide = painter.fontMetrics().horizontalAdvance(part.title)
            words = QRectF(swatch.right() + line * 0.4, 0, wide + 2, line)
            words.moveTop(swatch.top() - line * 0.08)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, part.title)
            left = words.right() + line * 1.2

    def _paint_bar(self, painter: QPainter, bar: SplitBar, top: int) -> None:
        names, high = self._name_width(), em(self, _BAR_EM)
        name = QRectF(0, top, names - em(self, 0.6), high)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = painter.fontMetrics().elidedText(
            bar.name, Qt.TextElideMode.ElideMiddle, int(name.width())
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, int(right), shown)
        for number, part, place in self._places(bar, QRectF(names, top, 0, high)):
            self._fill(painter, place, number)
            self._write(painter, place, number, part)

    def _places(
        self, bar: SplitBar, start: QRectF
    ) -> Iterator[tuple[int, BarPart, QRectF]]:
        longest = max(each.stills for each in self._bars) or 1
        room = self.width() - start.left() - 2
        left = start.left()
        for number, part in enumerate(bar.parts):
            if part.stills:
                wide = max(room * part.stills / longest - 1, _LEAST)
                yield number, part, QRectF(left, start.top(), wide, start.height())
                left += wide + 1

    def _fill(self, painter: QPainter, place: QRectF, number: int) -> None:
        painter.fillRect(place, self._colour(number))
        hatching = _LOOKS[number % len(_LOOKS)].hatching
        if hatching is not Qt.BrushStyle.NoBrush:
            stroke = QColor("black" if is_dark(self.palette()) else "white")
            stroke.setAlphaF(0.35)
            painter.setBrushOrigin(place.topLeft())
            painter.fillRect(place, QBrush(stroke, hatching))

    def _write(
        self, painter: QPainter, place: QRectF, number: int, part: BarPart
    ) -> None:
        """Write what it is, or how many, on a ground without hatching."""
        painter.setFont(small_font(self.font()))
        gap = em(self, 0.4)
        for words in (part.words, f"{part.stills:,}"):
            wide = painter.fontMetrics().horizontalAdvance(words) + gap
            if wide > place.width():
                continue
            under = QRectF(0, 0, wide, painter.fontMetrics().height())
            under.moveCenter(place.center())
            painter.fillRect(under, self._colour(number))
            painter.setPen(QColor("black" if is_dark(self.palette()) else "white"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
            return

    def _colour(self, number: int) -> QColor:
        look = _LOOKS[number % len(_LOOKS)]
        return QColor(look.dark if is_dark(self.palette()) else look.light)

    def _name_width(self) -> int:
        least, most = (em(self, each) for each in _NAME_EM)
        names = (self.fontMetrics().horizontalAdvance(bar.name) for bar in self._bars)
        return min(max(max(names, default=0) + em(self, 0.8), least), most)

    def _height(self) -> int:
        return em(self, _LEGEND_EM) + len(self._bars) * em(self, _ROW_EM)
