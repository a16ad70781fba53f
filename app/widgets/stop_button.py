"""Stop: cancels what runs; for a training, opens a menu with its two ways to stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.appearance.measures import em
from app.worker.job_line import JobTicket, TicketState
from core.jobs.requests import TrainRequest

_STOPPING = "Stopping…"


class StopButton(QPushButton):
    """Offers what can be done with the job that runs, and acknowledges it at once."""

    cancel_wanted = Signal()
    keep_wanted = Signal()
    """End a training now, with the best so far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways = QMenu(self)
        self._ways.setAccessibleName("Ways to stop")
        self._ways.setToolTipsVisible(True)
        keep = self._ways.addAction("Stop and &keep the best", self.keep_wanted.emit)
        keep.setToolTip("Train no longer; the best so far becomes the model")
        discard = self._ways.addAction("&Cancel and discard", self.cancel_wanted.emit)
        discard.setToolTip("Throw away what was learnt; no model is made")
        self.clicked.connect(self._on_clicked)
        self._offer("&Stop", "Stop the work; what was found so far stays in view")

    @property
    def ways(self) -> QMenu:
        """The two ways to stop a training."""
        return self._ways

    @property
    def widest(self) -> int:
        """The width that it needs at most."""
        return self.fontMetrics().horizontalAdvance(_STOPPING) + em(self, 2)

    def follow(self, ticket: JobTicket) -> None:
        """Offer what can be done with a job as it stands now."""
        trains = isinstance(ticket.request, TrainRequest)
        if ticket.is_discarded:
            self._offer(_STOPPING, "It ends within five seconds", possible=False)
        elif ticket.state is TicketState.STOPPING:
            self._offer("&Cancel", "Throw it away after all; no model is made")
        elif trains:
            tooltip = "End the training now, and keep the best or nothing"
            self._offer("&Stop", tooltip, ways=self._ways)
        else:
            self._offer("&Stop", "Stop the work; what was found so far stays in view")

    def _offer(
        self,
        text: str,
        tooltip: str,
        *,
        possible: bool = True,
        ways: QMenu | None = None,
    ) -> None:
        if self.menu() is not ways:  # else a menu that is open stays so
            self._ways.hide()
            self.setMenu(ways)  # type: ignore[arg-type] # None takes it off
        self.setText(text)
        self.setAccessibleName(text.strip("&…"))
        self.setToolTip(tooltip)
        self.setEnabled(possible)

    def _on_clicked(self) -> None:
        if self.menu() is None:
            self.cancel_wanted.emit()
