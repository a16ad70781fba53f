"""Curves of a report, painted; each line has a look of its own and its name in words.

Places and words come from :mod:`core.evaluation.figures`, as those of the HTML report
do, and so do the six looks, colours by Okabe and Ito made legible on either ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.appearance.marks import is_dark
from app.appearance.measures import em, small_font, strong_font
from app.appearance.plain_tips import plain_tip
from app.widgets.strokes import faint
from core.evaluation.figures import Line, Plot

_LIGHT: Final = "#0072b2", "#c04a00", "#007a58", "#a3478a", "#6b5900", "#3c4650"
_DARK: Final = "#62b8ee", "#f0904a", "#3ecba0", "#e79bd0", "#e6d45c", "#c3ccd4"
_DASHES: Final = (
    (),
    (3.5, 2.0),
    (1.0, 1.5),
    (5.0, 1.5, 1.0, 1.5),
    (2.0, 1.5),
    (6.0, 2.0),
)
"""In widths of the line, which is two units."""
_WIDTH_EM: Final = (18.0, 30.0)
_SAMPLE_EM: Final = 2.2
_PIECE: Final = 30
"""Points that are painted at a time. Qt looks where a line crosses itself: 1,250 points
at once take 15 ms, in pieces 2.5 ms."""
_CHANCE: Final = "Dotted, thin: chance"
_Role = QPalette.ColorRole


_Points: TypeAlias = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the plot's own units to pixels."""

    factor: float
    left: float
    top: float

    def point(self, x: float, y: float) -> QPointF:
        return QPointF(self.left + x * self.factor, self.top + y * self.factor)


class PlotView(QWidget):
    """One plot with its title above and its legend beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: Plot | None = None
        self._points: tuple[_Points, ...] = ()
        """Of each line, read once: painting is far more frequent."""
        self._title = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_plot(self, plot: Plot, about: str = "") -> None:
        """Show a plot; ``about`` says which labels it rests on, where there are two."""
        legend = self._legend()
        self._plot = plot
        self._points = tuple(map(_points_of, plot.lines))
        self._title = ", ".join(filter(None, (plot.title, about)))
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(_told(plot))
        self.setToolTip(plain_tip(_told(plot)))
        if self._legend() != legend:  # else all around it is laid out for nothing
            self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """All that is written in it."""
        return f"{self._title}: {_told(self._plot)}" if self._plot else ""

    def hasHeightForWidth(self) -> bool:
        """Return that it keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of title, plot and legend."""
        return round(self._plot_height(width) + self._title_height() + self._legend())

    def sizeHint(self) -> QSize:
        """Return a size in which the axes can be read."""
        width = em(self, _WIDTH_EM[1])
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which the numbers do not touch."""
        width = em(self, _WIDTH_EM[0])
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        plot = self._plot
        if plot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(strong_font(self.font()))
        painter.setPen(self.palette().color(_Role.WindowText))
        title = QRectF(0, 0, self.width(), self._title_height())
        painter.drawText(title, int(Qt.AlignmentFlag.AlignLeft), self._title)
        factor = self._plot_width(self.width()) / plot.width
        scale = _Scale(factor, 0.0, self._title_height())
        painter.setFont(small_font(self.font()))
        self._paint_axes(painter, plot, scale)
        for line, points in zip(plot.lines, self._points, strict=True):
            places = [scale.point(x, y) for x, y in points]
            _paint_line(painter, self._pen(line), places)
        self._paint_marks(painter, plot, scale)
        top = self._title_height() + self._plot_height(self.width())
        self._paint_legend(painter, plot, top)

    def _paint_axes(self, painter: QPainter, plot: Plot, scale: _Scale) -> None:
        ink = self.palette().color(_Role.WindowText)
        line = painter.fontMetrics().height()
        faded = QPen(faint(self.palette(), 0.14), 1)
        for tick in plot.y_ticks:
            painter.setPen(faded)
            start = scale.point(plot.left, tick.at)
            painter.drawLine(start, scale.point(plot.right, tick.at))
            painter.setPen(ink)
            room = QRectF(start.x() - 5 * line, start.y() - line, 4.6 * line, 2 * line)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                room, int(Qt.AlignmentFlag.AlignRight | middle), tick.label
            )
        for tick in plot.x_ticks:
            at = scale.point(tick.at, plot.bottom)
            painter.setPen(QPen(faint(self.palette(), 0.6), 1))
            painter.drawLine(at, at + QPointF(0, 0.3 * line))
            painter.setPen(ink)
            room = QRectF(at.x() - 3 * line, at.y() + 0.35 * line, 6 * line, line)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter), tick.label)
        painter.setPen(QPen(faint(self.palette(), 0.6), 1))
        painter.drawLine(
            scale.point(plot.left, plot.bottom), scale.point(plot.right, plot.bottom)
        )
        self._paint_guides(painter, plot, scale)
        painter.setPen(ink)
        below = scale.point(plot.left, plot.bottom) + QPointF(0, 1.4 * line)
        wide = (plot.right - plot.left) * scale.factor
        centre = int(Qt.AlignmentFlag.AlignHCenter)
        painter.drawText(
            QRectF(below.x(), below.y(), wide, 1.2 * line), centre, plot.x_label
        )
        painter.save()
        high = (plot.bottom - plot.top) * scale.factor
        painter.translate(scale.point(0, plot.bottom))
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, high, 1.2 * line), centre, plot.y_label)
        painter.restore()

    def _paint_guides(self, painter: QPainter, plot: Plot, scale: _Scale) -> None:
        """Paint chance, and where each phase of training begins."""
        dotted = self._dotted()
        painter.setPen(dotted)
        if plot.diagonal:
            painter.drawLine(
                scale.point(plot.left, plot.bottom), scale.point(plot.right, plot.top)
            )
        for place, divider in enumerate(plot.dividers):
            top = scale.point(divider.at, plot.top)
            painter.setPen(dotted)
            if place:
                painter.drawLine(top, scale.point(divider.at, plot.bottom))
            painter.setPen(self.palette().color(_Role.WindowText))
            painter.drawText(top + QPointF(4, -2), divider.label)

    def _paint_marks(self, painter: QPainter, plot: Plot, scale: _Scale) -> None:
        painter.setPen(QPen(self._colour(0), 2))
        painter.setBrush(self.palette().color(_Role.Window))
        for mark in plot.marks:
            painter.drawEllipse(scale.point(mark.x, mark.y), 4.5, 4.5)

    def _paint_legend(self, painter: QPainter, plot: Plot, top: float) -> None:
        line, sample = 1.45 * em(self), em(self, _SAMPLE_EM)
        painter.setFont(self.font())
        ink = self.palette().color(_Role.WindowText)
        room = QRectF(sample + em(self, 0.6), top, self.width(), line)
        room.setRight(self.width())
        for entry in plot.lines:
            painter.setPen(self._pen(entry))
            middle = room.center().y()
            painter.drawLine(QPointF(1, middle), QPointF(sample, middle))
            self._write(painter, room, ink, _entry(entry))
            room.translate(0, line)
        for words in _extras(plot):
            if words == _CHANCE:
                painter.setPen(self._dotted())
                middle = room.center().y()
                painter.drawLine(QPointF(1, middle), QPointF(sample, middle))
            self._write(painter, room, ink, words)
            room.translate(0, line)

    def _write(self, painter: QPainter, room: QRectF, ink: QColor, words: str) -> None:
        painter.setPen(ink)
        middle = Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(words, middle, int(room.width()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(left), text)

    def _dotted(self) -> QPen:
        return QPen(faint(self.palette(), 0.6), 1, Qt.PenStyle.DotLine)

    def _pen(self, line: Line) -> QPen:
        pen = QPen(self._colour(line.look), 2)
        if dashes := _DASHES[line.look]:
            pen.setDashPattern(list(dashes))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _colour(self, look: int) -> QColor:
        return QColor((_DARK if is_dark(self.palette()) else _LIGHT)[look])

    def _plot_width(self, width: int) -> float:
        return float(min(width, em(self, _WIDTH_EM[1])))

    def _plot_height(self, width: int) -> float:
        if self._plot is None:
            return 0.0
        # the words beneath the axis follow the font, not the plot
        words = 2.4 * QFontMetricsF(small_font(self.font())).height()
        factor = self._plot_width(width) / self._plot.width
        return self._plot.bottom * factor + words + em(self, 0.4)

    def _title_height(self) -> float:
        return float(em(self, 1.7))

    def _legend(self) -> float:
        if self._plot is None:
            return 0.0
        lines = len(self._plot.lines) + len(_extras(self._plot))
        return 1.45 * em(self) * lines + em(self, 0.6)


def _paint_line(painter: QPainter, pen: QPen, points: Sequence[QPointF]) -> None:
    """Paint a curve piece by piece; dashes go on from one piece to the next."""
    walked = 0.0
    for start in range(0, max(len(points) - 1, 1), _PIECE):
        piece = points[start : start + _PIECE + 1]
        pen.setDashOffset(walked / pen.widthF())
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(piece))
        if pen.style() is not Qt.PenStyle.SolidLine:
            walked += sum(QLineF(*step).length() for step in pairwise(piece))


def _points_of(line: Line) -> _Points:
    pairs = (pair.split(",") for pair in line.points.split())
    return [(float(x), float(y)) for x, y in pairs]


def _entry(line: Line) -> str:
    return f"{line.name}: {line.note}" if line.note else line.name


def _extras(plot: Plot) -> tuple[str, ...]:
    """Return what the legend says besides the lines."""
    marks = "; ".join(mark.label for mark in plot.marks)
    chance = _CHANCE if plot.diagonal else ""
    return tuple(filter(None, (f"Circle: {marks}" if marks else "", chance)))


def _told(plot: Plot) -> str:
    return "; ".join((*map(_entry, plot.lines), *_extras(plot)))
