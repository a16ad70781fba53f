"""What came of a training: a model with its numbers, or why there is none."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em, title_font
from app.durations import in_words
from app.learning.training import Asked
from app.pages.report_parts import quiet_label
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.headline_numbers import HeadlineNumbers
from app.widgets.live_curves import LiveCurves
from app.widgets.notices_list import NoticesList
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.primary_button import PrimaryButton
from app.worker.job_outcome import JobOutcome, OutcomeKind
from core.jobs.results import TrainResult
from core.library.evaluation_record import EvaluationRecord

_MEASURED: Final = (
    "Measured on the test part: stills that neither training nor thresholds have seen."
)
_CANCELLED: Final = "The training was cancelled"
_FAILED: Final = "The training ended without a model"


class TrainedView(Fitted):
    """Headline, what to bear in mind, curves, and what can be done next."""

    report_wanted = Signal()
    compare_wanted = Signal()
    use_wanted = Signal()
    again_wanted = Signal()
    go_on_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparable = False
        self._title, self._about = ClampedLabel(2), quiet_label("")
        self.numbers = HeadlineNumbers()
        self._measured = quiet_label(_MEASURED)
        self.notices = NoticesList()
        self.curves = LiveCurves()
        self.report = PrimaryButton("&Open report", "report")
        self.compare = QPushButton()
        self.use = QPushButton("&Use it for classifying")
        self.go_on = PrimaryButton("&Go on", "play")
        self.again = QPushButton("Train a&gain…")
        self._lay_out()
        for button, signal in (
            (self.report, self.report_wanted),
            (self.compare, self.compare_wanted),
            (self.use, self.use_wanted),
            (self.go_on, self.go_on_wanted),
            (self.again, self.again_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        self._fit()

    @property
    def words(self) -> str:
        """What it says of the end."""
        return f"{self._title.text()}\n{self._about.text()}"

    def show_model(
        self, asked: Asked, result: TrainResult, record: EvaluationRecord
    ) -> None:
        """Show a model that was made, by the numbers of its test part."""
        self._title.set_text(f"“{result.model}” is ready")
        self._about.setText(
            f"Trained on {asked.request.folder} in {in_words(result.seconds)}."
        )
        self.numbers.show_records([record])
        self.notices.show_notices(
            (*record.notices, *(each.notice for each in record.baselines))
        )
        self.curves.show_history(record.history)
        self._about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._show_parts(made=True)

    def show_model_in_use(self, title: str | None) -> None:
        """Offer to compare with it; ``None`` where the new one is in use."""
        named = (title or "").replace("&", "&&")
        self.compare.setText(f"&Compare with “{named}”, now in use")
        self.compare.setAccessibleName(f"Compare with “{title}”, now in use")
        self.compare.setToolTip(
            "Measure both on the same stills, before one takes the other's place"
        )
        self._comparable = title is not None
        self.compare.setVisible(self._comparable and self.report.isVisibleTo(self))

    def show_end(self, outcome: JobOutcome, *, resumable: bool) -> None:
        """Show that there is no model, why, what was kept, and what to do."""
        cancelled = outcome.kind is OutcomeKind.CANCELLED
        self._title.set_text(_CANCELLED if cancelled else _FAILED)
        problem = outcome.problem
        told = [problem.user_message, problem.hint] if problem else [outcome.sentence]
        if resumable:
            told.append(
                "What it has learnt up to its last finished epoch is kept: it can be "
                "gone on with."
            )
        self._about.setText("\n".join(filter(None, told)))
        self._about.setForegroundRole(QPalette.ColorRole.WindowText)
        self._show_parts(made=False, resumable=resumable)

    def _show_parts(self, *, made: bool, resumable: bool = False) -> None:
        for part in self.numbers, self._measured, self.curves, self.report, self.use:
            part.setVisible(made)
        self.notices.setVisible(made and bool(self.notices.sentences))
        self.compare.setVisible(made and self._comparable)
        self.go_on.setVisible(resumable)

    def _lay_out(self) -> None:
        self._buttons = FlowRows()
        buttons = self.report, self.compare, self.use, self.go_on, self.again
        for button in buttons:
            self._buttons.addWidget(button)
        inside = QWidget()
        self._inner = QVBoxLayout(inside)
        parts = self.numbers, self._measured, self.notices, self.curves
        for part in parts:
            self._inner.addWidget(part)
        self._inner.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._about)
        self._column.addLayout(self._buttons)
        self._column.addWidget(PlainScrollArea(inside, "Numbers of the model"), 1)

    def _fit(self) -> None:
        self._title.setFont(title_font(self.font(), scale=1.5))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.7))
        self._inner.setContentsMargins(0, 0, em(self, 0.5), 0)
        self._inner.setSpacing(em(self, 0.8))
        self._buttons.set_gaps(em(self, 0.6), em(self, 0.5))
        side = em(self, 1.05)
        for button, name in ((self.compare, "compare"), (self.use, "classify")):
            button.setIcon(icon(name, self.palette()))
            button.setIconSize(QSize(side, side))
