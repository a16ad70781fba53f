"""All that the Compare page is made of."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.pages.compare_page import ComparePage
from app.pages.compared_cells import ComparedCells
from app.problems.problem import Problem
from app.reporting.comparing import Comparing
from app.reporting.label_questioning import LabelQuestioning
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails


class CompareRoom:
    """Builds the page and what works for it; ends its threads.

    Parameters
    ----------
    comparing
        Starts the job.
    questioning, thumbnails
        Those of the Report page: a label is questioned in one place only.
    present
        Shows a problem.
    parent
        The window.
    """

    def __init__(
        self,
        comparing: Comparing,
        *,
        questioning: LabelQuestioning,
        thumbnails: Thumbnails,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        # a loader delivers only what was asked for last: each page has its own
        self.loader = StillLoader(parent=parent)
        cells = ComparedCells(
            questioning=questioning,
            thumbnails=thumbnails,
            loader=self.loader,
            present=present,
        )
        self.page = ComparePage(comparing, cells, present=present, parent=parent)

    def stop(self) -> None:
        """End the threads; the window is closed."""
        self.loader.stop()
