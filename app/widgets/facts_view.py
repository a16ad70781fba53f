"""Facts in two columns beneath headings: data, training, thresholds, limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold
from app.widgets.plain_scroll_area import PlainScrollArea


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that belong together; one without a name takes both columns."""

    title: str
    facts: tuple[tuple[str, str], ...]


class FactsView(Fitted):
    """A scrolled page of facts, which can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[FactGroup, ...] = ()
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._labels: list[QLabel] = []
        self._area = PlainScrollArea(self._inside, "Facts of data and run")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to scroll by keys
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self._fit()

    @property
    def groups(self) -> tuple[FactGroup, ...]:
        """What is shown."""
        return self._groups

    def show_groups(self, groups: Sequence[FactGroup]) -> None:
        """Show these, without those that have no facts."""
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        self._grid.setRowStretch(self._grid.rowCount(), 0)
        self._groups = tuple(group for group in groups if group.facts)
        row = 0
        for group in self._groups:
            row = self._add(group, row)
        self._grid.setRowStretch(row, 1)

    def _add(self, group: FactGroup, row: int) -> int:
        title = self._label(group.title)
        title.setFont(bold())
        title.setContentsMargins(0, em(self, 0.8 if row else 0), 0, em(self, 0.2))
        self._grid.addWidget(title, row, 0, 1, 2)
        for name, value in group.facts:
            row += 1
            text = self._label(value)
            if not name:
                self._grid.addWidget(text, row, 0, 1, 2)
                continue
            label = self._label(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            text.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row, 1)
        return row + 1

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._labels.append(label)
        return label

    def _fit(self) -> None:
        self._grid.setContentsMargins(0, 0, em(self, 0.5), 0)
        self._grid.setHorizontalSpacing(em(self, 1.5))
        self._grid.setVerticalSpacing(em(self, 0.3))
        self._grid.setColumnMinimumWidth(0, em(self, 11))
        self._grid.setColumnStretch(1, 1)
