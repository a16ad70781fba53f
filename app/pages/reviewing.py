"""What a reader does with the chosen still: look at it, answer, go on, take back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.classifying.classification import Classification
from app.classifying.review_keys import ReviewKeys
from app.classifying.review_session import ReviewSession
from app.item_models.findings_model import FindingsModel
from app.item_models.findings_order import FindingsFilter
from app.pages.findings_views import FindingsViews
from app.pages.reading_desk import ReadingDesk
from app.problems.problem import Problem, problems_to
from app.still_images.still_loader import StillLoader
from app.widgets.filter_bar import FilterBar


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """The parts of the page between which a reader goes."""

    views: FindingsViews
    desk: ReadingDesk
    filter_bar: FilterBar
    show_all_examinations: Callable[[], None]
    """For a still that the chosen examination hides."""


class Reviewing(QObject):
    """Joins keys and buttons to the reader's answers.

    Parameters
    ----------
    classification
        Whose answers are reviewed.
    findings
        What the views show; frozen while someone reviews.
    reviews
        Takes down what the reader says.
    loader
        Reads the next still ahead.
    place
        Where it happens.
    present
        Shows a problem.
    """

    def __init__(
        self,
        *,
        classification: Classification,
        findings: FindingsModel,
        reviews: ReviewSession,
        loader: StillLoader,
        place: ReadingPlace,
        present: Callable[[Problem], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._classification = classification
        self._findings = findings
        self._reviews = reviews
        self._loader = loader
        self._place = place
        self._views, self._desk = place.views, place.desk
        self._present = present
        self._keys = ReviewKeys(self)
        self._connect()

    def undo(self) -> None:
        """Take the last answer back and show whose it was."""
        with problems_to(self._present):
            row = self._reviews.undo()
            if row is not None:
                self._bring_into_sight(row)

    def _connect(self) -> None:
        # not the page itself: Enter in a search field would agree with the still
        for watched in (*self._views.views, self._desk.still_view):
            watched.installEventFilter(self._keys)
        panel = self._desk.review
        self._keys.class_pressed.connect(self._on_class_key)
        for asked in (self._keys, panel):
            asked.agree.connect(self._agree_and_go_on)
            asked.none_of_these.connect(self._on_none_of_these)
            asked.cannot_judge.connect(self._on_cannot_judge)
            asked.next_unreviewed.connect(self._go_to_next_unreviewed)
        self._keys.leave.connect(self._leave)
        self._desk.probabilities.finding_toggled.connect(self._toggle)
        panel.finding_toggled.connect(self._toggle)
        panel.undo.connect(self.undo)
        for searched in panel, self._place.filter_bar:
            searched.search_left.connect(self._views.take_keyboard)
        self._views.chosen.connect(self._on_chosen)
        self._reviews.reviewed.connect(self._on_reviewed)

    # looking

    def _on_chosen(self, row: int) -> None:
        if row < 0:
            self._desk.show_finding(None)
            return
        self._findings.freeze()
        self._desk.show_finding(
            self._findings.finding(row),
            self._findings.path(row),
            self._classification.preprocessing,
        )
        following = self._findings.next_unreviewed(row)
        if following is not None:
            self._loader.prefetch(
                [self._findings.path(following)], self._classification.preprocessing
            )

    def _leave(self) -> None:
        self._views.choose_nothing()
        self._findings.thaw()

    def _bring_into_sight(self, row: int) -> None:
        """Choose a row; one that is hidden is filtered anew, or without a filter."""
        if not self._findings.index_of(row).isValid():
            self._findings.thaw()
        if not self._findings.index_of(row).isValid():
            self._place.filter_bar.set_filter(FindingsFilter())
            self._place.show_all_examinations()
        self._views.choose(row)

    def _go_to_next_unreviewed(self) -> None:
        row = self._findings.next_unreviewed(_or_before_all(self._views.row))
        if row is not None:
            self._views.choose(row)

    # answering

    def _on_class_key(self, place: int) -> None:
        card = self._classification.card
        if card is not None and place < len(card.classes):
            self._toggle(card.classes[place])

    def _toggle(self, finding: str) -> None:
        self._judge(lambda row: self._reviews.toggle(row, finding))

    def _on_none_of_these(self) -> None:
        self._judge(self._reviews.none_of_these)

    def _on_cannot_judge(self) -> None:
        self._judge(self._reviews.cannot_judge)

    def _agree_and_go_on(self) -> None:
        """Agree where nothing was said yet; an answer that was given stays.

        A still whose answer could not be written down stays where the reader is.
        """
        row = self._desk.judged_row
        if row is None:
            return
        if self._findings.finding(row).review is None:
            self._judge(self._reviews.agree)
        if self._findings.finding(row).review is not None:
            self._go_to_next_unreviewed()

    def _judge(self, answer: Callable[[int], None]) -> None:
        row = self._desk.judged_row
        if row is not None:
            with problems_to(self._present):
                answer(row)

    def _on_reviewed(self, row: int) -> None:
        self._desk.refresh(self._findings.finding(row))


def _or_before_all(row: int | None) -> int:
    return -1 if row is None else row
