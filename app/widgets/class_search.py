"""A box that finds one class among many by a part of its name."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget


class ClassSearch(QLineEdit):
    """Finds a class by any part of its name; Enter takes it when only one is left."""

    finding_chosen = Signal(str)
    left = Signal()
    """A class was taken, or Esc pressed: the keyboard belongs to the stills again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = False
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._choose)
        self.setCompleter(self._completer)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText("Find a class (Ctrl+K)")
        self.setAccessibleName("Find a class")
        self.setToolTip(
            "Type a part of a name, then Enter: adds the class or takes it out"
        )
        self.returnPressed.connect(self._on_return)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.left)

    def set_classes(self, classes: Sequence[str]) -> None:
        """Find among these classes."""
        self._names.setStringList(list(classes))
        self.clear()

    def _on_return(self) -> None:
        typed = self.text().strip().casefold()
        names = self._names.stringList()
        exact = [name for name in names if name.casefold() == typed]
        near = exact or [name for name in names if typed and typed in name.casefold()]
        if len(near) == 1:
            self._choose(near[0])

    def _choose(self, name: str) -> None:
        if self._taken or not name:
            return
        self._taken = True  # one Enter may come from the box and from its list
        QTimer.singleShot(0, self._start_anew)  # the list writes the name in after this
        self.finding_chosen.emit(name)

    def _start_anew(self) -> None:
        self._taken = False
        self.clear()
        self.left.emit()  # only now: the Enter that took it must not reach the stills
