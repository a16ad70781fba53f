"""How long a training takes, in words, and the link that measures it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.measures import em
from app.durations import in_words
from app.learning.estimating import EstimateState, Estimating
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from core.jobs.results import EstimateTrainingResult

MEASURING: Final = "Measuring how long it takes"
_NONE: Final = "How long it takes is measured once stills and a recipe are chosen."
_LATER: Final = "How long it takes is measured as soon as nothing else runs."
_LEFT_OUT: Final = "How long it takes was not measured."


class EstimateLine(Fitted):
    """Follows an :class:`Estimating`."""

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
        self.show_words(_NONE, EstimateState.NONE)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def follow(self, estimating: Estimating) -> None:
        """Show what is known now."""
        state = estimating.state
        match state:
            case EstimateState.MEASURING:
                activity = estimating.activity.lower()
                words = f"{MEASURING}: {activity}…" if activity else f"{MEASURING}…"
            case EstimateState.LATER:
                words = _LATER
            case EstimateState.LEFT_OUT:
                words = _LEFT_OUT
            case EstimateState.KNOWN if estimating.result is not None:
                words = told(estimating.result)
            case EstimateState.FAILED if estimating.problem is not None:
                problem = estimating.problem
                words = f"{problem.user_message} {problem.hint}".strip()
            case _:
                words = _NONE
        self.show_words(words, state)

    def show_words(self, words: str, state: EstimateState) -> None:
        """Say it, with the button that suits a state."""
        self._words.set_text(words)
        ended = {EstimateState.KNOWN, EstimateState.FAILED, EstimateState.LEFT_OUT}
        self.again_button.setVisible(state in ended)
        self.stop_button.setVisible(state is EstimateState.MEASURING)
        role = QPalette.ColorRole
        plain = state in {EstimateState.KNOWN, EstimateState.FAILED}
        self._words.setForegroundRole(
            role.WindowText if plain else role.PlaceholderText
        )

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.6))


def told(result: EstimateTrainingResult) -> str:
    """Return what an estimate says, and of what."""
    return (
        f"About {in_words(result.seconds)} on this computer ({result.device}) for "
        f"{result.stills:,} stills, if nothing ends it early."
    )


def _quiet(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(text.replace("&", ""))
    return button
