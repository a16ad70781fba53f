"""Asks what is to be measured: a labelled folder, a model, and how stills belong."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.fitted import bold
from app.widgets.primary_button import PrimaryButton
from core.jobs.requests import EvaluateRequest, GroupingRequest
from core.library.store import LibraryEntry

LIKENESS, TABLE, PATTERN = range(3)
_GROUPS: Final = (
    "By likeness of the stills",
    "From a table (CSV with the columns file and group)…",
    "From a pattern in the file names",
)
_ABOUT: Final = (
    "Stills of one patient are alike. Groups keep them together, so that intervals "
    "are honest and nothing that the model was trained on is measured."
)
_EXAMPLE: Final = r"for example ^(patient\d+)_"
_WIDTH_EM: Final = 44


class EvaluateDialog(QDialog):
    """Says in its own words what is missing; asks for nothing that it can find out."""

    wanted = Signal(object)
    """The :class:`EvaluateRequest`."""

    def __init__(
        self,
        entries: Sequence[LibraryEntry],
        *,
        model: str | None = None,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Evaluate a folder")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = [entry for entry in entries if entry.card is not None]
        self._folder = folder
        self._table: Path | None = None
        self._make_fields(model)
        self._lay_out()
        self._connect()
        self._follow()

    def choose_folder(self, folder: Path) -> None:
        """Take a folder with a subfolder for each class."""
        self._folder = folder
        self._follow()

    def choose_table(self, table: Path) -> None:
        """Take a table of groups."""
        self._table = table
        self.groups.setCurrentIndex(TABLE)
        self._follow()

    @property
    def missing(self) -> str:
        """What keeps it from being measured; empty if nothing does."""
        if self._folder is None:
            return "Choose a folder that has a subfolder for each class."
        if not self._entries:
            return "There is no model that can be used."
        if self.groups.currentIndex() == TABLE and self._table is None:
            return "Choose the table of groups."
        if self.groups.currentIndex() == PATTERN:
            return _problem_with(self.pattern.text())
        return ""

    def request(self) -> EvaluateRequest | None:
        """Return what is asked for; nothing as long as something is missing."""
        if self.missing or self._folder is None:
            return None
        kind = self.groups.currentIndex()
        grouping = GroupingRequest(
            groups_csv=self._table if kind == TABLE else None,
            group_pattern=self.pattern.text() if kind == PATTERN else None,
        )
        entry = self._entries[self.models.currentIndex()]
        return EvaluateRequest(
            folder=self._folder, model=str(entry.folder), grouping=grouping
        )

    def _make_fields(self, model: str | None) -> None:
        self._where = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self.folder_button = QPushButton("Choose &folder…")
        self.folder_button.setAccessibleName("Choose folder")
        self.models = ElidingCombo()
        self.models.setAccessibleName("Model")
        names = [entry.name for entry in self._entries]
        for entry in self._entries:
            title = entry.card.title if entry.card else entry.name
            self.models.addItem(f"{title} ({entry.name})")
        self.models.setCurrentIndex(names.index(model) if model in names else 0)
        self.groups = QComboBox()
        self.groups.addItems(list(_GROUPS))
        self.groups.setAccessibleName("Groups")
        self.groups.setToolTip(_ABOUT)
        self._table_name = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self.table_button = QPushButton("Choose &table…")
        self.table_button.setAccessibleName("Choose table of groups")
        self.pattern = QLineEdit()
        self.pattern.setAccessibleName("Pattern in the file names")
        self.pattern.setPlaceholderText(_EXAMPLE)
        self.pattern.setToolTip(
            "A regular expression; what its first pair of brackets finds in a file's "
            "name is the group"
        )
        self._missing = ClampedLabel(lines=2, reserved=2)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = PrimaryButton("&Evaluate", "play")
        self.buttons.addButton(self.start, QDialogButtonBox.ButtonRole.AcceptRole)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        rows: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            ("Folder:", self._where, self.folder_button),
            ("&Model:", self.models, None),
            ("&Groups:", self.groups, None),
            ("", self._table_name, self.table_button),
            ("", self.pattern, None),
        )
        for row, (words, field, button) in enumerate(rows):
            label = QLabel(words)
            label.setFont(bold())
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 1 if button else 2)
            if button:
                grid.addWidget(button, row, 2)
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid.addWidget(about, len(rows), 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setVerticalSpacing(em(self, 0.6))
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.8))
        margin = em(self, 1.1)
        column.setContentsMargins(margin, margin, margin, margin)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self._missing)
        column.addWidget(self.buttons)
        self.setMinimumWidth(em(self, _WIDTH_EM))

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self._ask_for_folder)
        self.table_button.clicked.connect(self._ask_for_table)
        self.groups.currentIndexChanged.connect(self._follow)
        self.pattern.textChanged.connect(self._follow)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)

    def _follow(self) -> None:
        kind = self.groups.currentIndex()
        for part in self._table_name, self.table_button:
            part.setVisible(kind == TABLE)
        self.pattern.setVisible(kind == PATTERN)
        folder = str(self._folder) if self._folder else "None chosen yet"
        self._where.set_text(folder, hint=folder)
        table = str(self._table) if self._table else "None chosen yet"
        self._table_name.set_text(table, hint=table)
        self._missing.set_text(self.missing)
        self.start.setEnabled(not self.missing)
        self.start.setToolTip(self.missing or "Measure; the stills are only read")

    def _on_accepted(self) -> None:
        if request := self.request():
            self.wanted.emit(request)
            self.accept()

    def _ask_for_folder(self) -> None:
        dialog = self._dialog("Choose a folder with a subfolder for each class")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.choose_folder(Path(name)))
        dialog.open()

    def _ask_for_table(self) -> None:
        dialog = self._dialog("Choose a table of groups")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Tables (*.csv)", "All files (*)"])
        dialog.fileSelected.connect(lambda name: self.choose_table(Path(name)))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(str(self._folder or QDir.homePath()))
        return dialog


def _problem_with(pattern: str) -> str:
    """Return why a pattern cannot name groups; empty if it can."""
    if not pattern:
        return "Write a pattern whose first pair of brackets finds the group."
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        return f"The pattern cannot be understood: {error}."
    return "" if groups else "The pattern needs a pair of brackets around the group."
