"""How many jobs wait, with a list that unfolds to take them out of the line."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.worker.job_line import JobLine, JobTicket


class WaitingButton(QPushButton):
    """Hidden while nothing waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip("Show what waits for its turn")
        self.list = WaitingList(self)
        self.clicked.connect(self._unfold)
        self.hide()

    def follow(self, line: JobLine) -> None:
        """Count what waits, from now on."""
        line.changed.connect(lambda: self._show(line.waiting))
        self._show(line.waiting)

    def _show(self, tickets: tuple[JobTicket, ...]) -> None:
        # what is next has nothing before it and begins in a moment
        waiting = tuple(ticket for ticket in tickets if ticket.waits_for)
        text = "1 waits" if len(waiting) == 1 else f"{len(waiting):,} wait"
        self.setText(text)
        self.setAccessibleName(text)
        self.list.show_tickets(waiting)
        self.setVisible(bool(waiting))

    def _unfold(self) -> None:
        self.list.unfold_above(self)


class WaitingList(Fitted):
    """What waits, in the order in which it will run."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(Fitted.Shape.StyledPanel)
        self.setAccessibleName("Work that waits")
        self._above: QWidget = parent
        self._tickets: tuple[JobTicket, ...] = ()
        self._rows: list[_Row] = []
        heading = QLabel("These run one after the other:")
        heading.setFont(bold())
        self._column = QVBoxLayout(self)
        self._column.addWidget(heading)
        self._fit()

    def show_tickets(self, tickets: tuple[JobTicket, ...]) -> None:
        """List these; an empty list folds itself up."""
        if tickets == self._tickets:
            return
        self._tickets = tickets
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [_Row(ticket) for ticket in tickets]
        for row in self._rows:
            self._column.addWidget(row)
        if self.isVisible():
            self._place()
            self._take_keyboard()
        self.setVisible(self.isVisible() and bool(tickets))

    def unfold_above(self, button: QWidget) -> None:
        """Show it above a button, with the keyboard on its first row."""
        self._above = button
        self._place()
        self.show()
        self._take_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold up with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Stay above its button when the font grows."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._place()

    def _place(self) -> None:
        self._column.activate()
        self.setFixedWidth(min(em(self, 32), self._above.window().width()))
        self.adjustSize()
        corner = self._above.mapToGlobal(QPoint(self._above.width(), 0))
        self.move(corner - QPoint(self.width(), self.height() + em(self, 0.3)))

    def _take_keyboard(self) -> None:
        if self._rows:
            self._rows[0].take_out.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        side = em(self, 0.7)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(em(self, 0.4))


class _Row(QWidget):
    """A title, and the button that takes it out."""

    def __init__(self, ticket: JobTicket) -> None:
        super().__init__()
        title = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        title.set_text(ticket.title)
        self.take_out = QPushButton("Take out")
        self.take_out.setAccessibleName(f"Take out: {ticket.title}")
        self.take_out.setToolTip("Take this work out of the line")
        self.take_out.setAutoDefault(True)  # Return presses it, as Space does
        self.take_out.clicked.connect(ticket.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(title, 1)
        row.addWidget(self.take_out)
