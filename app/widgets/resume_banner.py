"""Offers an earlier classification: to be gone on with, or to be shown again."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.measures import em
from app.moments import when
from app.widgets.clamped_label import ClampedLabel
from app.widgets.quiet_ground import QuietGround
from core.jobs.resuming import EarlierRun


class ResumeBanner(QuietGround):
    """A line with two buttons; hidden while there is nothing to take over."""

    go_on = Signal()
    """Take over what was found, and do the rest, if any."""
    start_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ClampedLabel(2)
        self._go_on = QPushButton()
        self._go_on.clicked.connect(self.go_on)
        self._anew = QPushButton()
        self._anew.setToolTip("Classify all stills from the beginning")
        self._anew.clicked.connect(self.start_anew)
        row = QHBoxLayout(self)
        row.addWidget(self._words, 1)
        for button in self._go_on, self._anew:
            button.setAutoDefault(False)
            row.addWidget(button)
        self.hide()
        self._fit()

    def offer(self, run: EarlierRun | None, now: datetime | None = None) -> None:
        """Show how far a run came, or nothing.

        Parameters
        ----------
        run
            To be taken over.
        now
            With its time zone; ``None`` is this moment.
        """
        if run is not None:
            self._words.set_text(_told(run, now or datetime.now().astimezone()))
            self._name_buttons(finished=run.finished)
        self.setVisible(run is not None)

    def _name_buttons(self, *, finished: bool) -> None:
        self._go_on.setText("S&how again" if finished else "&Go on")
        self._go_on.setToolTip(
            "Take over what was found; only new and changed files are classified"
            if finished
            else "Keep what was found and classify the rest"
        )
        self._anew.setText("Classify a&new" if finished else "Start a&new")
        for button in self._go_on, self._anew:
            button.setAccessibleName(button.text().replace("&", ""))

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        side = em(self, 0.5)
        row.setContentsMargins(em(self, 0.8), side, side, side)
        row.setSpacing(em(self, 0.6))


def _told(run: EarlierRun, now: datetime) -> str:
    of_all = run.total is not None and not run.finished
    if of_all:
        stills = f"{run.done:,} of {run.total:,} stills"
    else:
        stills = f"{run.done:,} still{'' if run.done == 1 else 's'}"
    verb = "was" if run.done == 1 and not of_all else "were"
    end = "." if run.finished else ", and then it stopped."
    return f"{stills} {verb} classified {when(run.header.started, now)}{end}"
