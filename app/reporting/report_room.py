"""All that the Report page is made of."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.pages.report_page import ReportPage
from app.problems.problem import Problem
from app.reporting.label_questioning import LabelQuestioning
from app.reporting.reports import Reports
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.worker.job_line import JobLine
from core.paths import UserFolders
from core.review.label_questions import LabelQuestions

_BUDGET_BYTES = 24 * 2**20
"""Some 220 thumbnails, several times what a sheet shows at once."""


class ReportRoom:
    """Builds the page and what works for it; ends its threads and closes its log.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    folders
        The user's own.
    reader
        Returns who reads now.
    thumbnail_side
        Longer side of a thumbnail in device pixels.
    present
        Shows a problem.
    parent
        The window.

    Raises
    ------
    core.review.label_questions.ReviewLogUnusable
        If the log of questioned labels cannot be opened.
    """

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        *,
        reader: Callable[[], str],
        thumbnail_side: int,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        self._log = LabelQuestions(folders.review_log)
        self.questioning = LabelQuestioning(self._log, reader, parent)
        self.reports = Reports(line, folders, self.questioning, parent)
        self.thumbnails = Thumbnails(
            thumbnail_side, budget_bytes=_BUDGET_BYTES, parent=parent
        )
        # a loader delivers only what was asked for last: each page has its own
        self.loader = StillLoader(parent=parent)
        self.page = ReportPage(
            reports=self.reports,
            questioning=self.questioning,
            thumbnails=self.thumbnails,
            loader=self.loader,
            present=present,
            parent=parent,
        )

    def stop(self) -> None:
        """End the threads; the window is closed."""
        self.reports.stop()
        self.thumbnails.stop()
        self.loader.stop()
        self._log.close()
