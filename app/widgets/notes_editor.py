"""A field for notes, with a word on whether they are saved."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold

_INVITATION = (
    "What it is good for, what to watch out for, who trained it… Saved by itself."
)


class NotesEditor(Fitted):
    """Tells what a person types; what is put into it by the program it does not."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("&Notes")
        title.setFont(bold())
        self.told = QLabel()
        self.told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("Notes on this model")
        self.field.setPlaceholderText(_INVITATION)
        self.field.setTabChangesFocus(True)
        self.field.setAcceptDrops(False)  # a file that is dropped is for the page
        title.setBuddy(self.field)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.told)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.field)
        self._own = False
        self.field.textChanged.connect(self._on_changed)
        self._fit()

    def show_notes(self, text: str, *, can_write: bool) -> None:
        """Show what is written on another model."""
        self._own = True
        self.field.setPlainText(text)
        self._own = False
        self.field.setEnabled(can_write)

    def _on_changed(self) -> None:
        if not self._own:
            self.edited.emit(self.field.toPlainText())

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.3))
        self.field.setFixedHeight(em(self, 6.5))
