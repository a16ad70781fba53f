"""How stills belong together: by likeness, by a table, or by their names."""

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from core.jobs.requests import GroupingRequest

LIKENESS, TABLE, PATTERN = range(3)
_KINDS: Final = (
    "By likeness of the stills",
    "From a table (CSV with the columns file and group)…",
    "From a pattern in the file names",
)
_ABOUT: Final = (
    "Stills of one patient are alike. Groups keep them together, so that intervals "
    "are honest and nothing that a model was trained on is measured."
)


class GroupsField(Fitted):
    """A choice of three, with the table or the pattern that it needs."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Path | None = None
        label = QLabel("&Groups:")
        label.setFont(bold())
        self.kinds = QComboBox()
        self.kinds.addItems(list(_KINDS))
        self.kinds.setAccessibleName("Groups")
        self.kinds.setToolTip(_ABOUT)
        label.setBuddy(self.kinds)
        self.table_button = QPushButton("Choose &table…")
        self.table_button.setAccessibleName("Choose table of groups")
        self.table_button.clicked.connect(self._ask_for_table)
        self._table_name = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self.pattern = QLineEdit()
        self.pattern.setAccessibleName("Pattern in the file names")
        self.pattern.setPlaceholderText(r"for example ^(patient\d+)_")
        self.pattern.setToolTip(
            "A regular expression; what its first pair of brackets finds in a file's "
            "name is the group"
        )
        self._row = FlowRows(self)
        parts = label, self.kinds, self.table_button, self._table_name, self.pattern
        for part in parts:
            self._row.addWidget(part)
        self.kinds.currentIndexChanged.connect(self._follow)
        self.pattern.textChanged.connect(self.changed)
        self._follow()
        self._fit()

    @property
    def missing(self) -> str:
        """What has to be said yet; empty if nothing."""
        kind = self.kinds.currentIndex()
        if kind == TABLE and self._table is None:
            return "Choose the table of groups"
        return _problem_with(self.pattern.text()) if kind == PATTERN else ""

    def request(self) -> GroupingRequest:
        """Return how stills are grouped; to be asked where nothing is missing."""
        kind = self.kinds.currentIndex()
        return GroupingRequest(
            groups_csv=self._table if kind == TABLE else None,
            group_pattern=self.pattern.text() if kind == PATTERN else None,
        )

    def show_request(self, grouping: GroupingRequest) -> None:
        """Show how stills were grouped elsewhere, and go on from there."""
        if grouping.groups_csv is not None:
            self.choose_table(grouping.groups_csv)
            return
        pattern = grouping.group_pattern
        self.pattern.setText(pattern or "")
        self.kinds.setCurrentIndex(LIKENESS if pattern is None else PATTERN)

    def choose_table(self, table: Path) -> None:
        """Take a table of groups."""
        self._table = table
        self._table_name.set_text(table.name, hint=str(table))
        self.kinds.setCurrentIndex(TABLE)
        self._follow()

    def _follow(self) -> None:
        kind = self.kinds.currentIndex()
        self.table_button.setVisible(kind == TABLE)
        self._table_name.setVisible(kind == TABLE and self._table is not None)
        self.pattern.setVisible(kind == PATTERN)
        self.changed.emit()

    def _ask_for_table(self) -> None:
        dialog = QFileDialog(self, "Choose a table of groups", QDir.homePath())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Tables (*.csv)", "All files (*)"])
        dialog.fileSelected.connect(lambda name: self.choose_table(Path(name)))
        dialog.open()

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.6), em(self, 0.4))
        self.pattern.setMinimumWidth(em(self, 14))


def _problem_with(pattern: str) -> str:
    """Return why a pattern cannot name groups; empty if it can."""
    if not pattern:
        return "Write a pattern whose first pair of brackets finds the group"
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        return f"The pattern cannot be understood: {error}"
    return "" if groups else "The pattern needs a pair of brackets around the group"
