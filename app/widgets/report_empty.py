"""What the Report page says while there is nothing to show, or it cannot be shown."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.widgets.page_invitation import PageInvitation

NOTHING: Final = "Nothing has been measured yet"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class here, or choose one, and see "
    "how often a model is right on its stills.\n"
    "Your files are only read: nothing is moved, changed or sent anywhere."
)


class ReportEmpty(PageInvitation):
    """What the page is for, and the button that measures a folder."""

    evaluate_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("report", "Evaluate a folder now…", "play", parent)
        self.show_words(NOTHING, INVITATION)
        self.wanted.connect(self.evaluate_wanted)
