"""A canvas that shows what is kept of a still and moves along with another canvas."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.widgets.still_canvas import Picture, StillCanvas

_INTERSECT = Qt.ClipOperation.IntersectClip


class KeptCanvas(StillCanvas):
    """Paints only a part of its picture, where that part lies in the whole.

    Signals
    -------
    moved
        Scale or place changed, by whatever means; two canvases of one still connect it
        to :meth:`follow` of each other.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: QRectF | None = None
        self.zoomed.connect(self.moved)

    def set_kept(self, kept: QRectF | None) -> None:
        """Paint only this part, in the picture's pixels; ``None`` paints it all."""
        self._kept = kept
        self.update()

    def follow(self, other: StillCanvas) -> None:
        """Show the same part at the same scale as another canvas."""
        if self.fits and other.fits:
            return
        self._fits = other.fits
        if not other.fits:
            self._zoom = other.zoom.of(self._zoom.picture, self._view_size())
        self._place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, and the other one, along."""
        super().mouseMoveEvent(event)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, and the other one as well."""
        super().keyPressEvent(event)
        if event.isAccepted():
            self.moved.emit()

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        self._paint_part(painter, picture, self._kept)

    def _paint_part(
        self, painter: QPainter, picture: Picture, part: QRectF | None
    ) -> None:
        """Paint a part, given in the picture's pixels."""
        painter.save()
        if part is not None:
            painter.setClipRect(self._on_screen(part), _INTERSECT)
        super()._paint_picture(painter, picture)
        painter.restore()

    def _on_screen(self, part: QRectF) -> QRectF:
        """Return where a part of the picture lies, in logical pixels."""
        zoom, ratio = self._zoom, self.devicePixelRatioF()
        return QRectF(
            (zoom.left + part.left() * zoom.scale) / ratio,
            (zoom.top + part.top() * zoom.scale) / ratio,
            part.width() * zoom.scale / ratio,
            part.height() * zoom.scale / ratio,
        )
