"""Decisions and readers' answers as a symbol, a word and a colour that all can see.

The hues are those of Okabe and Ito, "Color Universal Design" (2008): bluish green,
orange, reddish purple, blue; darkened or lightened until each has a contrast of 4.5 on
every ground of its palette. No meaning hangs on the colour alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen

from app.appearance.palettes import is_dark

__all__ = [
    "Mark",
    "OutlineColours",
    "decision_mark",
    "is_dark",
    "outline_colours",
    "paint_mark",
    "paint_symbol",
    "reader_colour",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for a decision; the symbol never without the word or a tooltip."""

    symbol: str
    word: str
    colour: QColor
    """For one of the two palettes; text and lines on its grounds."""


@dataclass(frozen=True, slots=True)
class OutlineColours:
    """Lines drawn on a still: each upon a wider line of ``casing``."""

    panel: QColor
    field_of_view: QColor
    casing: QColor


@dataclass(frozen=True, slots=True)
class _Kind:
    symbol: str
    word: str
    light: str
    dark: str


_UNREADABLE: Final = _Kind("!", "Unreadable", "#5b636a", "#a3acb4")
_KINDS: Final[Mapping[str, _Kind]] = MappingProxyType(
    {
        "accept": _Kind("✓", "Accept", "#00704f", "#33c79b"),
        "review": _Kind("?", "Review", "#955a00", "#eeb045"),
        "refuse": _Kind("⊘", "Refuse", "#9c3173", "#ec98c6"),
    }
)
_READER: Final = "#0a61a4", "#74bbf2"


def decision_mark(decision: str | None, dark: bool) -> Mark:
    """Return the mark of a decision for the light or the dark palette.

    Parameters
    ----------
    decision
        ``"accept"``, ``"review"``, ``"refuse"``, or ``None`` for an unreadable still.
    dark
        Whether the palette is dark; see :func:`is_dark`.

    Raises
    ------
    KeyError
        If there is no such decision.
    """
    kind = _UNREADABLE if decision is None else _KINDS[decision]
    return Mark(kind.symbol, kind.word, QColor(kind.dark if dark else kind.light))


def reader_colour(dark: bool) -> QColor:
    """Return the colour of what a reader said, apart from the program's answers."""
    light_palette_colour, dark_palette_colour = _READER
    return QColor(dark_palette_colour if dark else light_palette_colour)


def outline_colours() -> OutlineColours:
    """Return Okabe and Ito's orange and sky blue, cased in black: seen on any still."""
    return OutlineColours(QColor("#e69f00"), QColor("#56b4e9"), QColor(0, 0, 0, 190))


def paint_mark(
    painter: QPainter,
    rect: QRectF,
    mark: Mark,
    palette: QPalette,
    *,
    selected: bool = False,
    with_word: bool = True,
) -> None:
    """Paint the symbol at the left of ``rect``, and the word beside it.

    Parameters
    ----------
    painter, rect
        Where; the symbol is as high as a line of the painter's font.
    mark
        What; see :func:`decision_mark`.
    palette
        The widget's, for the word's colour.
    selected
        Whether it stands on the highlight.
    with_word
        Leave the word out only where a tooltip says it.
    """
    role = QPalette.ColorRole
    metrics = painter.fontMetrics()
    side = min(rect.height(), float(metrics.height()))
    symbol = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
    ink = palette.color(role.HighlightedText) if selected else mark.colour
    cut = palette.color(role.Highlight if selected else role.Base)
    paint_symbol(painter, symbol, mark, ink=ink, cut=cut)
    if not with_word:
        return
    words = rect.adjusted(side * 1.35, 0, 0, 0)
    text_role = role.HighlightedText if selected else role.Text
    painter.setPen(palette.color(text_role))
    text = metrics.elidedText(
        mark.word, Qt.TextElideMode.ElideRight, int(words.width())
    )
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(words, int(left), text)


def paint_symbol(
    painter: QPainter, rect: QRectF, mark: Mark, *, ink: QColor, cut: QColor
) -> None:
    """Paint a disc of ``ink`` that fills ``rect``, the symbol cut out in ``cut``.

    Drawn, not written: not every system's font has the symbols.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(rect.width() / 2, rect.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(0, 0), 0.9, 0.9)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(cut, 0.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _STROKES[mark.symbol](painter)
    painter.restore()


def _tick(painter: QPainter) -> None:
    painter.drawPolyline(
        [QPointF(-0.4, 0.04), QPointF(-0.11, 0.34), QPointF(0.42, -0.3)]
    )


def _question(painter: QPainter) -> None:
    path = QPainterPath(QPointF(-0.27, -0.22))
    path.cubicTo(QPointF(-0.27, -0.62), QPointF(0.3, -0.62), QPointF(0.3, -0.22))
    path.cubicTo(QPointF(0.3, 0.05), QPointF(0, 0.0), QPointF(0, 0.2))
    painter.drawPath(path)
    painter.drawPoint(QPointF(0, 0.5))


def _barred(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(0, 0), 0.44, 0.44)
    painter.drawLine(QLineF(-0.3, 0.3, 0.3, -0.3))


def _exclamation(painter: QPainter) -> None:
    painter.drawLine(QLineF(0, -0.48, 0, 0.1))
    painter.drawPoint(QPointF(0, 0.48))


_STROKES: Final[Mapping[str, Callable[[QPainter], None]]] = MappingProxyType(
    {"✓": _tick, "?": _question, "⊘": _barred, "!": _exclamation}
)
