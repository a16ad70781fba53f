"""All that the Dataset page is made of."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.curating.balanced_export import BalancedExport
from app.curating.checking import Checking
from app.curating.deciding import Deciding
from app.curating.group_examples import ExamplesSearch
from app.pages.dataset_page import DatasetPage
from app.problems.problem import Problem
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.worker.job_line import JobLine
from core.paths import UserFolders
from core.review.dataset_decisions import DatasetDecisions

_BUDGET_BYTES = 24 * 2**20
"""Some 220 thumbnails, several times what a sheet shows at once."""


class DatasetRoom:
    """Builds the page and what works for it; ends its threads and closes its log.

    Parameters
    ----------
    line
        Runs jobs, one after the other, for all pages.
    folders
        The user's own.
    reader
        Returns who decides.
    thumbnail_side
        Longer side of a thumbnail in device pixels.
    present
        Shows a problem.
    parent
        The window.

    Raises
    ------
    core.review.dataset_decisions.ReviewLogUnusable
        If the log of decisions cannot be opened.
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
        self._log = DatasetDecisions(folders.review_log)
        self.deciding = Deciding(self._log, reader, parent)
        self.checking = Checking(line, folders.runs, parent)
        self.examples = ExamplesSearch(parent)
        self.thumbnails = Thumbnails(
            thumbnail_side, threads=1, budget_bytes=_BUDGET_BYTES, parent=parent
        )
        # a loader delivers only what was asked for last: each page has its own
        self.loader = StillLoader(parent=parent)
        self.page = DatasetPage(
            checking=self.checking,
            deciding=self.deciding,
            examples=self.examples,
            export=BalancedExport(line, parent),
            thumbnails=self.thumbnails,
            loader=self.loader,
            present=present,
            parent=parent,
        )

    def stop(self) -> None:
        """End the threads; the window is closed."""
        self.checking.stop()
        self.examples.stop()
        self.thumbnails.stop()
        self.loader.stop()
        self._log.close()
