"""The line that says how many of how many are shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold


class ShowingLine(Fitted):
    """``Showing 37 of 120 · 3 unreadable``, and the offer to sort again."""

    unreadable_clicked = Signal()
    sort_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = QLabel()
        self._unreadable = QLabel()
        self._unreadable.setToolTip("Show the stills that could not be read")
        self._unreadable.linkActivated.connect(lambda _: self.unreadable_clicked.emit())
        self._frozen = QLabel("Order frozen while you review ·")
        self._frozen.setToolTip("Nothing moves or goes away while you review")
        self._again = QLabel('<a href="sort">Sort again</a>')
        self._again.setToolTip("Sort and filter anew")
        self._again.linkActivated.connect(lambda _: self.sort_again.emit())
        for link in self._unreadable, self._again:
            link.setTextInteractionFlags(_LINKS)
        row = QHBoxLayout(self)
        for label in self._counts, self._unreadable:
            row.addWidget(label)
        row.addStretch(1)
        for label in self._frozen, self._again:
            row.addWidget(label)
        self.set_counts(0, 0, 0)
        self.set_stale(False)
        self._fit()

    def set_counts(self, shown: int, total: int, unreadable: int) -> None:
        """Show the counts; the unreadable ones are a link."""
        self._counts.setText(f"Showing {shown:,} of {total:,}")
        self._counts.setFont(bold() if shown < total else QFont())
        words = f"{unreadable:,} unreadable"
        self._unreadable.setText(f'· <a href="unreadable">{words}</a>')
        self._unreadable.setAccessibleName(words)
        self._unreadable.setVisible(unreadable > 0)

    def set_stale(self, stale: bool) -> None:
        """Offer to sort again, or not; the line keeps its height."""
        self._frozen.setVisible(stale)
        self._again.setVisible(stale)

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.3))


_LINKS = (
    Qt.TextInteractionFlag.LinksAccessibleByMouse
    | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
)
