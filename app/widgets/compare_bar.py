"""Which two models are compared, on which stills, and the button that does it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.appearance.icons import icon
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from app.widgets.groups_field import GroupsField
from app.widgets.primary_button import PrimaryButton
from core.jobs.requests import CompareRequest
from core.library.store import LibraryEntry

_BUSY: Final = "Wait until the comparison before is done, or take it out"
_READY: Final = "Measure both models on the same stills (Ctrl+Return)"


class CompareBar(Fitted):
    """Two models, a labelled folder, and how stills belong together."""

    compare_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LibraryEntry, ...] = ()
        self._folder: Path | None = None
        self._working = False
        self.first = _models("First model")
        self.second = _models("Second model")
        self._where = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self.folder_button = QPushButton("Choose &folder…")
        self.folder_button.setAccessibleName("Choose folder")
        self.folder_button.setToolTip("A folder with a subfolder for each class")
        self.groups = GroupsField()
        self.compare = PrimaryButton("Co&mpare", "play")
        self._models_row, self._folder_row = FlowRows(), FlowRows()
        self._lay_out()
        self._connect()
        self._follow()
        self._fit()

    @property
    def folder(self) -> Path | None:
        """Where the labelled stills are."""
        return self._folder

    @property
    def missing(self) -> str:
        """What keeps the models from being compared; empty if nothing does."""
        if len(self._entries) < 2:
            return "Two models that can be used are needed"
        if self.first.currentIndex() == self.second.currentIndex():
            return "Choose two different models"
        if self._folder is None:
            return "Choose a folder that has a subfolder for each class"
        return self.groups.missing

    def request(self) -> CompareRequest | None:
        """Return what is asked for; nothing as long as something is missing."""
        if self.missing or self._folder is None:
            return None
        first, second = (
            str(self._entries[combo.currentIndex()].folder)
            for combo in (self.first, self.second)
        )
        return CompareRequest(
            folder=self._folder, models=(first, second), grouping=self.groups.request()
        )

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Offer the models that can be used; those that are chosen stay chosen."""
        chosen = [combo.currentText() for combo in (self.first, self.second)]
        self._entries = tuple(entry for entry in entries if entry.card is not None)
        titles = [f"{e.card.title} ({e.name})" for e in self._entries if e.card]
        places = [titles.index(c) if c in titles else -1 for c in chosen]
        free = (i for i in range(len(titles)) if i not in places)
        for combo, place in zip((self.first, self.second), places, strict=True):
            combo.clear()
            combo.addItems(titles)
            combo.setCurrentIndex(place if place >= 0 else next(free, 0))
        self._follow()

    def choose_models(self, first: str, second: str) -> None:
        """Choose two models by name; one that is not offered changes nothing."""
        names = [entry.name for entry in self._entries]
        for combo, name in ((self.first, first), (self.second, second)):
            if name in names:
                combo.setCurrentIndex(names.index(name))

    def choose_folder(self, folder: Path) -> None:
        """Take a folder with a subfolder for each class."""
        self._folder = folder
        self._follow()

    def ask_for_folder(self) -> None:
        """Ask for a folder without holding up the window."""
        dialog = QFileDialog(self, "Choose a folder with a subfolder for each class")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(str(self._folder or QDir.homePath()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.choose_folder(Path(name)))
        dialog.open()

    def set_working(self, working: bool) -> None:
        """Let a person compare, or say that a comparison was asked for already."""
        self._working = working
        self._follow()

    def _lay_out(self) -> None:
        for words, combo in (("F&irst:", self.first), ("Seco&nd:", self.second)):
            self._models_row.addWidget(_labelled(words, combo))
            self._models_row.addWidget(combo)
        stills = QLabel("Stills:")
        stills.setFont(bold())
        for part in stills, self._where, self.folder_button, self.compare:
            self._folder_row.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._models_row)
        self._column.addWidget(self.groups)
        self._column.addLayout(self._folder_row)

    def _connect(self) -> None:
        for combo in self.first, self.second:
            combo.currentIndexChanged.connect(self._follow)
        self.groups.changed.connect(self._follow)
        self.folder_button.clicked.connect(self.ask_for_folder)
        self.compare.clicked.connect(self.compare_wanted)

    def _follow(self) -> None:
        folder = str(self._folder) if self._folder else "No folder chosen yet"
        self._where.set_text(folder, hint=folder if self._folder else "")
        self.compare.setEnabled(not self.missing and not self._working)
        self.compare.setToolTip(_BUSY if self._working else self.missing or _READY)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.5))
        for row in self._models_row, self._folder_row:
            row.setContentsMargins(0, 0, 0, 0)
            row.set_gaps(em(self, 0.6), em(self, 0.4))
        side = em(self, 1.05)
        for button in self.compare, self.folder_button:
            button.setIconSize(QSize(side, side))
        self.folder_button.setIcon(icon("folder", self.palette()))
        for combo in self.first, self.second:
            combo.setMinimumWidth(em(self, 14))


def _models(name: str) -> ElidingCombo:
    combo = ElidingCombo()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizeAdjustPolicy(
        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return combo


def _labelled(words: str, field: QWidget) -> QLabel:
    label = QLabel(words)
    label.setFont(bold())
    label.setBuddy(field)
    return label
