"""A training while it waits and runs: steps, time, curves, numbers, log, two stops."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.learning.estimate_wording import time_left_in_words
from app.learning.training import Asked, Training, TrainingState
from app.learning.training_progress import TrainingProgress
from app.learning.training_steps import PHASES, Step, meaning
from app.widgets.clamped_label import ClampedLabel
from app.widgets.epoch_numbers import EpochNumbers
from app.widgets.fitted import Fitted, bold
from app.widgets.folded import Folded
from app.widgets.live_curves import LiveCurves
from app.widgets.phase_bar import PhaseBar
from app.widgets.plain_scroll_area import PlainScrollArea

_MOST_LINES: Final = 5_000
_CLOCK_MS: Final = 1_000
_BROAD_EM: Final = 84.0
"""Width from which on the numbers stand beside both curves."""
_KEEPING: Final = "Stopping: the best so far is kept. What makes a model of it follows."
_DISCARDING: Final = "Stopping: nothing of this training is kept."
_NOTHING_LEARNT: Final = "Nothing has been learnt yet that could be kept"
_LEARNT: Final = "It has learnt all it will; the model is being finished"
_STOP: Final = "End training now; the best weights so far become the model"
_STOP_FOLDS: Final = "Leave out the cross-validation; the model is kept"


class TrainingView(Fitted):
    """Follows a :class:`Training`; asks for nothing by itself."""

    stop_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, training: Training, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._steps_shown: tuple[Step, ...] = ()
        self._title, self._about = ClampedLabel(), ClampedLabel()
        self._about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.phases = PhaseBar()
        self._status, self._left = ClampedLabel(), ClampedLabel()
        self._left.setFont(bold())
        self.curves = LiveCurves()
        self.numbers = EpochNumbers()
        self._memory = QLabel()
        self._memory.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.log = _log()
        self.folded_log = Folded("&Log", self.log)
        self.stop = QPushButton("Stop and &keep the best")
        self.stop.clicked.connect(self.stop_wanted)
        self.discard = QPushButton("&Cancel and discard")
        self.discard.clicked.connect(self.discard_wanted)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._show_time)
        self._lay_out()
        training.changed.connect(self._on_changed)
        training.progressed.connect(self._on_progressed)
        training.logged.connect(self.log.appendPlainText)
        self._fit()

    @property
    def words(self) -> str:
        """What it says of where the training is."""
        return "\n".join((self._title.text(), self._status.text(), self._left.text()))

    def begin(self, asked: Asked) -> None:
        """Show a training that was just asked for."""
        request = asked.request
        self._title.set_text(f"Training “{request.name}”")
        self._about.set_text(
            f"{asked.recipe.title} · {request.folder}", hint=str(request.folder)
        )
        self.log.clear()
        self._show_all()
        self._clock.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the numbers beside the curves, or beneath them."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        broad = self.width() > em(self, _BROAD_EM)
        self._beside.setDirection(way.LeftToRight if broad else way.TopToBottom)

    def _on_changed(self) -> None:
        if self._training.is_busy:
            self._show_all()
        else:
            self._clock.stop()

    def _show_all(self) -> None:
        progress = self._training.progress
        if self._steps_shown != progress.steps:
            self._steps_shown = progress.steps
            self.phases.show_steps(progress.steps, [meaning(s) for s in progress.steps])
        self.numbers.show_epochs(progress.last, progress.best)
        self.curves.show_history(progress.history)
        self._show_place()
        self._show_buttons()

    def _on_progressed(self) -> None:
        progress = self._training.progress
        self.numbers.show_epochs(progress.last, progress.best)
        self.curves.show_history(progress.history)
        memory = progress.gpu_memory_mib
        self._memory.setText("" if memory is None else f"GPU memory: {memory:,.0f} MiB")
        self._show_place()
        self._show_buttons()

    def _show_place(self) -> None:
        progress = self._training.progress
        place = progress.steps.index(progress.step)
        waits = self._training.state is TrainingState.WAITING
        self.phases.show_place(
            -1 if waits else place, progress.share, left_out=progress.left_out
        )
        self._status.set_text(self._status_words())
        self._show_time()

    def _show_time(self) -> None:
        waits = self._training.state is TrainingState.WAITING
        left = None if waits else self._training.time_left()
        self._left.set_text(time_left_in_words(left))

    def _status_words(self) -> str:
        match self._training.state:
            case TrainingState.WAITING:
                before = self._training.waits_for
                return f"Waits for: {before}" if before else "Begins…"
            case TrainingState.DISCARDING:
                return _DISCARDING
            case TrainingState.STOPPING if self._training.progress.step in PHASES:
                return _KEEPING
            case _:
                return place_in_words(self._training.progress)

    def _show_buttons(self) -> None:
        state, step = self._training.state, self._training.progress.step
        waits = state is TrainingState.WAITING
        able = state is TrainingState.RUNNING and step in {*PHASES, Step.FOLDS}
        self.stop.setVisible(not waits)
        self.stop.setEnabled(able)
        self.stop.setToolTip(_about_stop(step))
        self.discard.setText("Leave the &line" if waits else "&Cancel and discard")
        self.discard.setAccessibleName(self.discard.text().replace("&", ""))
        self.discard.setEnabled(state is not TrainingState.DISCARDING)

    def _lay_out(self) -> None:
        self._status_row = QHBoxLayout()
        self._status_row.addWidget(self._status, 1)
        self._status_row.addWidget(self._left)
        numbers = QVBoxLayout()
        numbers.addWidget(self.numbers)
        numbers.addWidget(self._memory)
        numbers.addStretch(1)
        # narrow until there is room: a page that is not shown holds the window open
        self._beside = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._beside.addWidget(self.curves)
        self._beside.addLayout(numbers)
        self._beside.addStretch(1)
        inside = QWidget()
        self._inner = QVBoxLayout(inside)
        self._inner.addLayout(self._beside)
        self._inner.addWidget(self.folded_log)
        self._inner.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for button in self.stop, self.discard:
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", ""))
            self._buttons.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._about)
        self._column.addWidget(self.phases)
        self._column.addLayout(self._status_row)
        self._column.addWidget(PlainScrollArea(inside, "Curves and numbers"), 1)
        self._column.addLayout(self._buttons)

    def _fit(self) -> None:
        self._title.setFont(title_font(self.font()))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.6))
        self._inner.setContentsMargins(0, 0, em(self, 0.5), 0)
        self._inner.setSpacing(em(self, 0.8))
        self._beside.setSpacing(em(self, 2))
        self._buttons.setSpacing(em(self, 0.6))
        self.log.setMinimumHeight(em(self, 12))


def place_in_words(progress: TrainingProgress) -> str:
    """Return what a training is at, in a line."""
    activity = progress.activity
    if progress.step is Step.FOLDS and progress.fold:
        inside = f": {activity.activity.lower()}" if activity else ""
        return f"Cross-validation, fold {progress.fold}{inside}"
    if activity is None:
        return f"{progress.step}…"
    if activity.total == 1:
        return f"{activity.activity}…"
    if progress.step in PHASES and activity.total:
        return f"{activity.activity}, batch {activity.done:,} of {activity.total:,}"
    if activity.total is None:
        return f"{activity.activity}: {activity.done:,}"
    return f"{activity.activity}: {activity.done:,} of {activity.total:,}"


def _about_stop(step: Step) -> str:
    if step is Step.READING:
        return _NOTHING_LEARNT
    if step is Step.FOLDS:
        return _STOP_FOLDS
    return _STOP if step in PHASES else _LEARNT


def _log() -> QPlainTextEdit:
    log = QPlainTextEdit()
    log.setReadOnly(True)
    log.setMaximumBlockCount(_MOST_LINES)
    log.setAccessibleName("Log of the training")
    log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    log.setTabChangesFocus(True)
    return log
