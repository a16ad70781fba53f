"""The numbers of all models side by side, and why they do not decide between them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.model_tables import comparable, side_by_side
from app.item_models.models_model import ModelRow
from app.pages.report_parts import quiet_label
from app.widgets.fitted import Fitted
from app.widgets.metrics_table import MetricsTable
from app.widgets.notices_list import NoticesList
from app.widgets.plain_scroll_area import PlainScrollArea

_DIFFERENT: Final = (
    "These models were not all tested on the same stills, so their numbers do not say "
    "which is better: other stills alone change them by more than models differ. "
    "Compare two of them on the same stills."
)
_SAME: Final = (
    "All of these were tested on the same stills. Whether a difference is more than "
    "chance, Compare tells."
)
_HOW: Final = (
    "Below each number stand its 95\N{NO-BREAK SPACE}% interval and n, the stills it "
    "rests on. A dagger (†) marks an exact interval, a dash what was not measured."
)


class ModelsBeside(Fitted):
    """A table with a row for each model that can be read."""

    compare_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caution = NoticesList()
        self.same = quiet_label(_SAME)
        self.compare = QPushButton("Co&mpare two models on the same stills…")
        self.compare.setAccessibleName("Compare two models on the same stills")
        self.compare.clicked.connect(self.compare_wanted)
        self.table = MetricsTable()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        row = QHBoxLayout()
        row.addWidget(self.compare)
        row.addStretch(1)
        self._column.addWidget(self.table)
        self._column.addWidget(quiet_label(_HOW))
        self._column.addWidget(self.caution)
        self._column.addWidget(self.same)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self._area = PlainScrollArea(inside, "Numbers of all models")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._fit()

    def show_rows(self, rows: Sequence[ModelRow]) -> None:
        """Show the models that can be used."""
        cards = {row.entry.name: row.entry.card for row in rows if row.usable}
        whole = {name: card for name, card in cards.items() if card is not None}
        table = side_by_side(whole)
        if table != self.table.rates.table:
            self.table.rates.show(table)
        several = len(whole) > 1
        same = comparable(tuple(whole.values()))
        self.caution.show_notices((_DIFFERENT,) if several and not same else ())
        self.same.setVisible(several and same)
        self.compare.setVisible(several)

    def _fit(self) -> None:
        self._column.setContentsMargins(em(self, 0.3), 0, em(self, 0.8), 0)
        self._column.setSpacing(em(self, 0.7))
