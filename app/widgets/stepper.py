"""Which still of how many is shown, and buttons to the one before and after."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.widgets.action_button import ActionButton
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold


class Stepper(Fitted):
    """``12 of 340`` between two arrows, and the still's name."""

    stepped = Signal(int)
    """-1 or 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = self._action("Previous still", "Alt+Left", -1)
        self.next = self._action("Next still", "Alt+Right", 1)
        self.count = QLabel()
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setFont(bold())
        self.name = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        row = QHBoxLayout(self)
        row.addWidget(ActionButton(self.previous))
        row.addWidget(self.count)
        row.addWidget(ActionButton(self.next))
        row.addWidget(self.name, 1)
        self.show_none()
        self._fit()

    def show_none(self) -> None:
        """Show that there is no still."""
        self.count.setText("")
        self.name.set_text("")
        self.previous.setEnabled(False)
        self.next.setEnabled(False)

    def show_place(self, place: int, total: int, path: Path) -> None:
        """Show a place from 0, of how many, and the still that stands there."""
        self.count.setText(f"{place + 1:,} of {total:,}")
        widest = f"{total:,} of {total:,}"  # or the arrows would wander
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance(widest))
        self.name.set_text(path.name, hint=str(path))
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(place + 1 < total)

    def _action(self, text: str, key: str, step: int) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)
        action.setToolTip(f"{text} ({key}, or the arrow keys)")
        action.triggered.connect(lambda: self.stepped.emit(step))
        self.addAction(action)
        return action

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.3))
        self.previous.setIcon(icon("previous", self.palette()))
        self.next.setIcon(icon("next", self.palette()))
