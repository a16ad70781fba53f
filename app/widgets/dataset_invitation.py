"""What the Dataset page says before a folder is checked, or when it could not be."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from app.widgets.page_invitation import PageInvitation

NOTHING: Final = "What is in your labelled folder?"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class here, or choose one. Its stills "
    "are looked through for copies, wrong labels and poor pictures before a model is "
    "trained on them.\nYour files are only read: nothing is moved, changed or sent "
    "anywhere."
)
_CHOSEN: Final = (
    "Press Check (Ctrl+Return). If you know which stills are of one patient, say so "
    "above: by a table, or by a pattern in the file names."
)


class DatasetInvitation(PageInvitation):
    """Invites a labelled folder, and says how far it is with one that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("dataset", "Choose folder…", "folder", parent)
        self.show_folder(None)

    def show_folder(self, folder: Path | None, doing: str = "") -> None:
        """Invite a folder, or say what is done with the one that is chosen.

        Parameters
        ----------
        folder
            What is chosen.
        doing
            What the program does with it; empty if nothing yet.
        """
        if folder is None:
            self.show_words(NOTHING, INVITATION, offered=True)
        elif doing:
            self.show_words(f"{doing}…", str(folder), offered=False)
        else:
            self.show_words(f"“{folder.name}” is chosen", _CHOSEN, offered=False)

    def show_failure(self, why: str) -> None:
        """Say why a folder could not be checked, and offer to choose another."""
        self.show_words("This folder could not be checked", why, offered=True)
