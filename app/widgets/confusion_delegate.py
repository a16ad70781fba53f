"""How a cell of a confusion matrix is painted: shade, count and share."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.appearance.marks import is_dark
from app.appearance.measures import small_font, strong_font
from app.item_models.confusion_model import SHADE_ROLE, SHARE_ROLE
from core.evaluation.shading import shade

_Index = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole


class ConfusionDelegate(QStyledItemDelegate):
    """One hue from the page's own ground to dark; the number says what it means."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint a cell; stills that were called rightly stand in a frame."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink = _colours(index.data(SHADE_ROLE), option.palette)
        cell = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(cell, 3, 3)
        if index.row() == index.column():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(option.palette.color(_Role.Text), 1))
            painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self._write(painter, option, index, ink)
        self._mark_current(painter, option, cell)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
        ink: QColor,
    ) -> None:
        count, share = index.data(), index.data(SHARE_ROLE)
        if count == "0":  # what never happened should not catch the eye
            ink.setAlphaF(0.72)
        painter.setPen(ink)
        upper, lower = QRect(option.rect), QRect(option.rect)
        if share:
            height = option.fontMetrics.height()
            upper.setBottom(upper.center().y() + height // 8)
            lower.setTop(upper.bottom())
            painter.setFont(small_font(option.font))
            top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(lower, int(top), share)
        painter.setFont(strong_font(option.font))
        down = Qt.AlignmentFlag.AlignBottom if share else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignHCenter | down), count)

    def _mark_current(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: QRectF
    ) -> None:
        state = QStyle.StateFlag
        chosen = bool(option.state & (state.State_Selected | state.State_HasFocus))
        if not chosen:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # a light line within a dark one can be seen on any shade
        painter.setPen(QPen(option.palette.color(_Role.Base), 4))
        painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), 3, 3)
        wide = 2.5 if option.state & state.State_HasFocus else 1.5
        painter.setPen(QPen(option.palette.color(_Role.Link), wide))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 3, 3)


def _colours(share: float, palette: QPalette) -> tuple[QColor, QColor]:
    """Return a cell's fill and ink."""
    colours = shade(share)
    if is_dark(palette):
        return QColor(colours.dark_fill), QColor(colours.dark_ink)
    return QColor(colours.light_fill), QColor(colours.light_ink)
