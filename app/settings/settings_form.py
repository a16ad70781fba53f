"""Rows, headings and explanations of a dialog in which things are set.

A grid and no ``QFormLayout``, which gives wrapped text more height than it needs.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from app.appearance.measures import em, strong_font


class _SteadyChoice(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # for the page: nobody sets a threshold by scrolling past it


class _SteadySpinBox(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SteadyDecimals(QDoubleSpinBox):
    """A number that scrolling past does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


def add_heading(form: QGridLayout, text: str) -> None:
    """Add a heading, further from what is above than from what is below."""
    heading = QLabel(text)
    heading.setFont(strong_font(heading.font()))
    above = 0 if form.count() == 0 else em(heading)
    heading.setContentsMargins(0, above, 0, 0)
    form.addWidget(heading, form.rowCount(), 0, 1, 2)


def add_row(form: QGridLayout, text: str, field: QWidget, *more: QWidget) -> None:
    """Add a labelled row; where there is more, a combo box takes the width."""
    label = QLabel(text)
    label.setBuddy(field)
    row = QHBoxLayout()
    row.setSpacing(em(label, 0.5))
    row.addWidget(field, int(not isinstance(field, QSpinBox)))
    for widget in more:
        row.addWidget(widget, int(isinstance(widget, QLabel)))
    number = form.rowCount()
    form.addWidget(label, number, 0)
    form.addLayout(row, number, 1)


def explain(form: QGridLayout, text: str, control: QWidget) -> None:
    """Add a paragraph beneath a control, and tell it to screen readers."""
    control.setAccessibleDescription(text)
    form.addWidget(explanation(text), form.rowCount(), 1)


def choice(name: str, texts: list[str]) -> QComboBox:
    """Return a combo box with an accessible name."""
    choice = _SteadyChoice()
    choice.addItems(texts)
    choice.setAccessibleName(name)
    return choice


def per_cent(name: str, least: int, most: int, step: int) -> QSpinBox:
    """Return a spin box for per cent that speaks when a number is complete."""
    spin = _SteadySpinBox()
    spin.setRange(least, most)
    spin.setSingleStep(step)
    spin.setSuffix(" %")
    spin.setKeyboardTracking(False)
    spin.setAccessibleName(name)
    return spin


def explanation(text: str) -> QLabel:
    """Return a paragraph that explains the control above it."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
