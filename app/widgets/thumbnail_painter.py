"""Paints thumbnails in a view, and what stands for those that are not there."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPalette

from app.appearance.marks import decision_mark, is_dark, paint_symbol
from app.still_images.thumbnails import Thumbnails


class ThumbnailPainter:
    """One view's thumbnails; remembers whose row waits for one."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self.thumbnails = thumbnails
        self._awaited: dict[Path, int] = {}

    def arrived(self, path: Path) -> int | None:
        """Return the row that was painted without this thumbnail, once."""
        return self._awaited.pop(path, None)

    def forget_awaited(self) -> None:
        """Expect nothing: all will be painted, and asked for, anew."""
        self._awaited.clear()

    def paint(
        self,
        painter: QPainter,
        room: QRect,
        palette: QPalette,
        *,
        row: int,
        path: Path,
        unreadable: bool = False,
    ) -> QRect:
        """Paint a still's thumbnail in the middle of a place, or what stands for it.

        Parameters
        ----------
        painter, room, palette
            Where, and in which colours.
        row
            The still's number, for :meth:`arrived`.
        path
            Its file.
        unreadable
            Whether the program could not read it: then it is not tried again.

        Returns
        -------
        QRect
            What is covered by the picture; all of ``room`` if there is none.
        """
        ratio = painter.device().devicePixelRatio()
        side = round(max(room.width(), room.height()) * ratio)
        image = None if unreadable else self.thumbnails.image(path, side)
        if not unreadable and not self.thumbnails.is_final(path):
            self._awaited[path] = row
        if image is not None:
            return _paint_image(painter, room, image, ratio)
        failed = unreadable or self.thumbnails.failed(path)
        _paint_placeholder(painter, room, palette, failed=failed)
        return room


def _paint_image(painter: QPainter, room: QRect, image: QImage, ratio: float) -> QRect:
    width, height = image.width(), image.height()
    scale = min(room.width() / width, room.height() / height, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    left = room.left() + (room.width() - size[0]) // 2
    top = room.top() + (room.height() - size[1]) // 2
    place = QRect(left, top, *size)
    off = abs(size[0] * ratio - width), abs(size[1] * ratio - height)
    exact = max(off) <= ratio  # but for rounding
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
    if not exact:
        painter.drawImage(place, image)
        return place
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)  # copied, not stretched: a fifth of the time
    painter.drawImage(QPoint(round(left * ratio), round(top * ratio)), image)
    painter.restore()
    return place


def _paint_placeholder(
    painter: QPainter, room: QRect, palette: QPalette, *, failed: bool
) -> None:
    ground = palette.color(QPalette.ColorRole.Midlight)
    painter.fillRect(room, ground)
    if not failed:
        return
    mark = decision_mark(None, is_dark(palette))
    side = min(room.width(), room.height(), 2.2 * painter.fontMetrics().height()) * 0.6
    place = QRectF(0, 0, side, side)
    place.moveCenter(QRectF(room).center())
    paint_symbol(painter, place, mark, ink=mark.colour, cut=ground)
