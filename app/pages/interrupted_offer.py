"""The offer to go on with a training that a crash or a logoff cut short."""

from collections.abc import Callable, Container
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.learning.interrupted import Interrupted, place_of
from app.problems.problem import Problem, problems_to
from app.widgets.careful_question import CarefulQuestion
from app.widgets.interrupted_banner import InterruptedBanner
from core.jobs.interrupted_trainings import InterruptedTraining

_BUSY = "A training runs already; this one can be gone on with when it has ended"


class InterruptedOffer(QObject):
    """Shows the newest one in a banner, and asks before it is discarded.

    Parameters
    ----------
    interrupted
        Knows them.
    banner
        Where one is offered.
    question
        Asks.
    present
        Shows a problem.
    """

    go_on_wanted = Signal(object)
    """The :class:`InterruptedTraining`."""

    def __init__(
        self,
        interrupted: Interrupted,
        banner: InterruptedBanner,
        question: CarefulQuestion,
        present: Callable[[Problem], None],
    ) -> None:
        super().__init__(banner)
        self._interrupted = interrupted
        self._banner = banner
        self._question = question
        self._present = present
        self._offered: InterruptedTraining | None = None
        banner.go_on.connect(self._go_on)
        banner.discard.connect(self._ask_to_discard)

    def show(self, *, but: Container[Path | None], busy: bool) -> None:
        """Offer the newest one, ``but`` none of the runs that the page tells of."""
        found = self._offered = self._interrupted.newest(but)
        if found is None:
            self._banner.hide()
            return
        now = datetime.now().astimezone()
        self._banner.offer(found.request.name, place_of(found), found.saved, now)
        self._banner.set_free(not busy, _BUSY)

    def _go_on(self) -> None:
        if self._offered is not None:
            self.go_on_wanted.emit(self._offered)

    def _ask_to_discard(self) -> None:
        found = self._offered
        if found is not None:
            self._question.ask(
                f"Discard what the training “{found.request.name}” has learnt?",
                "It cannot be gone on with afterwards. Stills and models stay as they "
                "are.",
                yes="Discard",
                no="Keep it",
                then=lambda: self._discard(found),
            )

    def _discard(self, found: InterruptedTraining) -> None:
        with problems_to(self._present):
            self._interrupted.discard(found)
