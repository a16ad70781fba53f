"""The models of the library, one below the other, two lines each."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.appearance.icons import icon_pixmap
from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em, small_font, strong_font
from app.item_models.models_model import ROW_ROLE, Health, ModelRow, ModelsModel

_Index = QModelIndex | QPersistentModelIndex
_PAD_EM = 0.5


class ModelsList(QListView):
    """Chooses a model by mouse or by keys."""

    chosen = Signal(object)
    """The :class:`ModelRow`, or ``None`` where there are no models."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ModelsModel(self)
        self.setAccessibleName("Models of the library")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(self.rows)
        self.setItemDelegate(_RowDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)
        self.rows.dataChanged.connect(self._tell)

    @property
    def current(self) -> ModelRow | None:
        """The chosen model."""
        row: ModelRow | None = self.currentIndex().data(ROW_ROLE)
        return row

    def show_rows(self, rows: tuple[ModelRow, ...]) -> None:
        """Show these; what is chosen stays so, else the one in use is chosen."""
        before = self.current
        self.rows.show(rows)
        if self.current is not None:
            return
        names = [row.entry.name for row in rows]
        used = next((r.entry.name for r in rows if r.in_use), "")
        wanted = before.entry.name if before else used
        place = names.index(wanted) if wanted in names else 0
        self._choose(place)
        if not rows:
            self.chosen.emit(None)

    def choose(self, name: str) -> bool:
        """Choose a model by its name; an unknown one changes nothing."""
        names = [row.entry.name for row in self.rows.rows]
        if name not in names:
            return False
        self._choose(names.index(name))
        return True

    def sizeHint(self) -> QSize:
        """Return room for the longest title, within reason."""
        return QSize(em(self, 18), em(self, 20))

    def minimumSizeHint(self) -> QSize:
        """Return the width in which a title can still be told from others."""
        return QSize(em(self, 10), em(self, 6))

    def changeEvent(self, event: QEvent) -> None:
        """Lay the rows out anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _choose(self, place: int) -> None:
        self.selectionModel().setCurrentIndex(
            self.rows.index(place, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )

    def _tell(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)


class _RowDelegate(QStyledItemDelegate):
    """Title above, marks below; a damaged one has a sign before its marks."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint a row on the style's own ground."""
        row: ModelRow = index.data(ROW_ROLE)
        self.initStyleOption(option, index)
        option.text = ""
        ground = QStyle.ControlElement.CE_ItemViewItem
        option.widget.style().drawControl(ground, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        painter.save()
        upper, lower = _lines(option)
        ink = role.HighlightedText if chosen else role.Text
        painter.setPen(option.palette.color(ink))
        _write(painter, upper, strong_font(option.font), row.title)
        quiet = role.HighlightedText if chosen else role.PlaceholderText
        painter.setPen(option.palette.color(quiet))
        if row.health is Health.DAMAGED:
            lower = _mark_damage(painter, lower, option, chosen)
        _write(painter, lower, small_font(option.font), row.marks)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of two lines with air around them."""
        high = option.fontMetrics.height()
        return QSize(10 * high, round((2.1 + 2 * _PAD_EM) * high))


def _lines(option: QStyleOptionViewItem) -> tuple[QRect, QRect]:
    pad = round(_PAD_EM * option.fontMetrics.height())
    room = option.rect.adjusted(round(1.2 * pad), pad, -pad, -pad)
    upper, lower = QRect(room), QRect(room)
    upper.setBottom(room.center().y())
    lower.setTop(room.center().y() + 1)
    return upper, lower


def _mark_damage(
    painter: QPainter, room: QRect, option: QStyleOptionViewItem, chosen: bool
) -> QRect:
    side = round(0.85 * option.fontMetrics.height())
    colour = decision_mark("refuse", is_dark(option.palette)).colour
    if chosen:
        colour = option.palette.color(QPalette.ColorRole.HighlightedText)
    ratio = painter.device().devicePixelRatioF()
    place = QRect(room.left(), room.center().y() - side // 2, side, side)
    painter.drawPixmap(place, icon_pixmap("warning", colour, side, ratio))
    return room.adjusted(round(1.35 * side), 0, 0, 0)


def _write(painter: QPainter, room: QRect, font: QFont, text: str) -> None:
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideMiddle, room.width()
    )
    side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, int(side), shown)
