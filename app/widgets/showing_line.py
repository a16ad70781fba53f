"""The line that says how many of how many are shown."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold
from app.widgets.link_label import LinkLabel


class ShowingLine(Fitted):
    """``Showing 37 of 120 · 3 unreadable``, and the offer to sort again."""

    unreadable_clicked = Signal()
    sort_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = QLabel()
        self._unreadable = LinkLabel()
        self._unreadable.setToolTip("Show the stills that could not be read")
        self._unreadable.clicked.connect(self.unreadable_clicked)
        self._again = LinkLabel()
        self._again.set_words("", "Sort again")
        self._again.setToolTip(
            "The order is frozen while you review, so that nothing moves;\n"
            "click to sort and filter anew"
        )
        kept = self._again.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing around it moves when it appears
        self._again.setSizePolicy(kept)
        self._again.clicked.connect(self.sort_again)
        row = QHBoxLayout(self)
        for label in self._counts, self._unreadable:
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self._again)
        self.set_counts(0, 0, 0)
        self.set_stale(False)
        self._fit()

    def set_counts(self, shown: int, total: int, unreadable: int) -> None:
        """Show the counts; the unreadable ones are a link."""
        self._counts.setText(f"Showing {shown:,} of {total:,}")
        self._counts.setFont(bold() if shown < total else QFont())
        self._unreadable.set_words("·", f"{unreadable:,} unreadable")
        self._unreadable.setVisible(unreadable > 0)

    def set_stale(self, stale: bool) -> None:
        """Offer to sort again, or not; the line keeps its height."""
        self._again.setVisible(stale)

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.3))
