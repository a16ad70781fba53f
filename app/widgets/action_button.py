"""Buttons of actions that show without doubt whether they are switched on."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from app.appearance.measures import em
from app.widgets.flow_rows import FlowRows


class ActionButton(QToolButton):
    """An action's icon; on the accent colour while the action is checked.

    Parameters
    ----------
    action
        Gives icon, name, tooltip and check.
    parent
        The widget it stands in.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setAccessibleName(action.text())
        self.setAutoRaise(True)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's button, or the accent if it is switched on."""
        if not (self.isChecked() and self.isEnabled()):
            super().paintEvent(event)
            return
        role, painter = QPalette.ColorRole, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(role.Highlight))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(rect, 3, 3)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(role.HighlightedText), 1))
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), 2, 2)
        place = QRect(0, 0, self.iconSize().width(), self.iconSize().height())
        place.moveCenter(self.rect().center())
        self.icon().paint(painter, place, mode=QIcon.Mode.Selected)

    def _fit(self) -> None:
        side = em(self, 1.4)
        self.setIconSize(QSize(side, side))


def action_row(actions: Sequence[QAction], name: str) -> QWidget:
    """Return the buttons of some actions side by side; more rows where it is narrow."""
    row = QWidget()
    row.setAccessibleName(name)
    layout = FlowRows(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.set_gaps(em(row, 0.25), em(row, 0.25))
    for action in actions:
        layout.addWidget(ActionButton(action))
    return row
