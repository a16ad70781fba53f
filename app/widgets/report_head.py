"""What a report is of: model, subset, stills, groups, and whose labels."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.appearance.measures import em, title_font
from app.item_models.cell_stills import REVISED
from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from core.evaluation.wording import count_of
from core.library.evaluation_record import EvaluationRecord

_DRAWN: Final = (
    "The stills were drawn by the program: none shows a patient, and the numbers say "
    "nothing about real images."
)
_METHODS: Final = {
    "held_out": "measured on stills kept apart",
    "cross_validation": "cross-validation by groups",
}


class ReportHead(Fitted):
    """Two lines above all parts of a report, always in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._about = ClampedLabel(lines=2)
        self._about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._drawn = Badge("drawn stills")
        self._drawn.setToolTip(_DRAWN)
        self._revised = Badge(REVISED)
        self._revised.setToolTip(
            "The model's own errors chose which labels were looked at again: the new "
            "numbers are too good. Both stand side by side."
        )
        self._line = QHBoxLayout()
        self._line.addWidget(self._title)
        self._line.addWidget(self._drawn)
        self._line.addWidget(self._revised)
        self._line.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._line)
        self._column.addWidget(self._about)
        self._fit()

    @property
    def words(self) -> str:
        """All that it says."""
        marks = [b.text() for b in (self._drawn, self._revised) if not b.isHidden()]
        return "\n".join((self._title.text(), *marks, self._about.text()))

    def show_records(self, records: Sequence[EvaluationRecord]) -> None:
        """Name what was measured, on what, and how."""
        record = records[0]
        self._title.set_text(f"{_called(record)} on the {record.subset}")
        self._about.set_text(_about(record))
        self._drawn.setVisible(record.drawn)
        self._revised.setVisible(len(records) > 1)

    def _fit(self) -> None:
        self._title.setFont(title_font(self.font(), scale=1.25))
        self._line.setSpacing(em(self, 0.6))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.15))


def _called(record: EvaluationRecord) -> str:
    return f"{record.title} ({record.model})" if record.title else record.model


def _about(record: EvaluationRecord) -> str:
    method = _METHODS[record.method]
    if record.folds is not None:
        method = f"{record.folds}-fold {method}"
    stills = count_of(record.stills, "still")
    parts = [
        f"{stills} in {count_of(record.groups, 'group')}",
        f"groups: {record.grouping}",
        method,
    ]
    if record.created is not None:
        parts.append(record.created.astimezone().strftime("%Y-%m-%d %H:%M"))
    return " · ".join(parts)
