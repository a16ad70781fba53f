"""Offers to go on with a classification that was stopped."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.appearance.measures import em
from app.moments import when
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.strokes import faint
from core.jobs.resuming import UnfinishedRun


class ResumeBanner(Fitted):
    """A line with two buttons; hidden while there is nothing to go on with."""

    go_on = Signal()
    start_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ClampedLabel(2)
        self._go_on = QPushButton("&Go on")
        self._go_on.setToolTip("Keep what was found and classify the rest")
        self._go_on.clicked.connect(self.go_on)
        self._anew = QPushButton("Start a&new")
        self._anew.setToolTip("Classify all stills from the beginning")
        self._anew.clicked.connect(self.start_anew)
        row = QHBoxLayout(self)
        row.addWidget(self._words, 1)
        for button in self._go_on, self._anew:
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            row.addWidget(button)
        self.hide()
        self._fit()

    def offer(self, run: UnfinishedRun | None, now: datetime | None = None) -> None:
        """Show how far a run came, or nothing.

        Parameters
        ----------
        run
            To go on with.
        now
            With its time zone; ``None`` is this moment.
        """
        if run is not None:
            self._words.set_text(_told(run, now or datetime.now().astimezone()))
        self.setVisible(run is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a quiet ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(faint(self.palette(), 0.25), 1))
        painter.setBrush(faint(self.palette(), 0.06))
        inside = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inside, 3, 3)

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        side = em(self, 0.5)
        row.setContentsMargins(em(self, 0.8), side, side, side)
        row.setSpacing(em(self, 0.6))


def _told(run: UnfinishedRun, now: datetime) -> str:
    if run.total is None:
        stills = f"{run.done:,} still{'' if run.done == 1 else 's'}"
    else:
        stills = f"{run.done:,} of {run.total:,} stills"
    verb = "was" if run.total is None and run.done == 1 else "were"
    return (
        f"{stills} {verb} classified {when(run.header.started, now)}, "
        "and then it stopped."
    )
