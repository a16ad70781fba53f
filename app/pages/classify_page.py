"""The Classify page: choose a folder and a model, see the findings."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.classifying.classification import Classification
from app.classifying.review_session import ReviewSession
from app.item_models.examinations_model import ExaminationsModel
from app.item_models.findings_model import FindingsModel
from app.pages.browsing import Browsing, BrowsingPlace
from app.pages.findings_views import FindingsViews
from app.pages.page_columns import PageColumns
from app.pages.reading_desk import ReadingDesk
from app.pages.reviewing import ReadingPlace, Reviewing
from app.problems.problem import Problem, problems_to
from app.source import Source
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.drop_area import DropFilter, Dropped, source_of
from app.widgets.empty_page import EmptyPage
from app.widgets.examinations_view import ExaminationsView
from app.widgets.filter_bar import FilterBar
from app.widgets.findings_header import FindingsHeader
from app.widgets.grip_splitter import GripSplitter
from app.widgets.model_strip import ModelStrip
from app.widgets.resume_banner import ResumeBanner
from app.widgets.shown_line import ShownLine
from app.widgets.source_bar import SourceBar
from app.widgets.summary_panel import SummaryPanel
from app.widgets.waiting_rows import WaitingRows
from app.worker.job_line import JobTicket
from app.worker.job_outcome import JobOutcome
from core.jobs.resuming import EarlierRun
from core.library.store import LibraryEntry

_MARGIN_EM = 0.9
_GAP_EM = 0.8
"""Air around the page, and between its bars and what they are about."""
_NEXT_TURN_MS = 1
"""To start a job, lay its page out and paint it takes 20 ms each: in turns, the window
answers in between. Of 0 ms Qt makes an event of the same turn."""


class ClassifyPage(QWidget):
    """Puts the widgets together; the work is done by what comes in.

    Parameters
    ----------
    classification
        Starts jobs and fills the models.
    findings, examinations
        What the views show.
    reviews
        Takes down what the reader says.
    thumbnails, loader
        Stills, small and large.
    present
        Shows a problem.
    """

    reader_clicked = Signal()
    samples_wanted = Signal()
    """Stills to try the program on."""
    exports_wanted = Signal(str)
    """``csv``, ``xlsx`` or ``folder``."""
    choice_changed = Signal()
    """Other stills or another model were chosen, or work began or ended."""
    sort_wanted = Signal()
    undo_sort_wanted = Signal()

    def __init__(
        self,
        *,
        classification: Classification,
        findings: FindingsModel,
        examinations: ExaminationsModel,
        reviews: ReviewSession,
        thumbnails: Thumbnails,
        loader: StillLoader,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._classification = classification
        self._findings = findings
        self._examinations = examinations
        self._reviews = reviews
        self._thumbnails = thumbnails
        self._loader = loader
        self._present = present
        self._source: Source | None = None
        self._unfinished: EarlierRun | None = None
        self.source_bar = SourceBar(self)
        self.model_strip = ModelStrip(self)
        self.resume_banner = ResumeBanner(self)
        self.waiting = WaitingRows(self)
        self.filter_bar = FilterBar(self)
        self.shown_line = ShownLine(self)
        self.tree = ExaminationsView(self)
        self.tree.setModel(examinations)
        self.summary = SummaryPanel(self)
        self.views = FindingsViews(findings, thumbnails, self)
        self.desk = ReadingDesk(loader, self)
        self.empty_page = EmptyPage(self)
        self._browsing = self._make_browsing()
        self._reviewing = self._make_reviewing()
        self._drops = DropFilter(self)
        self.empty_page.offer_samples(True)
        self._lay_out()
        self._connect()
        self._add_shortcuts()

    # what the window asks for

    @property
    def source(self) -> Source | None:
        """What is chosen to be classified."""
        return self._source

    @property
    def model_name(self) -> str | None:
        """The model that is chosen."""
        entry = self.model_strip.current()
        return entry.name if entry else None

    @property
    def draggable(self) -> dict[str, GripSplitter | FindingsHeader]:
        """What the user may have dragged, by name."""
        return {
            "columns": self._columns,
            "examinations": self._columns.left,
            "desk": self.desk.splitter,
            "table": self.views.table.header,
        }

    def set_reader(self, name: str) -> None:
        """Show who reads."""
        self.desk.review.set_reader(name)

    def set_models(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        """Offer models; one that is gone leaves the choice to the page."""
        self.model_strip.set_models(entries)
        if chosen is not None:
            self.model_strip.select(chosen)
        self._follow_state()

    def choose(self, source: Source, *, left_out: int = 0) -> None:
        """Choose what is to be classified, and tell of files that are no stills."""
        self._source = source
        if source.stills:
            self.source_bar.show_stills(source.folder, source.stills, left_out)
        else:
            self.source_bar.show_folder(source.folder)
        self._follow_state()

    def lay_out_ahead(self) -> None:
        """Lay the findings' columns out while nobody waits: it takes 0.1 s once."""
        shown = self._body.currentIndex()
        self._body.setUpdatesEnabled(False)
        self._body.setCurrentWidget(self._columns)
        self._body.setCurrentIndex(shown)
        self._body.setUpdatesEnabled(True)

    def start(self) -> None:
        """Classify what is chosen with the model that is chosen."""
        model = self.model_strip.current()
        if self._source is None or model is None or self._classification.pending:
            return
        with problems_to(self._present):
            self._classification.start(self._source, model)

    def offer_resume(self, run: EarlierRun | None) -> None:
        """Offer to go on with a run of what is chosen, or stop offering."""
        self._unfinished = run
        self.resume_banner.offer(run)

    def resume(self) -> None:
        """Go on with the run that is offered."""
        model = self.model_strip.current()
        if self._unfinished is None or model is None or self._classification.pending:
            return
        with problems_to(self._present):
            self._classification.resume(self._unfinished, model)

    # how it is put together

    def _lay_out(self) -> None:
        self.filter_bar.add_tools(self.views.switcher())
        self._columns = PageColumns(
            tree=self.tree,
            summary=self.summary,
            filter_bar=self.filter_bar,
            shown_line=self.shown_line,
            views=self.views,
            desk=self.desk,
        )
        self._body = QStackedWidget(self)
        self._body.addWidget(self.empty_page)
        self._body.addWidget(self._columns)
        layout = QVBoxLayout(self)
        layout.addWidget(self.source_bar)
        layout.addWidget(self.model_strip)
        layout.addWidget(self.resume_banner)
        layout.addWidget(self.waiting)
        layout.addWidget(self._body, 1)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        margin = em(self, _MARGIN_EM)
        layout.setContentsMargins(margin, margin, margin, em(self, 0.5))
        layout.setSpacing(em(self, _GAP_EM))

    def _make_browsing(self) -> Browsing:
        return Browsing(
            classification=self._classification,
            findings=self._findings,
            examinations=self._examinations,
            reviews=self._reviews,
            place=BrowsingPlace(
                tree=self.tree,
                filter_bar=self.filter_bar,
                views=self.views,
                shown_line=self.shown_line,
                summary=self.summary,
                review=self.desk.review,
            ),
            parent=self,
        )

    def _make_reviewing(self) -> Reviewing:
        return Reviewing(
            classification=self._classification,
            findings=self._findings,
            reviews=self._reviews,
            loader=self._loader,
            place=ReadingPlace(
                self.views,
                self.desk,
                self.filter_bar,
                self._browsing.leave_examination,
            ),
            present=self._present,
            parent=self,
        )

    def _connect(self) -> None:
        self.source_bar.folder_chosen.connect(lambda f: self.choose(Source(f)))
        self.source_bar.stills_chosen.connect(self._on_stills_chosen)
        self.source_bar.classify_clicked.connect(self.start)
        self.resume_banner.go_on.connect(self.resume)
        self.resume_banner.start_anew.connect(self.start)
        self.empty_page.choose_folder.connect(self.source_bar.choose_folder)
        self.empty_page.choose_stills.connect(self.source_bar.choose_stills)
        self.empty_page.samples_wanted.connect(self.samples_wanted)
        self.empty_page.classify_clicked.connect(self.start)
        self._drops.install(self)
        self._drops.hovering.connect(self.empty_page.set_highlight)
        self._drops.dropped.connect(self._on_dropped)
        self._drops.refused.connect(lambda why: self._present(Problem(why)))
        self.model_strip.chosen.connect(lambda _: self._follow_state())
        self._classification.asked.connect(self._on_asked)
        self._classification.began.connect(self._on_began)
        self._classification.ended.connect(self._on_ended)
        self.desk.review.reader_clicked.connect(self.reader_clicked)
        self.summary.export_csv.connect(lambda: self.exports_wanted.emit("csv"))
        self.summary.export_xlsx.connect(lambda: self.exports_wanted.emit("xlsx"))
        self.summary.export_corrections.connect(
            lambda: self.exports_wanted.emit("folder")
        )
        self.summary.sort_wanted.connect(self.sort_wanted)
        self.summary.undo_sort_wanted.connect(self.undo_sort_wanted)

    def _add_shortcuts(self) -> None:
        keys = QKeySequence.StandardKey
        for name, shortcut, act in (
            ("Choose a folder", QKeySequence(keys.Open), self.source_bar.choose_folder),
            ("Classify", QKeySequence("Ctrl+Return"), self.start),
            ("Find", QKeySequence(keys.Find), self.filter_bar.focus_search),
            ("Find a class", QKeySequence("Ctrl+K"), self.desk.review.focus_search),
            ("Undo the last answer", QKeySequence(keys.Undo), self._reviewing.undo),
            ("Undo a sort", QKeySequence("Ctrl+Shift+T"), self.undo_sort_wanted),
        ):
            action = QAction(name, self)
            action.setShortcut(shortcut)
            action.setAutoRepeat(False)  # one press takes back one answer
            action.triggered.connect(act)
            self.addAction(action)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.layout() is not None:
            self._fit()

    # choosing what to classify

    def _on_stills_chosen(self, stills: tuple[Path, ...]) -> None:
        chosen = source_of(stills)
        if isinstance(chosen, Dropped):
            self._on_dropped(chosen)
        else:
            self._present(Problem(chosen))

    def _on_dropped(self, dropped: Dropped) -> None:
        self.choose(dropped.source, left_out=dropped.left_out)

    def _follow_state(self) -> None:
        free = not self._classification.pending
        self._follow_work()
        self.source_bar.set_enabled_for_choice(free)
        self.model_strip.set_enabled_for_choice(free)
        self._drops.set_enabled(free)
        self._mark_what_is_shown()
        self.choice_changed.emit()

    def _follow_work(self) -> None:
        """Let only be asked for what is not under way: one classification at a time."""
        shown = self._classification
        chosen = self._source is not None and self.model_strip.current() is not None
        ready = chosen and not shown.pending
        self.source_bar.set_ready(ready, shown.why_not)
        self.empty_page.set_chosen(
            _called(self._source), ready=ready, pending=shown.pending
        )
        # what is shown is whole as long as the next one waits
        self.summary.set_can_export(not shown.running, shown.why_not)

    # while it runs, and afterwards

    def _on_asked(self, ticket: JobTicket) -> None:
        self.waiting.follow(ticket)
        self._follow_state()

    def _on_began(self) -> None:
        card = self._classification.card
        assert card is not None
        self._thumbnails.forget_all()  # the files may have changed
        self._loader.forget()
        self.filter_bar.set_classes(card.classes)
        self.desk.set_classes(card.classes)
        self.views.table.set_review_below(self._classification.review_below)
        self._browsing.begin()
        QTimer.singleShot(_NEXT_TURN_MS, self, self._lay_out_columns)
        self._follow_state()
        self._browsing.refresh()

    def _lay_out_columns(self) -> None:
        """Bring the findings to the front, to be painted in the next turn."""
        if self._body.currentWidget() is self._columns:
            return
        self._body.setUpdatesEnabled(False)
        self._body.setCurrentWidget(self._columns)
        self.views.take_keyboard()
        QTimer.singleShot(
            _NEXT_TURN_MS, self, lambda: self._body.setUpdatesEnabled(True)
        )

    def _on_ended(self, outcome: JobOutcome) -> None:
        if not self._findings.total:
            self._body.setCurrentWidget(self.empty_page)
        self._follow_state()
        self._browsing.refresh()

    def _mark_what_is_shown(self) -> None:
        model, shown = self.model_strip.current(), self._classification
        self.shown_line.mark(
            other_stills=self._source != shown.source,
            other_model=model is None or model.card != shown.card,
        )


def _called(source: Source | None) -> str | None:
    return None if source is None else source.folder.name or str(source.folder)
