"""The tree of examinations: how far each is classified and reviewed."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import em
from app.item_models.examinations_model import (
    EXAMINATION_ROLE,
    PROGRESS_ROLE,
    REVIEWED_ROLE,
    ExaminationsModel,
)
from app.widgets.strokes import faint, paint_bar

_NAME, _STILLS, _REVIEWED, _FINDINGS = range(4)
"""Columns of ``ExaminationsModel``."""
_NARROW_EM: Final = {_STILLS: 4.2, _REVIEWED: 4.8, _FINDINGS: 12.0}
_WIDTHS_EM: Final = {_STILLS: 5.4, _REVIEWED: 5.1, _FINDINGS: 12.0}
"""Enough for ``12 of 40``, and for ``120 of 400``; the name has the rest."""
_ROOMY_EM: Final = 20.0
"""Width of the view from which on the columns are that wide."""
_WITH_FINDINGS_EM: Final = 36.0
"""Width from which on the findings are shown; before, a tooltip has them."""
_OPEN_AT_MOST = 60
"""Examinations up to which the whole tree is opened at once: about two screens."""

_Index = QModelIndex | QPersistentModelIndex


class ExaminationsView(QTreeView):
    """The examinations of the classified folder, one of which is chosen."""

    chosen = Signal(str)
    """A folder that a person has chosen, with ``/``; empty for all examinations."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choosing = True
        self.setAccessibleName("Examinations")
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegate(TooltipDelegate(self))
        self.setItemDelegateForColumn(_STILLS, ProgressDelegate(PROGRESS_ROLE, self))
        self.setItemDelegateForColumn(_REVIEWED, ProgressDelegate(REVIEWED_ROLE, self))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; all examinations are chosen."""
        if self.model() is not None:
            self.model().modelReset.disconnect(self._on_reset)
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._on_reset)
            self._size_columns()
            self._on_reset()

    def select(self, folder: str) -> bool:
        """Choose an examination without saying so; an unknown one changes nothing."""
        index = self._index_of(folder)
        if index.isValid():
            self._choosing = False
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self._choosing = True
        return index.isValid()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Say which examination was chosen."""
        super().currentChanged(current, previous)
        if self._choosing and current.isValid():
            self.chosen.emit(
                current.sibling(current.row(), 0).data(EXAMINATION_ROLE) or ""
            )

    def sizeHint(self) -> QSize:
        """Return a size in which a dozen examinations are seen."""
        return QSize(em(self, 26), em(self, 18))

    def _index_of(self, folder: str) -> QModelIndex:
        model = self.model()
        if isinstance(model, ExaminationsModel):
            return model.index_of(folder)
        return QModelIndex()

    def _on_reset(self) -> None:
        model = self.model()
        if model.rowCount() == 0:
            return
        top = model.index(0, 0)
        if model.rowCount(top) <= _OPEN_AT_MOST:
            self.expand(top)
        self.select("")

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            self._size_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the findings, too, where there is room for them."""
        super().resizeEvent(event)
        self._share_out()

    def _size_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(em(self, 3))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.setIndentation(em(self, 1.0))
        self._share_out()

    def _share_out(self) -> None:
        roomy = self.width() >= em(self, _ROOMY_EM)
        for column, width in (_WIDTHS_EM if roomy else _NARROW_EM).items():
            self.header().resizeSection(column, em(self, width))
        self.setColumnHidden(_FINDINGS, self.width() < em(self, _WITH_FINDINGS_EM))


class TooltipDelegate(QStyledItemDelegate):
    """Ordinary cells, a little higher than the text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return room for a line and a thin bar below it."""
        hint = super().sizeHint(option, index)
        metrics = option.fontMetrics
        hint.setHeight(round(metrics.height() * 1.7))
        return hint


class ProgressDelegate(TooltipDelegate):
    """``3 of 12`` or a per cent above a thin bar, which goes once all is done.

    Parameters
    ----------
    role
        Under which the model tells ``(done, total)``.
    parent
        The view.
    """

    def __init__(self, role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._role = role

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the cell's ground, the words and the bar."""
        done, total = index.data(self._role) or (0, 0)
        cell: Any = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        width = int(_inner(cell).width())
        words = progress_words(cell.text, done, total, cell.fontMetrics, width)
        cell.text = ""
        style = cell.widget.style() if cell.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, cell, words)
        if total > 0 and (done < total or self._role == REVIEWED_ROLE):
            self._paint_bar(painter, cell, done / total)
        painter.restore()

    def _paint_words(self, painter: QPainter, cell: Any, words: str) -> None:
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        text = role.HighlightedText if selected else role.Text
        painter.setPen(cell.palette.color(text))
        painter.setFont(cell.font)
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(_inner(cell), where, words)

    def _paint_bar(self, painter: QPainter, cell: Any, fraction: float) -> None:
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        inner, thick = _inner(cell), _thickness(cell)
        top = inner.bottom() - 1.4 * thick
        rect = QRectF(inner.left(), top, inner.width(), thick)
        fill = cell.palette.color(QPalette.ColorRole.Highlight)
        if self._role == REVIEWED_ROLE:
            fill = reader_colour(is_dark(cell.palette))
        track = faint(cell.palette, 0.13)
        if selected:
            fill = cell.palette.color(QPalette.ColorRole.HighlightedText)
            track = cell.palette.color(QPalette.ColorRole.HighlightedText)
            track.setAlphaF(0.3)
        paint_bar(painter, rect, fraction, fill, track)


def progress_words(
    text: str, done: int, total: int, metrics: QFontMetrics, width: int
) -> str:
    """Return ``1,200 of 3,000``, in a width too narrow for that ``40 %``.

    Parameters
    ----------
    text
        What the model says; the numbers where it says nothing.
    done, total
        The numbers.
    metrics
        Of the font.
    width
        Pixels for the words.
    """
    whole = text or (f"{done:,} of {total:,}" if total else "")
    if metrics.horizontalAdvance(whole) <= width:
        return whole
    if whole == f"{total:,}":  # a count of stills is no share of them
        return metrics.elidedText(whole, Qt.TextElideMode.ElideRight, width)
    percent = 100 * done // total  # rounded down: only what is done says 100
    return "< 1 %" if done and not percent else f"{percent} %"


def _inner(cell: Any) -> QRectF:
    pad = cell.fontMetrics.height() * 0.25
    return QRectF(cell.rect).adjusted(pad, 0, -pad * 2, 0)


def _thickness(cell: Any) -> float:
    return float(cell.fontMetrics.height()) * 0.18
