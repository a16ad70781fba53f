"""Which findings of the Classify page are shown, in which order, and how many."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.classifying.classification import Classification
from app.classifying.review_session import ReviewSession
from app.item_models.examinations_model import ExaminationsModel
from app.item_models.findings_model import FindingsModel
from app.item_models.findings_order import FindingsFilter, SortKey
from app.pages.findings_views import FindingsViews
from app.widgets.examinations_view import ExaminationsView
from app.widgets.filter_bar import FilterBar
from app.widgets.review_panel import ReviewPanel
from app.widgets.shown_line import ShownLine
from app.widgets.summary_panel import SummaryPanel
from core.library.card import ModelCard

_REFRESH_MS: Final = 100
"""Counts and summaries follow the rows ten times a second, not row by row."""


@dataclass(frozen=True, slots=True)
class BrowsingPlace:
    """The parts of the page by which findings are chosen, and that count them."""

    tree: ExaminationsView
    filter_bar: FilterBar
    views: FindingsViews
    shown_line: ShownLine
    summary: SummaryPanel
    review: ReviewPanel


class Browsing(QObject):
    """Joins examinations, filter and order to the findings, and says what is shown.

    Parameters
    ----------
    classification
        Whose findings they are.
    findings, examinations
        What the views show.
    reviews
        Whose answers are counted.
    place
        Where it happens.
    """

    def __init__(
        self,
        *,
        classification: Classification,
        findings: FindingsModel,
        examinations: ExaminationsModel,
        reviews: ReviewSession,
        place: BrowsingPlace,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._classification = classification
        self._findings = findings
        self._examinations = examinations
        self._reviews = reviews
        self._place = place
        self._examination = ""
        self._soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._soon.timeout.connect(self.refresh)
        self._connect()

    def begin(self) -> None:
        """Show all that a new classification finds, in the order of its folders."""
        self._findings.thaw()
        self._place.filter_bar.set_filter(FindingsFilter())
        self._findings.set_filter(FindingsFilter())
        self.show_all_examinations()

    def show_all_examinations(self) -> None:
        """Choose no examination; the folders are known by now."""
        self._examination = ""
        self._place.tree.expandToDepth(0)
        self._place.tree.select("")

    def leave_examination(self) -> None:
        """Show all examinations: the unreadable stills are counted in all of them."""
        self._place.tree.select("")
        self._on_examination("")

    def refresh(self) -> None:
        """Count what is shown and what was reviewed."""
        findings, place = self._findings, self._place
        place.filter_bar.set_counts(
            findings.shown, findings.placed, findings.unreadable
        )
        place.filter_bar.set_stale(findings.stale)
        place.review.set_progress(findings.reviewed, findings.reviewable)
        place.review.set_can_undo(self._reviews.can_undo)
        card = self._classification.card
        if card is not None:
            self._summarise(card)

    def _summarise(self, card: ModelCard) -> None:
        name = self._examination or "All examinations"
        tally = self._examinations.tally(self._examination)
        self._place.summary.set_tally(name, tally, card.classes)
        source = self._classification.source
        if source is not None:
            total = self._findings.total
            self._place.shown_line.show_findings(total, source.folder, card)

    def _connect(self) -> None:
        bar, findings = self._place.filter_bar, self._findings
        bar.filter_changed.connect(self._on_filter)
        bar.sort_changed.connect(self._on_sort)
        bar.sort_again.connect(self._sort_again)
        bar.unreadable_clicked.connect(self.leave_examination)
        self._place.tree.chosen.connect(self._on_examination)
        findings.counts_changed.connect(self._refresh_soon)
        findings.order_chosen.connect(bar.set_sort)
        self._reviews.reviewed.connect(lambda _: self._refresh_soon())
        self._classification.folders_known.connect(self.show_all_examinations)

    def _refresh_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _on_filter(self, chosen: FindingsFilter) -> None:
        self._findings.set_filter(chosen.in_examination(self._examination))

    def _on_examination(self, examination: str) -> None:
        self._examination = examination
        self._on_filter(self._place.filter_bar.filter())
        self.refresh()

    def _on_sort(self, key: SortKey, descending: bool) -> None:
        self._place.views.table.show_unsorted()
        self._findings.set_sort(key, descending)

    def _sort_again(self) -> None:
        self._findings.thaw()
        if self._place.views.row is not None:
            self._findings.freeze()
        self.refresh()
