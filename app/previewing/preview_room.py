"""All that the Preview page is made of."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.pages.preview_page import PreviewPage
from app.previewing.previewing import Previewing
from app.problems.problem import Problem
from app.still_images.live_preview import LivePreview
from app.still_images.still_listing import StillLister
from app.still_images.thumbnails import Thumbnails
from app.worker.job_line import JobLine
from core.jobs.context import recipes_of
from core.paths import UserFolders

_BUDGET_BYTES = 24 * 2**20
"""Some 220 thumbnails: two strips as broad as a screen, several times over."""


class PreviewRoom:
    """Builds the page and what works for it, and ends its threads.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    folders
        The user's own.
    thumbnail_side
        Longer side of a thumbnail in device pixels.
    present
        Shows a problem.
    parent
        The window.
    """

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        *,
        thumbnail_side: int,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        self.previewing = Previewing(line, parent)
        self.live = LivePreview(parent)
        self.lister = StillLister(parent)
        self.thumbnails = Thumbnails(
            thumbnail_side, budget_bytes=_BUDGET_BYTES, parent=parent
        )
        self.page = PreviewPage(
            previewing=self.previewing,
            live=self.live,
            lister=self.lister,
            thumbnails=self.thumbnails,
            recipes=recipes_of(folders),
            own_recipes=folders.recipes,
            present=present,
            parent=parent,
        )

    def stop(self) -> None:
        """End the threads; the window is closed."""
        self.live.stop()
        self.lister.stop()
        self.thumbnails.stop()
