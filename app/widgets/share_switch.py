"""Counts, shares of rows, or shares of columns."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
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
            button = _SwitchButton()
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


class _SwitchButton(QToolButton):
    """On the accent colour while it is down, which Fusion shows too faintly."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.isChecked():
            super().paintEvent(event)
            return
        role, painter = QPalette.ColorRole, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(role.Highlight))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(self.palette().color(role.HighlightedText))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 2, 2)
