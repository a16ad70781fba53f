"""How many labels are questioned, and the offer to measure with what was proposed."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from core.evaluation.wording import count_of
from core.library.evaluation_record import EvaluationRecord

_PENDING: Final = "The numbers do not know of that yet."
_WITHDRAWN: Final = (
    "Questions were withdrawn or changed since the revised numbers were measured."
)
_MEANING: Final = (
    "Measure the same stills with the labels that were proposed. The first numbers "
    "stay, and both are shown"
)


class QuestionStrip(Fitted):
    """Hidden as long as no label is questioned and no numbers are revised."""

    measure_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ClampedLabel(lines=2)
        self._measure = QPushButton("Measure again with these labels")
        self._measure.setAutoDefault(False)
        self._measure.setAccessibleName(self._measure.text())
        self._measure.clicked.connect(self.measure_wanted)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._measure)
        self.setVisible(False)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_questions(
        self, count: int, revised: EvaluationRecord | None, *, pending: bool
    ) -> None:
        """Say how many labels are questioned, and whether the numbers know of it."""
        self.setVisible(bool(count) or revised is not None)
        self._measure.setVisible(pending)
        parts = [f"{count_of(count, 'label')} questioned."]
        if revised is not None and revised.revised is not None:
            relabelled = count_of(revised.revised.relabelled, "still")
            left_out = count_of(revised.revised.left_out, "still")
            parts.append(
                f"Labels revised after errors were seen: {relabelled} measured with "
                f"another label, {left_out} left out."
            )
            parts.append(_WITHDRAWN if pending else "")
        elif pending:
            parts.append(_PENDING)
        self._words.set_text(" ".join(filter(None, parts)))

    def set_working(self, working: bool) -> None:
        """Offer to measure, or say that it was asked for already."""
        self._measure.setEnabled(not working)
        self._measure.setToolTip(
            "This was asked for already and is being done" if working else _MEANING
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ground with a bar in the readers' colour."""
        painter = QPainter(self)
        role = QPalette.ColorRole
        painter.fillRect(self.rect(), self.palette().color(role.Base))
        painter.setPen(QPen(self.palette().color(role.Mid), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        bar = self.rect()
        bar.setWidth(em(self, 0.25))
        painter.fillRect(bar, reader_colour(is_dark(self.palette())))

    def _fit(self) -> None:
        gap = em(self, 0.4)
        self._row.setContentsMargins(em(self, 0.8), gap, gap, gap)
        self._row.setSpacing(em(self, 0.8))
        self.set_working(not self._measure.isEnabled())
