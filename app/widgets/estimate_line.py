"""How long a training takes, in words, and the link that measures it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted


class EstimateLine(Fitted):
    """A sentence, and at most one of two buttons."""

    again = Signal()
    leave_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ClampedLabel(2)
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.again_button = _quiet("Measure &again")
        self.again_button.setToolTip("Time a few steps of the training once more")
        self.again_button.clicked.connect(self.again)
        self.stop_button = _quiet("Don't measure")
        self.stop_button.setToolTip("Train without knowing how long it takes")
        self.stop_button.clicked.connect(self.leave_out)
        row = QHBoxLayout(self)
        row.addWidget(self._words, 1)
        row.addWidget(self.again_button)
        row.addWidget(self.stop_button)
        self.show_words("", ended=False, measuring=False)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_words(self, words: str, *, ended: bool, measuring: bool) -> None:
        """Say it, with the button that suits: to measure again, or to measure no more.

        Parameters
        ----------
        words
            What is known of the time, or why nothing is.
        ended
            Whether measuring has come to an end, good or bad.
        measuring
            Whether it goes on.
        """
        self._words.set_text(words)
        self.again_button.setVisible(ended)
        self.stop_button.setVisible(measuring)
        role = QPalette.ColorRole
        quiet = role.PlaceholderText
        self._words.setForegroundRole(role.WindowText if ended else quiet)

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.6))


def _quiet(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(text.replace("&", ""))
    return button
