"""The name of a model to be made, checked while it is typed."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from core.library.model_name import name_key, problem_with_name


class NameField(Fitted):
    """A line to type in; beneath it stands why a name cannot be used."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: dict[str, str] = {}
        self._suggested = ""
        self.edit = QLineEdit()
        self.edit.setAccessibleName("Name of the new model")
        self.edit.setPlaceholderText("for example colon 2026")
        self._why = ClampedLabel(2)
        self._why.hide()
        column = QVBoxLayout(self)
        column.addWidget(self.edit)
        column.addWidget(self._why)
        self.edit.textChanged.connect(self._follow)
        self.setFocusProxy(self.edit)
        self._fit()

    @property
    def name(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.text().strip()

    @property
    def problem(self) -> str:
        """Why it cannot be used, as a sentence; empty if it can."""
        if problem := problem_with_name(self.name):
            return problem
        taken = self._taken.get(name_key(self.name))
        return f"There is a model “{taken}” already." if taken else ""

    def set_taken(self, names: Iterable[str]) -> None:
        """Take down which names there are already."""
        self._taken = {name_key(name): name for name in names}
        if self.name == self._suggested and self.problem:
            self.suggest(self._suggested)
        self._follow()

    def suggest(self, name: str) -> None:
        """Fill in a name that is free, unless somebody has typed one."""
        if self.name and self.name != self._suggested:
            return
        self._suggested = self._free(name)
        self.edit.setText(self._suggested)

    def _free(self, name: str) -> str:
        """Return the name, or with the first number that makes it a free one."""
        if problem_with_name(name):
            return ""
        number, free = 1, name
        while name_key(free) in self._taken:
            number += 1
            free = f"{name} {number}"
        return free

    def _follow(self) -> None:
        why = self.problem if self.name else ""
        self._why.set_text(why)
        self._why.setVisible(bool(why))
        self.edit.setAccessibleDescription(why)
        self.changed.emit()

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.2))
