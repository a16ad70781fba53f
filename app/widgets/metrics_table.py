"""A table of rates: the number above, its interval and n beneath it."""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.appearance.measures import em, small_font, strong_font
from app.item_models.metrics_model import NOTE_ROLE, STRONG_ROLE, MetricsModel
from app.widgets.flat_header import FlatHeader

_Index = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole
_ROW_EM: Final = 2.5
_PAD_EM: Final = 0.5
_NAME_EM: Final = (9.0, 26.0)
"""Width of the names at least and at most."""


class _RateDelegate(QStyledItemDelegate):
    """Two lines, cut where there is no room; the tooltip has them in full."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        painter.save()
        strong, note = index.data(STRONG_ROLE), index.data(NOTE_ROLE)
        if strong:
            painter.fillRect(option.rect, option.palette.brush(_Role.AlternateBase))
        pad = round(_PAD_EM * option.fontMetrics.height())
        room = option.rect.adjusted(pad, 0, -pad, 0)
        first = index.column() == 0
        font = strong_font(option.font) if first or strong else option.font
        upper, lower = _halves(room, bool(note))
        ink = option.palette.color(_Role.Text)
        _write(painter, upper, index, index.data(), font, ink)
        quiet = option.palette.color(_Role.PlaceholderText)
        _write(painter, lower, index, note, small_font(option.font), quiet)
        if _begins(index):
            painter.setPen(QPen(option.palette.color(_Role.Mid), 1))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(option.palette.color(_Role.Highlight))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        plain = QFontMetrics(strong_font(option.font))
        small = QFontMetrics(small_font(option.font))
        lines = ((plain, index.data()), (small, index.data(NOTE_ROLE)))
        wide = max(metrics.horizontalAdvance(text or "") for metrics, text in lines)
        high = option.fontMetrics.height()
        return QSize(wide + round(2.2 * _PAD_EM * high), round(_ROW_EM * high))


class MetricsTable(QTableView):
    """As high as all its rows; whatever holds it scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rates = MetricsModel(self)
        self.setItemDelegate(_RateDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.setHorizontalHeader(FlatHeader(self))
        self.setModel(self.rates)
        self.rates.modelReset.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the size of all rows."""
        return QSize(em(self, 30), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the height of all rows, and a width that may be scrolled."""
        return QSize(em(self, 14), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        table = self.rates.table
        self.setAccessibleName(table.name or "Numbers")
        self.verticalHeader().setDefaultSectionSize(em(self, _ROW_EM))
        self._fit_columns()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        columns = self.rates.columnCount()
        if not columns:
            return
        pad, head = 2 * em(self, _PAD_EM), self.fontMetrics()
        titles = [column.title for column in self.rates.table.columns]
        wanted = [
            max(self.sizeHintForColumn(c), head.horizontalAdvance(title) + pad)
            for c, title in enumerate(titles)
        ]
        least, most = (em(self, each) for each in _NAME_EM)
        wanted[0] = min(max(wanted[0], least), most)
        spare = max(self.viewport().width() - sum(wanted), 0)
        for column, width in enumerate(wanted):
            more = spare // columns + (spare % columns if not column else 0)
            self.setColumnWidth(column, width + more)

    def _height(self) -> int:
        bar = self.horizontalScrollBar()
        scroll = bar.sizeHint().height() if bar.maximum() > 0 else 0
        head = self.horizontalHeader().sizeHint().height()
        return head + self.rates.rowCount() * em(self, _ROW_EM) + scroll + 2


def _begins(index: _Index) -> bool:
    """Return whether a row is of another name than the one above it."""
    model, row = index.model(), index.row()
    return row > 0 and model.index(row - 1, 0).data() != model.index(row, 0).data()


def _halves(room: QRect, two: bool) -> tuple[QRect, QRect]:
    """Return the places of the two lines, close to each other."""
    if not two:
        return room, QRect()
    upper, lower = QRect(room), QRect(room)
    upper.setBottom(room.center().y() + 1)
    lower.setTop(room.center().y() + 1)
    upper.setTop(room.top() + room.height() // 10)
    lower.setBottom(room.bottom() - room.height() // 12)
    return upper, lower


def _write(
    painter: QPainter,
    room: QRect,
    index: _Index,
    text: str,
    font: QFont,
    ink: QColor,
) -> None:
    if not text:
        return
    painter.setFont(font)
    painter.setPen(ink)
    middle = Qt.TextElideMode.ElideMiddle
    shown = painter.fontMetrics().elidedText(text, middle, room.width())
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    painter.drawText(room, int(alignment), shown)
