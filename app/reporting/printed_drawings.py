"""Draws a report's plots on paper: lines and letters, sharp at any size."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from core.evaluation.figures import Line, Plot
from core.evaluation.print_report import Drawing, Sample, Scale, Whisker

_INK: Final = "#1a1f24"
_MUTED: Final = "#5a6570"
_RULE: Final = "#d5dbe1"
_ACCENT: Final = "#0b4f79"
_LOOKS: Final = ("#0072b2", "#c04a00", "#007a58", "#a3478a", "#6b5900", "#3c4650")
"""Those of the HTML report on a light page."""
_DASHES: Final = ((), (7, 4), (2, 3), (10, 3, 2, 3), (4, 3), (12, 4))
"""In the plot's own units, as in the HTML report."""

_LETTERS: Final = 11.5
"""Height of a plot's letters, in its own units: 6.8 points where it is 84 mm wide."""
_SCALE_WIDTH: Final = 320
_SCALE_ENDS: Final = (6, 314)
"""Of the scale of whiskers, in units of its own; where 0 and 100 % lie."""

_FLAGS_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip


def paint_drawing(
    painter: QPainter, drawing: Drawing, area: QRectF, font: QFont
) -> None:
    """Draw into an area, given in the painter's units.

    Parameters
    ----------
    painter
        Its pen, brush and font are as they were afterwards.
    drawing, area
        What, and where; the drawing's own proportions are kept by whoever lays it out.
    font
        The family of all letters.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(drawing, Plot):
        _PlotPainter(painter, area, area.width() / drawing.width, font).plot(drawing)
    elif isinstance(drawing, Sample):
        _sample(painter, drawing, area, font)
    else:
        brush = _PlotPainter(painter, area, area.width() / _SCALE_WIDTH, font)
        if isinstance(drawing, Whisker):
            brush.whisker(drawing)
        else:
            brush.scale(drawing)
    painter.restore()


def _sample(painter: QPainter, sample: Sample, area: QRectF, font: QFont) -> None:
    # as large as in its plot
    brush = _PlotPainter(painter, area, area.width() / 43, font)
    if sample.line < 0:
        brush.dot(21, brush.middle, 4.5, _ACCENT)
    else:
        line = sample.plot.lines[sample.line]
        brush.pen(*_look(line, sample.line))
        brush.line(0, brush.middle, 36, brush.middle)


class _PlotPainter:
    """A painter that thinks in units of the drawing.

    Coordinates are multiplied here and the painter is not scaled: letters are then
    spaced for the paper's fine grid and not for the drawing's coarse one.
    """

    def __init__(
        self, painter: QPainter, area: QRectF, unit: float, font: QFont
    ) -> None:
        self._painter = painter
        self._area = area
        self._unit = unit
        self.middle = area.height() / unit / 2
        letters = QFont(font)
        letters.setPixelSize(max(1, round(_LETTERS * unit)))
        painter.setFont(letters)

    def plot(self, plot: Plot) -> None:
        """Draw axes, curves and marks."""
        self._grid(plot)
        self._axes(plot)
        for number, line in enumerate(plot.lines):
            self.pen(*_look(line, number))
            self._painter.drawPolyline(
                QPolygonF([self._at(x, y) for x, y in _points(line)])
            )
        for mark in plot.marks:
            self.dot(mark.x, mark.y, 4.5, _ACCENT)

    def whisker(self, whisker: Whisker) -> None:
        """Draw a rate and its interval beside chance."""
        rate, middle = whisker.rate, self.middle
        colour = _ACCENT if whisker.strong else _MUTED
        self.pen(_RULE, 1)
        self.line(*_SCALE_ENDS[:1], middle, _SCALE_ENDS[1], middle)
        self.pen(_MUTED, 1, (2, 3))
        chance = _along(whisker.chance)
        self.line(chance, 0, chance, 2 * middle)
        if rate.low is not None and rate.high is not None:
            low, high = _along(rate.low), _along(rate.high)
            self.pen(colour, 2)
            self.line(low, middle, high, middle)
            for end in low, high:
                self.line(end, middle - 4, end, middle + 4)
        if rate.value is not None:
            self.dot(_along(rate.value), middle, 4.5, colour)

    def scale(self, _: Scale) -> None:
        """Label the scale that whiskers stand on."""
        baseline = 2 * self.middle - 2
        for share, label in (0, "0"), (0.5, "50"):
            self._text(_along(share), baseline, label)
        self._text(_SCALE_ENDS[1], baseline, "100 %", Qt.AlignmentFlag.AlignRight)

    def pen(self, colour: str, width: float, dashes: tuple[int, ...] = ()) -> None:
        """Take a pen; width and dashes in units of the drawing."""
        pen = QPen(QColor(colour), width * self._unit)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashes:
            pen.setDashPattern([length / width for length in dashes])
        self._painter.setPen(pen)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw with the pen."""
        self._painter.drawLine(self._at(x1, y1), self._at(x2, y2))

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a filled circle."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        size = radius * self._unit
        self._painter.drawEllipse(self._at(x, y), size, size)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _grid(self, plot: Plot) -> None:
        right = Qt.AlignmentFlag.AlignRight
        for tick in plot.y_ticks:
            self.pen(_RULE, 1)
            self.line(plot.left, tick.at, plot.right, tick.at)
            self._text(plot.left - 8, tick.at + 4, tick.label, right)
        for tick in plot.x_ticks:
            self.pen(_INK, 1)
            self.line(tick.at, plot.bottom, tick.at, plot.bottom + 4)
            self._text(tick.at, plot.bottom + 18, tick.label)

    def _axes(self, plot: Plot) -> None:
        for number, divider in enumerate(plot.dividers):
            if number:
                self._chance()
                self.line(divider.at, plot.top, divider.at, plot.bottom)
            left = Qt.AlignmentFlag.AlignLeft
            self._text(divider.at + 5, plot.top - 4, divider.label, left)
        self.pen(_INK, 1)
        self.line(plot.left, plot.bottom, plot.right, plot.bottom)
        if plot.diagonal:
            self._chance()
            self.line(plot.left, plot.bottom, plot.right, plot.top)
        self._text((plot.left + plot.right) / 2, plot.height - 8, plot.x_label)
        self._painter.save()
        self._painter.translate(self._at(12, (plot.top + plot.bottom) / 2))
        self._painter.rotate(-90)
        self._area_of_origin(plot.y_label)
        self._painter.restore()

    def _chance(self) -> None:
        self.pen(_MUTED, 1, (2, 3))

    def _area_of_origin(self, text: str) -> None:
        self._painter.setPen(QColor(_INK))
        self._painter.drawText(
            QRectF(), _FLAGS_MIDDLE | Qt.AlignmentFlag.AlignVCenter, text
        )

    def _text(
        self,
        x: float,
        baseline: float,
        text: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        """Write on a baseline, centred on ``x`` or beginning or ending there."""
        self._painter.setPen(QColor(_INK))
        wide = self._painter.fontMetrics().horizontalAdvance(text) / self._unit
        if align == Qt.AlignmentFlag.AlignHCenter:
            x -= wide / 2
        elif align == Qt.AlignmentFlag.AlignRight:
            x -= wide
        self._painter.drawText(self._at(x, baseline), text)

    def _at(self, x: float, y: float) -> QPointF:
        return self._area.topLeft() + QPointF(x, y) * self._unit


def _along(share: float) -> float:
    start, end = _SCALE_ENDS
    return start + (end - start) * share


def _look(line: Line, number: int) -> tuple[str, float, tuple[int, ...]]:
    """Return colour, width and dashes; no two of thirty-six lines have the same."""
    dashes = _DASHES[(line.look + number // len(_LOOKS)) % len(_DASHES)]
    return _LOOKS[line.look], 2, dashes


def _points(line: Line) -> Iterator[tuple[float, float]]:
    for pair in line.points.split():
        x, _, y = pair.partition(",")
        yield float(x), float(y)
