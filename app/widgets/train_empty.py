"""What the Train page says before there are stills to train on."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.appearance.icons import icon
from app.widgets.page_invitation import PageInvitation

HEADING: Final = "Train a model on your own stills"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class, choose one, or come from the "
    "Dataset page, where you can look at the stills first.\n"
    "Your files are only read: nothing is moved, changed or sent anywhere."
)
_SAMPLES: Final = "Try the drawn stills"


class TrainEmpty(PageInvitation):
    """What the page is for, and the ways to begin."""

    folder_wanted = Signal()
    samples_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.samples = QPushButton(_SAMPLES)
        super().__init__("train", "Choose folder…", "folder", parent)
        self.samples.setToolTip("Train a small model on stills that Lumenary draws")
        self.samples.setAutoDefault(False)
        self.samples.clicked.connect(self.samples_wanted)
        self.add_button(self.samples)
        self.show_words(HEADING, INVITATION)
        self.wanted.connect(self.folder_wanted)

    def set_drawing(self, drawing: bool) -> None:
        """Say that stills are being drawn, and offer it no second time meanwhile."""
        self.samples.setEnabled(not drawing)
        self.samples.setText("Drawing stills…" if drawing else _SAMPLES)

    def _fit(self) -> None:
        super()._fit()
        self.samples.setIconSize(self.button.iconSize())
        self.samples.setIcon(icon("play", self.palette()))
