"""What the Compare page says while nothing is compared, or it could not be."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.widgets.page_invitation import PageInvitation

NOTHING: Final = "Which of two models is better here?"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class, or choose one. Both models are "
    "measured on the very same stills, and those that either was trained on are left "
    "out.\nYour files are only read: nothing is moved, changed or sent anywhere."
)


class CompareEmpty(PageInvitation):
    """What the page is for, and the button that chooses a folder."""

    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("compare", "Choose folder…", "folder", parent)
        self.show_words(NOTHING, INVITATION)
        self.wanted.connect(self.folder_wanted)
