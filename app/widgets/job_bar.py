"""The row at the bottom: what runs, how far, how long still, what waits, and Stop."""

from pathlib import Path

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from app.durations import time_left
from app.widgets.clamped_label import ClampedLabel
from app.widgets.job_pace import JobPace
from app.widgets.notices_dialog import NoticesDialog
from app.widgets.stop_button import StopButton
from app.widgets.waiting_button import WaitingButton
from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import JobOutcome
from app.worker.outcome_folder import folder_of
from core.jobs.events import Event, Notice, Progress

READY = "Ready"
_KEEPING = "Stopping, the best is kept…"
_STEPS = 1_000
"""Of the progress bar: finer than any screen, whatever the total."""


class JobBar(QWidget):
    """Shows the job that runs, and how the last one ended until the next.

    Its height never changes. Escape does not stop a job: it is pressed too easily.

    Parameters
    ----------
    line
        Where jobs wait for their turn.
    """

    def __init__(self, line: JobLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._ticket: JobTicket | None = None
        self._before = ""
        self._pace = JobPace()
        self._notices: list[Notice] = []
        self._made_in: Path | None = None
        self._dialog: NoticesDialog | None = None
        self._activity = ClampedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._amount = QLabel()
        self._amount.setAccessibleName("How far, and how long still")
        self._notices_button = QPushButton()
        self._notices_button.setToolTip("Show what the work had to say")
        self._notices_button.clicked.connect(self._show_notices)
        self._show_folder = QPushButton("Show in &folder")
        self._show_folder.setAccessibleName("Show in folder")
        self._show_folder.clicked.connect(self._open_folder)
        self.waiting = WaitingButton()
        self.stop = StopButton()
        self.stop.cancel_wanted.connect(self._cancel)
        self.stop.keep_wanted.connect(self._stop_and_keep)
        self._lay_out()
        self._set_running(False)
        self._count_notices()
        self._offer_folder(None)
        self._activity.set_text(READY)
        self.waiting.follow(line)
        line.changed.connect(self._on_changed)
        line.ended.connect(self._on_ended)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the system's font."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.addWidget(self._activity, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self._amount)
        layout.addWidget(self._show_folder)
        layout.addWidget(self._notices_button)
        layout.addWidget(self.waiting)
        layout.addWidget(self.stop)
        keep_place = self.stop.sizePolicy()
        keep_place.setRetainSizeWhenHidden(True)
        self.stop.setSizePolicy(keep_place)
        self._fit()

    def _fit(self) -> None:
        gap = em(self, 0.5)
        layout = self.layout()
        if layout is None:  # Qt tells of fonts before there is anything to fit
            return
        layout.setContentsMargins(gap, gap // 2, gap, gap // 2)
        layout.setSpacing(gap)
        self._bar.setMinimumWidth(em(self, 3))  # in a narrow window Stop comes first
        self._bar.setMaximumWidth(em(self, 10))
        self.stop.setMinimumWidth(self.stop.widest)
        self.setFixedHeight(self.stop.sizeHint().height() + gap)

    def _on_changed(self) -> None:
        current = self._line.current
        if current is None:
            return
        if current is not self._ticket:
            self._ticket = current
            current.event_received.connect(self._on_event)
            current.state_changed.connect(self._on_state)
            self._show_start()
        self.stop.follow(current)

    def _on_state(self) -> None:
        ticket = self._ticket
        if ticket is not None and ticket.state is TicketState.STOPPING:
            self._show_amount("")
            self._bar.setRange(0, 0)
            self._say("Stopping…" if ticket.is_discarded else _KEEPING)

    def _cancel(self) -> None:
        if self._line.current is not None:
            self._line.current.cancel()

    def _stop_and_keep(self) -> None:
        if self._line.current is not None:
            self._line.current.stop_and_keep()

    def _show_start(self) -> None:
        self._pace = JobPace()
        self._notices.clear()
        self._close_notices()
        self._count_notices()
        self._show_amount("")
        self._offer_folder(None)
        self._bar.setRange(0, 0)
        self._say("Starting…")
        self._set_running(True)

    def _on_event(self, event: Event) -> None:
        self._pace.take(event)
        if isinstance(event, Notice):
            self._take_notice(event)
        elif isinstance(event, Progress) and not self._is_discarded:
            self._show_progress(event)

    @property
    def _is_discarded(self) -> bool:
        return self._ticket is not None and self._ticket.is_discarded

    def _on_ended(self, outcome: JobOutcome) -> None:
        if self._line.current is not None:  # it was taken out while another runs
            return
        self._ticket = None
        self._before = outcome.sentence
        self._set_running(False)
        self._offer_folder(folder_of(outcome.result))
        self._activity.set_text(outcome.sentence)

    def _offer_folder(self, folder: Path | None) -> None:
        self._made_in = folder
        self._show_folder.setToolTip(plain_tip(str(folder or "")))
        self._show_folder.setVisible(folder is not None)

    def _open_folder(self) -> None:
        url = QUrl.fromLocalFile(str(self._made_in))
        if not QDesktopServices.openUrl(url):
            self._activity.set_text(
                f"No program could be found that shows {self._made_in}"
            )

    def _show_progress(self, progress: Progress) -> None:
        self._say(progress.activity)
        if progress.total:
            self._bar.setRange(0, _STEPS)
            share = min(progress.done / progress.total, 1.0)
            self._bar.setValue(round(_STEPS * share))
            amount = f"{progress.done:,} of {progress.total:,}"
        else:
            self._bar.setRange(0, 0)
            amount = f"{progress.done:,}" if progress.done else ""
        left = time_left(self._pace.time_left(progress))
        self._show_amount(" · ".join(part for part in (amount, left) if part))

    def _show_amount(self, text: str) -> None:
        self._amount.setText(text)
        # the widest so far, or the bar would jump to and fro with every digit
        widest = max(self._amount.minimumWidth(), self._amount.sizeHint().width())
        self._amount.setMinimumWidth(widest if text else 0)

    def _take_notice(self, notice: Notice) -> None:
        self._notices.append(notice)
        self._count_notices()
        if self._dialog is not None:
            self._dialog.add(notice)

    def _count_notices(self) -> None:
        count = len(self._notices)
        text = "1 notice" if count == 1 else f"{count:,} notices"
        self._notices_button.setText(text)
        self._notices_button.setAccessibleName(text)
        self._notices_button.setVisible(count > 0)

    def _show_notices(self) -> None:
        if self._dialog is None:
            self._dialog = NoticesDialog(self._notices, self.window())
            self._dialog.destroyed.connect(self._forget_notices)
            self._dialog.show()
        self._dialog.activateWindow()

    def _close_notices(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    def _forget_notices(self) -> None:
        self._dialog = None

    def _say(self, text: str) -> None:
        """Say what the job is doing; in the tooltip how the last one ended."""
        if self._ticket is None:
            return
        lead = f"{self._ticket.title}:"
        if f"{lead} {text}" != self._activity.text():
            hint = f"{lead} {text}\nBefore that: {self._before}"
            self._activity.set_text(text, lead=lead, hint=hint if self._before else "")

    def _set_running(self, running: bool) -> None:
        for widget in (self._bar, self._amount, self.stop):
            widget.setVisible(running)
