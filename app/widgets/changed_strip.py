"""Says that numbers are of before a decision, and offers to make them anew."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted


class ChangedStrip(Fitted):
    """Hidden as long as there is nothing to say."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ClampedLabel(lines=2)
        self._again = QPushButton("Check a&gain")
        self._again.setAccessibleName("Check again")
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self.again_wanted)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._again)
        self.setVisible(False)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_words(self, words: str, obstacle: str = "") -> None:
        """Say what has changed; empty hides it.

        Parameters
        ----------
        words
            One or two sentences.
        obstacle
            Why it cannot be checked now; empty if it can.
        """
        self._words.set_text(words)
        self._again.setEnabled(not obstacle)
        self._again.setToolTip(obstacle or "Check the folder with what is chosen now")
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ground with a bar in the colour of a caution."""
        painter, role = QPainter(self), QPalette.ColorRole
        painter.fillRect(self.rect(), self.palette().color(role.Base))
        painter.setPen(QPen(self.palette().color(role.Mid), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        bar = self.rect()
        bar.setWidth(em(self, 0.25))
        caution = decision_mark("review", is_dark(self.palette())).colour
        painter.fillRect(bar, caution)

    def _fit(self) -> None:
        gap = em(self, 0.4)
        self._row.setContentsMargins(em(self, 0.8), gap, gap, gap)
        self._row.setSpacing(em(self, 0.8))
