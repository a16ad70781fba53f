"""The row at the bottom of the window: what runs, how far, how long still, and Stop."""

from pathlib import Path

from PySide6.QtCore import QEvent, QUrl, Signal
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
from app.widgets.notices_dialog import NoticesDialog
from app.worker.job_outcome import JobOutcome
from app.worker.job_runner import JobRunner, JobState
from app.worker.outcome_folder import folder_of
from core.jobs.events import Event, Notice, Progress

READY = "Ready"
_STEPS = 1_000
"""Of the progress bar: finer than any screen, whatever the total."""


class JobBar(QWidget):
    """Shows the job of a runner while it runs, and how it ended until the next.

    Its height never changes. Escape does not stop a job: it is pressed too easily.
    """

    stop_requested = Signal()
    """The user asked the job to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._stop = QPushButton()
        self._stop.clicked.connect(self.stop_requested)
        self._lay_out()
        self._set_running(False)
        self._set_stoppable(True)
        self._count_notices()
        self._offer_folder(None)
        self._say(READY)

    def follow(self, runner: JobRunner) -> None:
        """Show the jobs of a runner, and cancel them on request."""
        self.stop_requested.connect(runner.cancel)
        runner.started.connect(self._on_started)
        runner.event_received.connect(self._on_event)
        runner.state_changed.connect(self._on_state)
        runner.ended.connect(self._on_ended)

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
        layout.addWidget(self._stop)
        keep_place = self._stop.sizePolicy()
        keep_place.setRetainSizeWhenHidden(True)
        self._stop.setSizePolicy(keep_place)
        self._fit()

    def _fit(self) -> None:
        gap = em(self, 0.5)
        layout = self.layout()
        if layout is None:  # Qt tells of fonts before there is anything to fit
            return
        layout.setContentsMargins(gap, gap // 2, gap, gap // 2)
        layout.setSpacing(gap)
        self._bar.setFixedWidth(em(self, 10))
        self._stop.setMinimumWidth(self._wide("Stopping…"))
        self.setFixedHeight(self._stop.sizeHint().height() + gap)

    def _wide(self, text: str) -> int:
        return self._stop.fontMetrics().horizontalAdvance(text) + em(self, 2)

    def _on_started(self) -> None:
        self._notices.clear()
        self._close_notices()
        self._count_notices()
        self._show_amount("")
        self._offer_folder(None)
        self._bar.setRange(0, 0)
        self._say("Starting…")
        self._set_stoppable(True)
        self._set_running(True)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._show_progress(event)
        elif isinstance(event, Notice):
            self._take_notice(event)

    def _on_state(self, state: JobState) -> None:
        if state is JobState.CANCELLING:
            self._set_stoppable(False)

    def _on_ended(self, outcome: JobOutcome) -> None:
        self._set_running(False)
        self._offer_folder(folder_of(outcome.result))
        self._say(outcome.sentence)

    def _offer_folder(self, folder: Path | None) -> None:
        self._made_in = folder
        self._show_folder.setToolTip(plain_tip(str(folder or "")))
        self._show_folder.setVisible(folder is not None)

    def _open_folder(self) -> None:
        url = QUrl.fromLocalFile(str(self._made_in))
        if not QDesktopServices.openUrl(url):
            self._say(f"No program could be found that shows {self._made_in}")

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
        left = time_left(progress.seconds_left)
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
        if text != self._activity.text():
            self._activity.set_text(text)

    def _set_running(self, running: bool) -> None:
        for widget in (self._bar, self._amount, self._stop):
            widget.setVisible(running)

    def _set_stoppable(self, stoppable: bool) -> None:
        self._stop.setEnabled(stoppable)
        self._stop.setText("&Stop" if stoppable else "Stopping…")
        self._stop.setAccessibleName("Stop" if stoppable else "Stopping")
        self._stop.setToolTip("Stop the work; what was found so far stays in view")
