"""A comparison of two models: differences, agreement, matrices, what was left out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.measures import em, title_font
from app.item_models.comparison_tables import (
    agreement_table,
    differences_table,
    left_out_table,
    names_of,
)
from app.item_models.confusion_model import ConfusionModel, Shares
from app.item_models.report_tables import Table
from app.widgets.clamped_label import ClampedLabel
from app.widgets.confusion_matrix import AXES, HINT, ConfusionMatrix
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from app.widgets.metrics_table import MetricsTable
from app.widgets.notices_list import NoticesList
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.share_switch import ShareSwitch
from core.evaluation.wording import count_of
from core.library.comparison_record import ComparisonRecord
from core.library.evaluation_record import EvaluationRecord


class ComparisonView(Fitted):
    """Everything below each other, to be scrolled."""

    cell_chosen = Signal(bool, int, int)
    """Whether of the second model's matrix, row, column."""
    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle = QLabel(), ClampedLabel(lines=2)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.open_button = QPushButton("&Open report")
        self.open_button.setToolTip("Show the comparison as a page in the browser")
        self.open_button.clicked.connect(self.open_wanted)
        self.save_button = QPushButton("&Save report…")
        self.save_button.setToolTip("Save the comparison as one HTML file; no stills")
        self.save_button.clicked.connect(self.save_wanted)
        self.notices = NoticesList()
        self.differences = MetricsTable()
        self.agreement, self.left_out = MetricsTable(), MetricsTable()
        self.first, self.second = _Matrix(), _Matrix()
        self.first.matrix.cell_chosen.connect(lambda r, c: self._on_cell(False, r, c))
        self.second.matrix.cell_chosen.connect(lambda r, c: self._on_cell(True, r, c))
        self.switch = ShareSwitch()
        self.switch.chosen.connect(self._show_shares)
        self._method = _plain("")
        self._headings = [
            _plain(words)
            for words in (
                "How far they differ",
                "What each takes for what",
                "Where they agree",
                "Stills left out",
            )
        ]
        self._lay_out()
        self._fit()

    def show_comparison(self, record: ComparisonRecord) -> None:
        """Show a comparison, from its top."""
        one, other = names_of(record)
        self.title.setText(f"{one} and {other}")
        stills = count_of(record.first.stills, "still")
        groups = count_of(record.first.groups, "group")
        self.subtitle.set_text(
            f"on the {record.first.subset}: {stills} in {groups}, the same for both"
        )
        self.notices.show_notices(record.notices)
        self.differences.rates.show(differences_table(record))
        self.agreement.rates.show(agreement_table(record))
        self.left_out.rates.show(left_out_table(record))
        self.first.show_record(record.first)
        self.second.show_record(record.second)
        self._method.setText(record.interval_method)
        self._area.verticalScrollBar().setValue(0)

    def cell_in_words(self, *, second: bool, row: int, column: int) -> str:
        """Return which model's cell it is, and what it counts."""
        part = self.second if second else self.first
        return f"{part.name}: {part.model.sentence(row, column)}"

    def take_keyboard(self, *, second: bool) -> None:
        """Let arrows move through one of the matrices; no cell is chosen any more."""
        part = self.second if second else self.first
        part.matrix.let_go()
        part.matrix.setFocus()

    def scroll_to_end(self) -> None:
        """Show what stands last."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())

    @property
    def tables(self) -> tuple[Table, ...]:
        """What the tables show."""
        shown = self.differences, self.agreement, self.left_out
        return tuple(each.rates.table for each in shown)

    def _lay_out(self) -> None:
        buttons = QWidget()
        self._buttons = FlowRows(buttons)
        for button in self.open_button, self.save_button:
            button.setAccessibleName(button.text().replace("&", "").rstrip("…"))
            self._buttons.addWidget(button)
        pair = QWidget()
        self._pair = QHBoxLayout(pair)
        for matrix in self.first, self.second:
            self._pair.addWidget(matrix, 1, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        differ, matrices, agree, left = self._headings
        parts: tuple[QWidget, ...] = (
            *(self.title, self.subtitle, buttons, self.notices),
            *(differ, self.differences, self._method),
            *(matrices, _plain(AXES), self.switch, pair, _plain(HINT)),
            *(agree, self.agreement, left, self.left_out),
        )
        for part in parts:
            self._column.addWidget(part)
        self._column.setAlignment(self.switch, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._area = PlainScrollArea(inside, "Comparison of two models")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to scroll by keys
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _show_shares(self, shares: Shares) -> None:
        for part in self.first, self.second:
            part.model.set_shares(shares)

    def _on_cell(self, second: bool, row: int, column: int) -> None:
        other = self.first if second else self.second
        other.matrix.let_go()
        self.cell_chosen.emit(second, row, column)

    def _fit(self) -> None:
        self.title.setFont(title_font(self.font()))
        for heading in self._headings:
            heading.setFont(bold())
            heading.setContentsMargins(0, em(self, 0.7), 0, 0)
        self._column.setContentsMargins(em(self, 0.3), 0, em(self, 0.6), em(self, 0.6))
        self._column.setSpacing(em(self, 0.5))
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(em(self, 1.5))
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.set_gaps(em(self, 0.6), em(self, 0.4))


class _Matrix(QWidget):
    """A matrix beneath the name of the model whose answers it counts."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.model = ConfusionModel(self)
        self.matrix = ConfusionMatrix(self.model)
        self._caption = ClampedLabel(lines=3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._caption)
        column.addWidget(self.matrix, 0, Qt.AlignmentFlag.AlignTop)

    def show_record(self, record: EvaluationRecord) -> None:
        self.name = record.model
        self.model.show(record)
        stills = count_of(record.stills, "still")
        groups = count_of(record.groups, "group")
        text = f"on the {record.subset}: {stills} in {groups}"
        self._caption.set_text(text, lead=record.model)
        self.matrix.setAccessibleName(f"Confusion matrix of {record.model}")
        self.matrix.setAccessibleDescription(f"{record.model} {text}")


def _plain(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
