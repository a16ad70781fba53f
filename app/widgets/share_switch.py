"""Counts, shares of rows, or shares of columns."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.appearance.measures import em
from app.item_models.confusion_model import Shares
from app.widgets.fitted import Fitted

_MEANINGS: Final = {
    Shares.COUNTS: "Numbers of stills; the shade is the share of the row",
    Shares.BY_ROW: "Of the stills with this label, how many were called what",
    Shares.BY_COLUMN: "Of the stills called this, how many have which label",
}


class ShareSwitch(Fitted):
    """Three buttons of which one is down; counts stay visible in every case."""

    chosen = Signal(object)
    """A :class:`Shares`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What the matrix shows")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        for shares in Shares:
            button = QToolButton()
            button.setText(shares.value)
            button.setAccessibleName(f"Matrix: {shares.value.lower()}")
            button.setToolTip(_MEANINGS[shares])
            button.setCheckable(True)
            button.setChecked(shares is Shares.COUNTS)
            button.clicked.connect(lambda _, it=shares: self.chosen.emit(it))
            self._group.addButton(button)
            row.addWidget(button)
        self._fit()

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.2))
