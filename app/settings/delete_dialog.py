"""Asks before something that is kept is deleted, and says what is lost."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.byte_sizes import in_words
from app.kept_wording import how_much, what_is_lost
from core.keeping.deletion import BY_AGE
from core.keeping.places import KeptPlace

_FIRST_AGE: Final = 30
_GREATEST_AGE: Final = 3650


class DeleteDialog(QDialog):
    """Enter cancels; only the button itself deletes. Show it by ``open()``.

    Parameters
    ----------
    place
        What would be deleted, as it was measured.
    parent
        The dialog of settings.
    """

    confirmed = Signal(object)
    """The age from which runs are deleted, as a ``timedelta``; ``None``: all."""

    def __init__(self, place: KeptPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Delete {place.title.lower()}")
        self._by_age = place.key in BY_AGE
        self.all = QRadioButton(f"&All: {how_much(place)}, {in_words(place.bytes)}")
        self.old = QRadioButton("Only those &older than")
        self.days = QSpinBox()
        self.days.setRange(1, _GREATEST_AGE)
        self.days.setValue(_FIRST_AGE)
        self.days.setSuffix(" days")
        self.days.setAccessibleName("Age in days")
        self.days.setEnabled(False)
        self.old.toggled.connect(self.days.setEnabled)
        self.all.setChecked(True)
        self._lay_out(place)

    def accept(self) -> None:
        """Say that it may be done."""
        super().accept()
        some = self._by_age and self.old.isChecked()
        self.confirmed.emit(timedelta(days=self.days.value()) if some else None)

    def _lay_out(self, place: KeptPlace) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.9)] * 4)
        layout.setSpacing(em(self, 0.6))
        heading = QLabel(f"Delete {place.title.lower()}?")
        heading.setFont(title_font(self.font()))
        words = QLabel(what_is_lost(place))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        layout.addWidget(heading)
        layout.addWidget(words)
        if self._by_age:
            layout.addWidget(self.all)
            layout.addLayout(self._age_row())
        layout.addSpacing(em(self, 0.4))
        layout.addWidget(self._buttons(words.text()))
        self.setMinimumWidth(em(self, 30))

    def _age_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.old)
        row.addWidget(self.days)
        row.addStretch(1)
        return row

    def _buttons(self, meaning: str) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.setAccessibleName("Cancel")
        self.delete = box.addButton(
            "&Delete", QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.delete.setAccessibleName("Delete")
        self.delete.setAccessibleDescription(meaning)
        self.delete.setAutoDefault(False)
        self.delete.clicked.connect(self.accept)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        box.rejected.connect(self.reject)
        return box
