"""Each finding's count, by the program and by the reader, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from core.review.tally import Tally

_HEADERS = (
    ("Finding", Qt.AlignmentFlag.AlignLeft),
    ("Program", Qt.AlignmentFlag.AlignRight),
    ("Reader", Qt.AlignmentFlag.AlignRight),
)


class SummaryTable(QTableWidget):
    """A row for each class of the model, in the card's order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADERS), parent)
        self._classes: tuple[str, ...] = ()
        self._tally = Tally()
        self.setAccessibleName("Findings by the program and by the reader")
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for column, (words, side) in enumerate(_HEADERS):
            title = QTableWidgetItem(words)
            title.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, title)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)

    def set_tally(self, tally: Tally, classes: Sequence[str]) -> None:
        """Show the counts; rows are made anew only for other classes."""
        if tuple(classes) != self._classes:
            self._make_rows(tuple(classes))
        self._tally = tally
        self._show_counts()

    def changeEvent(self, event: QEvent) -> None:
        """Write the counts in the colours of another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_counts()

    def _show_counts(self) -> None:
        tally = self._tally
        for row, name in enumerate(self._classes):
            counts = tally.by_finding[name], tally.reader_findings[name]
            for column, count in enumerate(counts, start=1):
                self._show_count(row, column, count)

    def _make_rows(self, classes: tuple[str, ...]) -> None:
        self._classes = classes
        self.setRowCount(len(classes))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, name in enumerate(classes):
            item = QTableWidgetItem(name)
            item.setToolTip(plain_tip(name))
            self.setItem(row, 0, item)
            for column in 1, 2:
                number = QTableWidgetItem()
                number.setTextAlignment(right)
                self.setItem(row, column, number)
        self.fit()

    def _show_count(self, row: int, column: int, count: int) -> None:
        item = self.item(row, column)
        assert item is not None
        role = QPalette.ColorRole.Text if count else QPalette.ColorRole.PlaceholderText
        item.setForeground(self.palette().brush(role))
        item.setText(f"{count:,}")

    def fit(self) -> None:
        """Take the rows' height from the font; no higher than all rows."""
        height = em(self, 1.45)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setMinimumSectionSize(em(self, 4))
        header = self.horizontalHeader().sizeHint().height()
        wanted = header + height * len(self._classes) + 2 * self.frameWidth()
        self.setFixedHeight(wanted)  # the panel scrolls, not the table in it
        self.setVisible(bool(self._classes))
