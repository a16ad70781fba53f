"""How likely the program holds each class for the chosen still."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em
from app.item_models.finding_row import FindingRow
from app.item_models.findings_wording import percent
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.mark_icon import mark_pixmap
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.probability_row import Likelihood, ProbabilityRow

_DIGITS = "123456789"
_ROWS_AT_LEAST = 4
_NOTHING_CHOSEN = "Choose a still to see how likely each class is."
_REFUSED = (
    "Refused: unlike the stills this model was trained on; the numbers mean nothing."
)
_UNREADABLE = "This still could not be read, so there are no numbers."


class ProbabilitiesPanel(Fitted):
    """A row for each class, in the card's order, so that its digit never changes."""

    finding_toggled = Signal(str)
    """The class whose row was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ProbabilityRow] = []
        self._still: FindingRow | None = None
        self._mark = QLabel()
        self._answer = ClampedLabel(lines=3, reserved=2)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setSpacing(0)
        column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(self._answer, 1)
        column.addLayout(self._head)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self._area = PlainScrollArea(self._inside, "Probabilities of all classes")
        column.addWidget(self._area, 1)
        self._fit()

    def set_classes(self, classes: Sequence[str]) -> None:
        """Show a row for each class; the first nine get the digits."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [
            ProbabilityRow(finding, _DIGITS[i : i + 1], self._inside)
            for i, finding in enumerate(classes)
        ]
        for index, row in enumerate(self._rows):
            row.clicked.connect(self._on_clicked)
            self._column.insertWidget(index, row)
        self._reserve_rows()
        self.show_row(None)

    def show_row(self, still: FindingRow | None) -> None:
        """Show the numbers of a still, the program's answer and the reader's."""
        self._still = still
        self._show_answer()
        readable = still is not None and not still.error
        for index, row in enumerate(self._rows):
            row.setEnabled(readable)
            row.show_likelihood(_likelihood(still, index, row.finding))
            if still is not None and still.predicted_class == row.finding:
                self._area.ensureWidgetVisible(row, 0, 0)

    def _reserve_rows(self) -> None:
        """Keep a few classes in sight; the others are scrolled to."""
        rows = self._rows[:_ROWS_AT_LEAST]
        self._area.setMinimumHeight(sum(row.sizeHint().height() for row in rows))

    def _show_answer(self) -> None:
        """Show the program's answer in words, with its decision's mark."""
        role = QPalette.ColorRole
        answered = self._still is not None and self._still.decision is not None
        self._answer.setForegroundRole(
            role.WindowText if answered else role.PlaceholderText
        )
        self._answer.set_text(_in_words(self._still))
        self._mark.setVisible(self._still is not None)
        if self._still is None:
            return
        decision = None if self._still.error else self._still.decision
        mark = decision_mark(decision, is_dark(self.palette()))
        ratio, side = self.devicePixelRatioF(), em(self, 0.95)
        self._mark.setPixmap(mark_pixmap(mark, self.palette(), side, ratio))
        self._mark.setAccessibleName(mark.word)
        self._mark.setToolTip(mark.word)

    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ProbabilityRow):
            self.finding_toggled.emit(row.finding)

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        self._head.setSpacing(em(self, 0.35))
        self._reserve_rows()
        self._show_answer()


def _in_words(still: FindingRow | None) -> str:
    if still is None:
        return _NOTHING_CHOSEN
    if still.error:
        return _UNREADABLE
    if still.predicted_class is None or still.confidence is None:
        return _REFUSED
    done = "accepted" if still.decision == "accept" else "please review"
    return f"{still.predicted_class}, {percent(still.confidence)} · {done}"


def _likelihood(still: FindingRow | None, index: int, finding: str) -> Likelihood:
    if still is None or index >= len(still.probabilities):
        return Likelihood()
    return Likelihood(
        probability=still.probabilities[index],
        program=still.predicted_class == finding,
        reader=still.review is not None and finding in still.review.findings,
        means_nothing=still.decision == "refuse",
    )
