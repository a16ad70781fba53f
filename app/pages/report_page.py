"""The Report page: what was measured, what is taken for what, and whose label it is."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.item_models.cell_stills import is_pending
from app.pages.matrix_overview import MatrixOverview
from app.pages.report_parts import ClassesPart, fact_groups
from app.problems.problem import Problem
from app.reporting.label_questioning import LabelQuestioning
from app.reporting.open_report import OpenReport
from app.reporting.pane_questioning import PaneQuestioning
from app.reporting.reports import Reports
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.curves_view import CurvesView
from app.widgets.drop_area import DropFilter, Dropped
from app.widgets.evaluate_dialog import EvaluateDialog
from app.widgets.facts_view import FactsView
from app.widgets.fitted import Fitted
from app.widgets.grip_splitter import GripSplitter
from app.widgets.question_strip import QuestionStrip
from app.widgets.report_bar import ReportBar
from app.widgets.report_empty import ReportEmpty
from app.widgets.report_head import ReportHead
from app.widgets.waiting_rows import WaitingRows
from core.library.store import LibraryEntry


class ReportPage(Fitted):
    """Puts the widgets together; what is read and measured comes in.

    Parameters
    ----------
    reports
        Lists and opens reports, and starts the jobs that measure.
    questioning
        Takes down which labels are doubted.
    thumbnails, loader
        Stills, small and large.
    present
        Shows a problem.
    """

    report_shown = Signal(object)
    """The :class:`OpenReport`, or ``None``."""

    def __init__(
        self,
        *,
        reports: Reports,
        questioning: LabelQuestioning,
        thumbnails: Thumbnails,
        loader: StillLoader,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._reports = reports
        self._questioning = questioning
        self._present = present
        self._report: OpenReport | None = None
        self._wanted_model: str | None = None
        self.bar = ReportBar(self)
        self.empty = ReportEmpty(self)
        self.waiting = WaitingRows(self)
        self.head = ReportHead()
        self.strip = QuestionStrip()
        self.overview = MatrixOverview(questioning, thumbnails, loader)
        self.matrix = self.overview.matrix
        self.numbers = self.overview.numbers
        self.cell_pane = self.overview.cell_pane
        self._pane_questioning = PaneQuestioning(
            self.cell_pane, questioning, model_key=self._model_key, present=present
        )
        self.classes = ClassesPart()
        self.curves = CurvesView()
        self.facts = FactsView()
        self._drops = DropFilter(self)
        self._lay_out()
        self._connect()
        self._fit()

    # what the window asks for

    @property
    def report(self) -> OpenReport | None:
        """What is shown."""
        return self._report

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        return {"report": self.overview, "report cell": self.cell_pane.body}

    def set_models(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        """Offer the models of the library; ``chosen`` is measured unless changed."""
        self._wanted_model = chosen
        self._reports.set_models(entries)

    def show_model(self, name: str) -> None:
        """Open the numbers of a model's own test, if it has some."""
        if source := self._reports.of_model(name):
            self._reports.open(source)

    def evaluate(self, folder: Path | None = None) -> EvaluateDialog:
        """Ask what is to be measured; the dialog is open when this returns."""
        for asking in self.findChildren(EvaluateDialog):
            if asking.isVisible():  # a folder was dropped behind it
                if folder is not None:
                    asking.choose_folder(folder)
                return asking
        dialog = EvaluateDialog(
            self._reports.entries,
            model=self._model_name(),
            folder=folder,
            parent=self,
        )
        dialog.wanted.connect(self._reports.evaluate)
        dialog.open()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what was measured since the page was shown last."""
        super().showEvent(event)
        if not event.spontaneous():
            self._reports.refresh()

    # how it is put together

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the report")
        for part, title in (
            (self.overview, "Matrix and numbers"),
            (self.classes, "Class by class"),
            (self.curves, "Curves"),
            (self.facts, "Data and run"),
        ):
            self.tabs.addTab(_padded(part), title)
        body = QWidget()
        self._inner = QVBoxLayout(body)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.addWidget(self.head)
        self._inner.addWidget(self.strip)
        self._inner.addWidget(self.tabs, 1)
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(body)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.waiting)
        self._column.addWidget(self._body, 1)

    def _connect(self) -> None:
        reports = self._reports
        reports.sources_changed.connect(self._on_sources)
        reports.opened.connect(self._on_opened)
        reports.unusable.connect(self._on_unusable)
        reports.revising_changed.connect(self.strip.set_working)
        reports.asked.connect(self.waiting.follow)
        self.bar.chosen.connect(reports.open)
        self.bar.evaluate_wanted.connect(lambda: self.evaluate())
        self.empty.evaluate_wanted.connect(lambda: self.evaluate())
        self.strip.measure_wanted.connect(self._measure_again)
        self._questioning.changed.connect(self._on_questioned)
        self._drops.install(self)
        self._drops.dropped.connect(self._on_dropped)
        self._drops.refused.connect(lambda why: self._present(Problem(why)))
        undo = QAction("Undo", self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.triggered.connect(self._pane_questioning.undo)
        self.addAction(undo)

    def _fit(self) -> None:
        margin = em(self, 0.9)
        self._column.setContentsMargins(margin, margin, margin, em(self, 0.5))
        self._column.setSpacing(em(self, 0.7))
        self._inner.setSpacing(em(self, 0.5))

    # what is shown

    def _on_sources(self) -> None:
        sources = self._reports.sources
        self.bar.set_sources(sources)
        if self._report is not None:
            self.bar.select(self._report.source)
        elif sources and self._reports.complete and self.bar.current() is None:
            self.bar.select(sources[0])
            self._reports.open(sources[0])

    def _on_opened(self, report: OpenReport) -> None:
        again = self._report is not None and self._report.source == report.source
        self._report = report
        self.bar.select(report.source)
        self.head.show_records(report.records)
        self.overview.show_report(report)
        self.classes.show_report(report)
        self.curves.show_records(report.records)
        self.facts.show_groups(fact_groups(report))
        self._show_strip()
        if not again:
            self.tabs.setCurrentIndex(0)
        self._body.setCurrentIndex(1)
        if self.isVisible() and not self.bar.combo.hasFocus():
            self.matrix.take_keyboard()  # the button that was pressed may be gone
        self.report_shown.emit(report)

    def _on_unusable(self, problem: Problem) -> None:
        self._report = None
        self.empty.show_words(
            "This report cannot be shown", f"{problem.user_message}\n{problem.hint}"
        )
        self._body.setCurrentIndex(0)
        self.report_shown.emit(None)

    def _show_strip(self) -> None:
        report = self._report
        if report is None:
            return
        questions = self._questioning.among(report.stills)
        self.strip.show_questions(
            len(questions),
            report.revised,
            pending=is_pending(questions, report.revised),
        )

    # what is done

    def _measure_again(self) -> None:
        if self._report is not None:
            self._reports.measure_again(self._report)

    def _model_key(self) -> str | None:
        report = self._report
        if report is None or report.header is None:
            return None
        return report.header.model_key

    def _on_questioned(self) -> None:
        self.overview.show_questions()
        self._show_strip()

    def _on_dropped(self, dropped: Dropped) -> None:
        self.evaluate(dropped.source.folder)

    def _model_name(self) -> str | None:
        card = self._report.card if self._report else None
        return card.name if card else self._wanted_model


def _padded(part: QWidget) -> QWidget:
    """Return a part with a little air beneath the tabs."""
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(0, em(around, 0.6), 0, 0)
    column.addWidget(part)
    return around
