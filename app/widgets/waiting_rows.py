"""What a page has asked for and what waits in the line of jobs, to be taken out."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.quiet_ground import QuietGround
from app.worker.job_line import JobTicket, TicketState


class WaitingRows(Fitted):
    """One row for each job that has to wait; nothing is seen while none has to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_WaitingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        self._fit()

    def follow(self, ticket: JobTicket) -> None:
        """Show a job as long as it has to wait for another."""
        row = _WaitingRow(ticket)
        self._rows.append(row)
        self._column.addWidget(row)
        ticket.state_changed.connect(self._follow_rows)
        self._follow_rows()

    def _follow_rows(self) -> None:
        for row in tuple(self._rows):
            row.follow()
            if row.is_over:
                self._rows.remove(row)
                row.deleteLater()
        self.setVisible(any(row.waits for row in self._rows))

    def _fit(self) -> None:
        self._column.setSpacing(em(self, 0.3))


class _WaitingRow(QuietGround):
    """Says what waits for what; gone for good once the job begins or is taken out."""

    def __init__(self, ticket: JobTicket) -> None:
        super().__init__()
        self._ticket = ticket
        self._words = ClampedLabel(2)
        take_out = QPushButton("Take out")
        take_out.setToolTip("Take this out of the line; nothing of it was done yet")
        take_out.setAccessibleName(f"Take out: {ticket.title}")
        take_out.setAutoDefault(False)
        take_out.clicked.connect(ticket.cancel)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(take_out)
        self._fit()

    @property
    def is_over(self) -> bool:
        """Whether it has begun, or never will."""
        return self._ticket.state is not TicketState.WAITING

    @property
    def waits(self) -> bool:
        """Whether there is something that it has to wait for."""
        return bool(self._ticket.waits_for)

    def follow(self) -> None:
        """Say what it waits for by now."""
        words = f"Waits for: {self._ticket.waits_for}"
        self._words.set_text(words, lead=f"{self._ticket.title}.")
        self.setVisible(self.waits)

    def _fit(self) -> None:
        side = em(self, 0.4)
        self._row.setContentsMargins(em(self, 0.8), side, side, side)
        self._row.setSpacing(em(self, 0.6))
