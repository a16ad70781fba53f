"""Asks before something is lost; the window goes on meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget


class CarefulQuestion(QObject):
    """One question at a time; Enter and Escape lose nothing.

    Parameters
    ----------
    page
        What it is asked about; it stands in front of it.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._box: QMessageBox | None = None

    def ask(
        self, words: str, more: str, *, yes: str, no: str, then: Callable[[], None]
    ) -> None:
        """Ask, and do it where the answer is ``yes``."""
        if self._box is not None:
            self._box.raise_()
            return
        none = QMessageBox.StandardButton.NoButton
        kind = QMessageBox.Icon.Question
        box = self._box = QMessageBox(kind, "Lumenary", words, none, self._page)
        box.setInformativeText(more)
        sure = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
        sure.clicked.connect(then)
        box.finished.connect(self._forget)
        box.open()

    def withdraw(self) -> None:
        """Ask no more: it has become pointless."""
        if self._box is not None:
            self._box.reject()

    def _forget(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
