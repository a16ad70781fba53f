"""A slider and a number that are one, with a sentence that explains them."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLabel, QSlider, QSpinBox, QWidget


class _SteadySlider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # for the panel: nobody changes a setting by scrolling past it


class _SteadySpinBox(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NumberSlider(QWidget):
    """Label, slider and spin box of one whole number; a page lays out its parts.

    Parameters
    ----------
    name
        Written before the slider.
    about
        What screen readers are told of it.
    most
        The number goes from 0 to this.
    unit
        Behind the number.
    times
        What is shown for each step of the number.
    """

    changed = Signal(int)
    """The number that a person has just set."""

    def __init__(
        self,
        name: str,
        about: str,
        most: int,
        *,
        unit: str = "",
        times: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._times = times
        self.label = QLabel(name)
        self.slider = _SteadySlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, most)
        self.slider.setPageStep(max(most // 20, 1))
        self.spin = _SteadySpinBox()
        self.spin.setRange(0, most * times)
        self.spin.setSingleStep(times)
        self.spin.setSuffix(unit)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.spin.setKeyboardTracking(False)
        self.label.setBuddy(self.spin)
        for control in self.slider, self.spin:
            control.setAccessibleName(about)
            control.setToolTip(about)
        self.slider.valueChanged.connect(self._on_slider)
        self.spin.valueChanged.connect(self._on_spin)
        self.hide()  # its parts are shown, each in a column of its own

    @property
    def value(self) -> int:
        """The number."""
        return self.slider.value()

    def set_value(self, value: int) -> None:
        """Show a number that was not set here."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.spin):
            self.slider.setValue(value)
            self.spin.setValue(self.slider.value() * self._times)

    def set_usable(self, usable: bool) -> None:
        """Let a person set it, or not."""
        for part in self.label, self.slider, self.spin:
            part.setEnabled(usable)

    def explain(self, sentence: str) -> None:
        """Tell screen readers what the number means."""
        for control in self.slider, self.spin:
            control.setAccessibleDescription(sentence)

    def _on_slider(self, value: int) -> None:
        self.set_value(value)
        self.changed.emit(value)

    def _on_spin(self, shown: int) -> None:
        self.set_value(shown // self._times)
        self.changed.emit(self.value)
