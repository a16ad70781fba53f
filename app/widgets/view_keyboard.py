"""The keyboard in views of findings, beyond what Qt's item views do by themselves."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def is_typed(event: QKeyEvent) -> bool:
    """Return whether a key writes a digit, a letter, a sign or a blank.

    Item views would search for it; a page wants it for reviewing.
    """
    return (
        event.text().isprintable()
        and bool(event.text())
        and not (event.modifiers() & _COMMANDS)
    )


def came_by_key(event: QFocusEvent) -> bool:
    """Return whether a key brought the keyboard here, rather than mouse or window."""
    return event.reason() in _KEYS


def select_current(view: QAbstractItemView) -> None:
    """Select the current row: with the keyboard Qt makes the first one current only."""
    current, selection = view.currentIndex(), view.selectionModel()
    if current.isValid() and not selection.hasSelection():
        flags = QItemSelectionModel.SelectionFlag
        selection.select(current, flags.ClearAndSelect | flags.Rows)
