"""The confusion matrix with what it is of; revised numbers stand beneath the first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.cell_stills import REVISED
from app.item_models.confusion_model import ConfusionModel, Shares
from app.item_models.report_tables import FIRST
from app.widgets.clamped_label import ClampedLabel
from app.widgets.confusion_matrix import AXES, HINT, ConfusionMatrix
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from app.widgets.share_switch import ShareSwitch
from core.evaluation.wording import count_of
from core.library.evaluation_record import EvaluationRecord


class MatrixPanel(Fitted):
    """One matrix, or two where labels were revised; one cell of them is chosen."""

    cell_chosen = Signal(bool, int, int)
    """Whether of the revised numbers, row, column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = ShareSwitch()
        self.first, self.revised = _OneMatrix(), _OneMatrix()
        self.first.matrix.cell_chosen.connect(lambda r, c: self._on_cell(False, r, c))
        self.revised.matrix.cell_chosen.connect(lambda r, c: self._on_cell(True, r, c))
        self._axes = ClampedLabel(lines=2)
        self._axes.set_text(AXES)
        self._axes.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        title = QLabel("What is taken for what")
        title.setFont(bold())
        self._head = FlowRows()
        self._head.addWidget(title)
        self._head.addWidget(self.switch)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._hint = ClampedLabel(lines=2)
        self._hint.set_text(HINT)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for part in self._axes, self.first, self.revised, self._hint:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.switch.chosen.connect(self._show_shares)
        self._fit()

    def show_records(self, records: Sequence[EvaluationRecord]) -> None:
        """Show one record's matrix, or the first and the revised one."""
        both = len(records) > 1
        self.first.show_record(records[0], FIRST if both else "")
        self.revised.setVisible(both)
        self.revised.show_record(records[-1] if both else None, REVISED)

    def let_go(self) -> None:
        """Choose no cell any more."""
        for part in self.first, self.revised:
            part.matrix.let_go()

    def take_keyboard(self) -> None:
        """Let arrows move through the first matrix."""
        self.first.matrix.setFocus()

    def _show_shares(self, shares: Shares) -> None:
        for part in self.first, self.revised:
            part.model.set_shares(shares)

    def _on_cell(self, revised: bool, row: int, column: int) -> None:
        other = self.first if revised else self.revised
        other.matrix.let_go()
        self.cell_chosen.emit(revised, row, column)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, em(self, 0.3), 0)
        self._column.setSpacing(em(self, 0.45))
        self._head.set_gaps(em(self, 1), em(self, 0.3))


class _OneMatrix(QWidget):
    """A matrix beneath a line that names model, subset, stills and groups."""

    def __init__(self) -> None:
        super().__init__()
        self.model = ConfusionModel(self)
        self.matrix = ConfusionMatrix(self.model)
        self._caption = ClampedLabel(lines=3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._caption)
        column.addWidget(self.matrix, 0, Qt.AlignmentFlag.AlignTop)

    def show_record(self, record: EvaluationRecord | None, labels: str) -> None:
        self.model.show(record)
        if record is None:
            return
        stills = count_of(record.stills, "still")
        groups = count_of(record.groups, "group")
        text = f"{record.model} on the {record.subset}: {stills} in {groups}"
        lead = f"{labels[:1].upper()}{labels[1:]}:" if labels else ""
        self._caption.set_text(text, lead=lead)
        self.matrix.setAccessibleName(f"Confusion matrix {labels}".strip())
        self.matrix.setAccessibleDescription(text)
