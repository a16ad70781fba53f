"""How many stills the program accepted, sent to review and refused."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em
from app.widgets.fitted import Fitted
from app.widgets.mark_icon import mark_pixmap
from app.widgets.strokes import Bar
from core.review.tally import Tally

_DECISIONS = "accept", "review", "refuse"


class DecisionShares(Fitted):
    """A line for each decision: its mark, word, count, share and bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fractions = dict.fromkeys(_DECISIONS, 0.0)
        self._marks = {decision: QLabel() for decision in _DECISIONS}
        self._counts = {decision: QLabel() for decision in _DECISIONS}
        self._shares = {decision: QLabel() for decision in _DECISIONS}
        self._bars = {decision: Bar() for decision in _DECISIONS}
        grid = QGridLayout(self)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, decision in enumerate(_DECISIONS):
            grid.addWidget(self._marks[decision], row, 0)
            grid.addWidget(QLabel(_word(decision)), row, 1)
            grid.addWidget(self._counts[decision], row, 2, right)
            grid.addWidget(self._shares[decision], row, 3, right)
            middle = Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self._bars[decision], row, 4, middle)
        grid.setColumnStretch(4, 1)
        self._fit()

    def set_tally(self, tally: Tally) -> None:
        """Show the counts, and the shares of the readable stills."""
        counts = tally.accepted, tally.to_review, tally.refused
        for decision, count in zip(_DECISIONS, counts, strict=True):
            share = count / tally.readable if tally.readable else 0.0
            self._counts[decision].setText(f"{count:,}")
            self._shares[decision].setText(f"{100 * share:.0f} %")
            self._shares[decision].setToolTip(
                f"{count:,} of {tally.readable:,} readable stills"
            )
            self._fractions[decision] = share
        self._show_bars()

    def _show_bars(self) -> None:
        for decision, bar in self._bars.items():
            mark = decision_mark(decision, is_dark(self.palette()))
            bar.show_fraction(self._fractions[decision], mark.colour)

    def _fit(self) -> None:
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(em(self, 0.25))
        grid.setHorizontalSpacing(em(self, 0.5))
        grid.setColumnMinimumWidth(3, self.fontMetrics().horizontalAdvance("100 %"))
        for decision, label in self._marks.items():
            mark = decision_mark(decision, is_dark(self.palette()))
            ratio, side = self.devicePixelRatioF(), em(self, 0.95)
            label.setPixmap(mark_pixmap(mark, self.palette(), side, ratio))
        self._show_bars()


def _word(decision: str) -> str:
    return decision_mark(decision, dark=False).word
