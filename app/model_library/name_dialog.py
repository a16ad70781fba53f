"""Asks for a model's name, and says at once what is wrong with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import bold
from app.widgets.primary_button import PrimaryButton, make_default

_WIDTH_EM = 32


class NameDialog(QDialog):
    """A name that can be taken, or none. Show it by ``open()``.

    Parameters
    ----------
    title
        Of the dialog.
    about
        What the name is for.
    name
        What stands in the field at first.
    problem_with
        Returns why a name cannot be taken; empty if it can.
    done
        What the button says.
    parent
        The window.
    """

    named = Signal(str)

    def __init__(
        self,
        title: str,
        about: str,
        *,
        name: str,
        problem_with: Callable[[str], str],
        done: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._problem_with = problem_with
        self._about = QLabel(about)
        self._about.setWordWrap(True)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit(name)
        self.field.setAccessibleName("Name")
        self.problem = ClampedLabel(lines=2, reserved=2)
        self.button = PrimaryButton(done)
        self._lay_out()
        self.field.textChanged.connect(self._follow)
        self.field.selectAll()
        self._follow()

    def _lay_out(self) -> None:
        label = QLabel("&Name:")
        label.setFont(bold())
        label.setBuddy(self.field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in self._about, label, self.field, self.problem:
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        margin = em(self, 1.1)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(em(self, 0.5))
        self.setMinimumWidth(em(self, _WIDTH_EM))
        make_default(self.button)

    def _follow(self) -> None:
        problem = self._problem_with(self.field.text())
        self.problem.set_text(problem)
        self.button.setEnabled(not problem)

    def _on_accepted(self) -> None:
        name = self.field.text()
        if not self._problem_with(name):
            self.named.emit(name)
            self.accept()
