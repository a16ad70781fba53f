"""Which labelled folder is looked at, how its stills are grouped, and what is done."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from app.widgets.group_examples_view import GroupExamplesView
from app.widgets.groups_field import GroupsField
from app.widgets.primary_button import PrimaryButton
from core.jobs.requests import GroupingRequest

_NO_FOLDER: Final = "Choose a folder that has a subfolder for each class"
_READY: Final = "Look for poor stills, copies and conflicts (Ctrl+Return)"
_TRAIN: Final = "Train a model on this folder with these groups"


class DatasetBar(Fitted):
    """Folder, groups with examples, *Check* and *Train on this folder*."""

    folder_chosen = Signal(object)
    """The ``Path`` of a labelled folder."""
    grouping_changed = Signal()
    check_wanted = Signal()
    train_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._obstacle = ""
        self._where = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self.folder_button = QPushButton("Choose &folder…")
        self.folder_button.setAccessibleName("Choose folder")
        self.folder_button.setToolTip("A folder with a subfolder for each class")
        self.check = PrimaryButton("&Check", "search")
        self.train = QPushButton("&Train on this folder")
        self.train.setAccessibleName("Train on this folder")
        self.train.setAutoDefault(False)
        self.groups = GroupsField()
        self.examples = GroupExamplesView()
        self._row = FlowRows()
        self._lay_out()
        self._connect()
        self._follow()
        self._fit()

    @property
    def folder(self) -> Path | None:
        """What is looked at."""
        return self._folder

    @property
    def missing(self) -> str:
        """What keeps the folder from being checked; empty if nothing does."""
        return _NO_FOLDER if self._folder is None else self.groups.missing

    def grouping(self) -> GroupingRequest | None:
        """Return how stills are grouped; nothing as long as that is not said."""
        return None if self.groups.missing else self.groups.request()

    def show_folder(self, folder: Path | None) -> None:
        """Show what is looked at; nothing is told by that."""
        self._folder = folder
        self._follow()

    def show_grouping(self, grouping: GroupingRequest) -> None:
        """Show how stills were grouped."""
        self.groups.show_request(grouping)

    def set_obstacle(self, obstacle: str) -> None:
        """Say why nothing can be checked now; empty if it can."""
        self._obstacle = obstacle
        self._follow()

    def ask_for_folder(self) -> None:
        """Ask for a folder without holding up the window."""
        dialog = QFileDialog(self, "Choose a folder with a subfolder for each class")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(str(self._folder or QDir.homePath()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.folder_chosen.emit(Path(name)))
        dialog.open()

    def _lay_out(self) -> None:
        stills = QLabel("Labelled stills:")
        stills.setFont(bold())
        for part in stills, self._where, self.folder_button, self.check, self.train:
            self._row.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._row)
        self._column.addWidget(self.groups)
        self._column.addWidget(self.examples)

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self.ask_for_folder)
        self.check.clicked.connect(self.check_wanted)
        self.train.clicked.connect(self.train_wanted)
        self.groups.changed.connect(self._follow)
        self.groups.changed.connect(self.grouping_changed)

    def _follow(self) -> None:
        folder = str(self._folder) if self._folder else "No folder chosen yet"
        self._where.set_text(folder, hint=folder if self._folder else "")
        missing = self.missing
        self.check.setEnabled(not missing and not self._obstacle)
        self.check.setToolTip(missing or self._obstacle or _READY)
        self.train.setEnabled(not missing)
        self.train.setToolTip(missing or _TRAIN)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.5))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.6), em(self, 0.4))
        side = em(self, 1.05)
        for button in self.check, self.folder_button, self.train:
            button.setIconSize(QSize(side, side))
        self.folder_button.setIcon(icon("folder", self.palette()))
        self.train.setIcon(icon("play", self.palette()))
