"""Which findings are shown and in which order, and how many of how many."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.appearance.icons import icon
from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from app.item_models.findings_order import UNREADABLE, FindingsFilter, SortKey
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.mark_icon import mark_icon
from app.widgets.showing_line import ShowingLine

_SEARCH_DELAY_MS = 150
_SEARCH_EM = 9.0
"""Width of the search field at least, with both of its icons."""
_ALL_DECISIONS = "All decisions"
_ALL_FINDINGS = "All findings"
_DECISIONS = (("accept", "accept"), ("review", "review"), ("refuse", "refuse"))
_ORDERS = (
    (SortKey.FOLDER, "Folder order"),
    (SortKey.UNCERTAIN, "Uncertain first"),
    (SortKey.FINDING, "Finding"),
    (SortKey.CONFIDENCE, "Confidence"),
    (SortKey.DECISION, "Decision"),
    (SortKey.READER, "Reader's answer"),
)


class FilterBar(Fitted):
    """Filter and order of the findings; the examination is chosen elsewhere."""

    filter_changed = Signal(object)
    """A ``FindingsFilter``, when a person has changed it."""
    sort_changed = Signal(object, bool)
    """A ``SortKey``, and whether it falls."""
    unreadable_clicked = Signal()
    """The link to the unreadable stills; the filter shows them already."""
    sort_again = Signal()
    search_left = Signal()
    """Enter or Esc in the search field: the keyboard belongs to the stills again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = FindingsFilter()
        self._descending = False
        self._search = _search_field()
        self._typing = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._finding = _combo(
            "Finding",
            "Show stills in which the program or the reader sees this finding",
        )
        self._decision = _combo("Decision", "Show stills of one decision")
        self._unreviewed = QCheckBox("&Unreviewed only")
        self._unreviewed.setToolTip("Show only readable stills without an answer yet")
        self._reset = QPushButton("&Reset")
        self._reset.setToolTip("Show all again; the chosen examination stays")
        self._reset.setAutoDefault(False)
        self._order = _combo("Order", "The order of the stills")
        self._sort_by = QLabel("Sort &by")
        self._sort_by.setBuddy(self._order)
        self._direction = QToolButton()
        self._line = ShowingLine()
        for widget in self._unreviewed, self._reset:
            widget.setAccessibleName(widget.text().replace("&", ""))
        for key, words in _ORDERS:
            self._order.addItem(words, key)
        self.set_classes(())
        self._lay_out()
        self._connect()
        self._fit()

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer these findings; a filter by one that is gone falls away."""
        with QSignalBlocker(self._finding):
            self._finding.clear()
            self._finding.addItem(_ALL_FINDINGS, None)
            for row, name in enumerate(classes, start=1):
                self._finding.addItem(name, name)
                tip = plain_tip(name)
                self._finding.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        if self._filter.finding not in classes:
            self._filter = replace(self._filter, finding=None)
        self.set_filter(self._filter)

    def filter(self) -> FindingsFilter:
        """Return what is shown now."""
        return self._filter

    def set_filter(self, shown: FindingsFilter) -> None:
        """Show a filter without saying that it changed."""
        self._filter = shown
        self._typing.stop()
        combos = (self._finding, shown.finding), (self._decision, shown.decision)
        for combo, wanted in combos:
            with QSignalBlocker(combo):
                combo.setCurrentIndex(max(combo.findData(wanted), 0))
        with QSignalBlocker(self._unreviewed):
            self._unreviewed.setChecked(shown.unreviewed_only)
        if self._search.text().strip() != shown.text:
            with QSignalBlocker(self._search):
                self._search.setText(shown.text)
        self._show_whether_filtered()

    def set_sort(self, key: SortKey, descending: bool) -> None:
        """Show an order, from a click on a header say, without saying so."""
        with QSignalBlocker(self._order):
            self._order.setCurrentIndex(self._order.findData(key))
        self._descending = descending
        self._show_direction()

    def set_counts(self, shown: int, total: int, unreadable: int) -> None:
        """Show how many of how many are shown, and how many could not be read."""
        self._line.set_counts(shown, total, unreadable)

    def set_stale(self, stale: bool) -> None:
        """Offer to sort again what was kept in its order while someone reviews."""
        self._line.set_stale(stale)

    def add_tools(self, tools: QWidget) -> None:
        """Add what belongs beside the order: how the findings are shown, say."""
        self._rows.addWidget(tools)

    def focus_search(self) -> None:
        """Put the keyboard into the search field (Ctrl+F)."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _lay_out(self) -> None:
        order = QWidget()
        self._ordering = QHBoxLayout(order)
        self._ordering.setContentsMargins(0, 0, 0, 0)
        self._ordering.addWidget(self._sort_by)
        self._ordering.addWidget(self._order)
        self._ordering.addWidget(self._direction)
        self._rows = FlowRows(self)
        filters = self._finding, self._decision, self._unreviewed, self._reset
        for widget in (self._search, *filters):
            self._rows.addWidget(widget)
        self._rows.begin_row(self._line)
        self._rows.addWidget(order)

    def _connect(self) -> None:
        self._search.textChanged.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._on_changed)
        self._search.returnPressed.connect(self._on_changed)
        self._search.returnPressed.connect(self.search_left)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._search)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.search_left)
        self._finding.currentIndexChanged.connect(self._on_changed)
        self._decision.currentIndexChanged.connect(self._on_changed)
        self._unreviewed.toggled.connect(self._on_changed)
        self._reset.clicked.connect(self._on_reset)
        self._order.currentIndexChanged.connect(self._on_order)
        self._direction.clicked.connect(self._on_direction)
        self._line.unreadable_clicked.connect(self._on_unreadable)
        self._line.sort_again.connect(self.sort_again)

    def _on_changed(self) -> None:
        self._typing.stop()
        self._say(
            FindingsFilter(
                finding=self._finding.currentData(),
                decision=self._decision.currentData(),
                examination=self._filter.examination,
                text=self._search.text().strip(),
                unreviewed_only=self._unreviewed.isChecked(),
            )
        )

    def _on_reset(self) -> None:
        self._say(FindingsFilter(examination=self._filter.examination))

    def _on_unreadable(self) -> None:
        self._say(FindingsFilter(decision=UNREADABLE))
        self.unreadable_clicked.emit()

    def _say(self, chosen: FindingsFilter) -> None:
        changed = chosen != self._filter
        self.set_filter(chosen)
        if changed:
            self.filter_changed.emit(chosen)

    def _on_order(self) -> None:
        self._descending = False
        self._show_direction()
        self._say_order()

    def _on_direction(self) -> None:
        self._descending = not self._descending
        self._show_direction()
        self._say_order()

    def _say_order(self) -> None:
        self.sort_changed.emit(SortKey(self._order.currentData()), self._descending)

    def _show_whether_filtered(self) -> None:
        anything = FindingsFilter(examination=self._filter.examination)
        self._reset.setEnabled(self._filter != anything)

    def _show_direction(self) -> None:
        down = self._descending
        arrow = Qt.ArrowType.DownArrow if down else Qt.ArrowType.UpArrow
        self._direction.setArrowType(arrow)
        words = "Falling order" if down else "Rising order"
        self._direction.setAccessibleName(words)
        self._direction.setToolTip(f"{words}; click for the other")

    def _show_decisions(self) -> None:
        """List the decisions with their marks in the palette's colours."""
        with QSignalBlocker(self._decision):
            self._decision.setIconSize(QSize(em(self, 1.05), em(self, 1.05)))
            self._decision.clear()
            self._decision.addItem(_ALL_DECISIONS, None)
            for wanted, decision in (*_DECISIONS, (UNREADABLE, None)):
                mark = decision_mark(decision, is_dark(self.palette()))
                picture = mark_icon(mark, self.palette())
                self._decision.addItem(picture, mark.word, wanted)
        self.set_filter(self._filter)

    def _fit(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.set_gaps(em(self, 0.5), em(self, 0.45))
        self._ordering.setSpacing(em(self, 0.4))
        self._search.setMinimumWidth(em(self, _SEARCH_EM))
        self._reset.setMinimumWidth(em(self, 4.5))
        self._search.actions()[0].setIcon(icon("search", self.palette()))
        self._show_direction()
        self._show_decisions()


def _search_field() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("Search file, finding, note (Ctrl+F)")
    field.setToolTip("Show stills whose file, finding or note holds this text (Ctrl+F)")
    field.setAccessibleName("Search")
    field.setClearButtonEnabled(True)
    leading = QLineEdit.ActionPosition.LeadingPosition
    field.addAction(icon("search", field.palette()), leading)
    return field


def _combo(name: str, tooltip: str) -> ElidingCombo:
    combo = ElidingCombo()
    combo.setAccessibleName(name)
    combo.setToolTip(tooltip)
    policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    combo.setSizeAdjustPolicy(policy)
    combo.setMinimumContentsLength(8)
    return combo
