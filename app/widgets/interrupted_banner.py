"""Offers a training that something ended in its midst: to go on, or to discard it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.measures import em
from app.moments import when
from app.widgets.clamped_label import ClampedLabel
from app.widgets.quiet_ground import QuietGround


class InterruptedBanner(QuietGround):
    """A line with two buttons; hidden while there is nothing to go on with."""

    go_on = Signal()
    discard = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ClampedLabel(2)
        self.go_on_button = _button("Go on", "Train on from the last finished epoch")
        self.go_on_button.clicked.connect(self.go_on)
        self.discard_button = _button(
            "D&iscard…", "Remove what it has learnt; stills and models stay"
        )
        self.discard_button.clicked.connect(self.discard)
        row = QHBoxLayout(self)
        row.addWidget(self._words, 1)
        row.addWidget(self.go_on_button)
        row.addWidget(self.discard_button)
        self.hide()
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def offer(self, name: str, place: str, saved: datetime, now: datetime) -> None:
        """Offer a training.

        Parameters
        ----------
        name
            Of the model that it was to make.
        place
            How far it came, in words.
        saved, now
            When it was last heard of, and this moment; both with a time zone.
        """
        self._words.set_text(
            f"Training “{name}” was interrupted {when(saved, now)}, {place}. "
            "What it has learnt is kept."
        )
        self.show()

    def set_free(self, free: bool, why_not: str = "") -> None:
        """Let it be gone on with, or say why that has to wait."""
        self.go_on_button.setEnabled(free)
        tip = "Train on from the last finished epoch" if free else why_not
        self.go_on_button.setToolTip(tip)

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        side = em(self, 0.5)
        row.setContentsMargins(em(self, 0.8), side, side, side)
        row.setSpacing(em(self, 0.6))


def _button(text: str, about: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(about)
    button.setAccessibleName(text.replace("&", "").rstrip("…"))
    return button
