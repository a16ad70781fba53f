"""Decisions' symbols, drawn once for each size and palette: a view paints dozens."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap

from app.appearance.marks import decision_mark, is_dark, paint_symbol


class MarkPixmaps:
    """The symbols of one view."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str | None, int, bool, bool], QPixmap] = {}
        self._palette_key = 0
        self._ratio = 0.0

    def pixmap(
        self,
        decision: str | None,
        palette: QPalette,
        side: int,
        ratio: float,
        *,
        selected: bool = False,
        rim: bool = False,
    ) -> QPixmap:
        """Return a decision's symbol.

        Parameters
        ----------
        decision
            ``None`` for an unreadable still.
        palette
            Of the view.
        side
            Width and height, in logical pixels.
        ratio
            Device pixels for a logical one.
        selected
            Whether it stands on the highlight.
        rim
            Whether a rim sets it apart from a picture beneath.
        """
        if (palette.cacheKey(), ratio) != (self._palette_key, self._ratio):
            self._drawn.clear()
            self._palette_key, self._ratio = palette.cacheKey(), ratio
        key = decision, side, selected, rim
        if key not in self._drawn:
            self._drawn[key] = _drawn(decision, palette, side * ratio, selected, rim)
            self._drawn[key].setDevicePixelRatio(ratio)
        return self._drawn[key]


def _drawn(
    decision: str | None, palette: QPalette, side: float, selected: bool, rim: bool
) -> QPixmap:
    role, mark = QPalette.ColorRole, decision_mark(decision, is_dark(palette))
    ink = palette.color(role.HighlightedText) if selected else mark.colour
    cut = palette.color(role.Highlight if selected else role.Base)
    whole = QRectF(0, 0, round(side), round(side))
    pixmap = QPixmap(whole.size().toSize())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    if rim:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(cut)
        painter.drawEllipse(whole)
    paint_symbol(painter, whole, mark, ink=ink, cut=cut)
    painter.end()
    return pixmap
