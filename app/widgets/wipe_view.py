"""Before and after in one place, with a slider between them."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold
from app.widgets.wipe_canvas import WipeCanvas

_STEPS: Final = 1000
_LEFT_TO_OTHERS: Final = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


class LineSlider(QSlider):
    """Left and right move the line; the other keys step through the stills."""

    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, _STEPS)
        self.setSingleStep(_STEPS // 50)
        self.setPageStep(_STEPS // 10)
        self.setValue(_STEPS // 2)
        self.setAccessibleName("Line between before and after")
        self.setToolTip("Move the line between before and after (Left, Right)")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line."""
        if event.key() in _LEFT_TO_OTHERS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusOutEvent(event)
        self.focus_changed.emit()


class WipeView(Fitted):
    """One canvas; a line on it is moved by mouse, by the slider below or by keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = WipeCanvas(self)
        self.canvas.setAccessibleName("The still, before and after")
        self.slider = LineSlider()
        self.slider.valueChanged.connect(self._on_slider)
        self.canvas.line_dragged.connect(self._on_dragged)
        self.canvas.setFocusProxy(self.slider)
        self.slider.focus_changed.connect(self.canvas.update)
        self._row = QHBoxLayout()
        for widget in _label("Before"), self.slider, _label("After"):
            self._row.addWidget(widget, int(widget is self.slider))
        column = QVBoxLayout(self)
        column.addWidget(self.canvas, 1)
        column.addLayout(self._row)
        self.setFocusProxy(self.slider)
        self._fit()

    def _on_slider(self, value: int) -> None:
        self.canvas.set_line(value / _STEPS)

    def _on_dragged(self, line: float) -> None:
        self.slider.setValue(round(line * _STEPS))

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        self._row.setContentsMargins(em(self, 0.5), 0, em(self, 0.5), 0)
        self._row.setSpacing(em(self, 0.6))


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(bold())
    return label
