"""The keys of a reader: which key asks for what, on the views and nowhere else."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

_CLASS_KEYS = (
    Qt.Key.Key_1,
    Qt.Key.Key_2,
    Qt.Key.Key_3,
    Qt.Key.Key_4,
    Qt.Key.Key_5,
    Qt.Key.Key_6,
    Qt.Key.Key_7,
    Qt.Key.Key_8,
    Qt.Key.Key_9,
)
_DIGITS = frozenset({Qt.Key.Key_0, *_CLASS_KEYS})
_PLAIN = Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class ReviewKeys(QObject):
    """An event filter for the views in which stills are read.

    A key that is held down acts once: what the keyboard repeats is swallowed.
    """

    class_pressed = Signal(int)
    """The place of a class in the card's order, from 0."""
    agree = Signal()
    none_of_these = Signal()
    cannot_judge = Signal()
    next_unreviewed = Signal()
    leave = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_Return: self.agree.emit,
            Qt.Key.Key_Enter: self.agree.emit,
            Qt.Key.Key_0: self.none_of_these.emit,
            Qt.Key.Key_N: self.cannot_judge.emit,
            Qt.Key.Key_Space: self.next_unreviewed.emit,
            Qt.Key.Key_Escape: self.leave.emit,
            **{key: self._pressing(place) for place, key in enumerate(_CLASS_KEYS)},
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are a reader's; leave all others to the view."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if not _is_plain(event):
            return False
        action = self._actions.get(event.key())
        if action is None:
            return False
        if not event.isAutoRepeat():
            action()
        return True

    def _pressing(self, place: int) -> Callable[[], None]:
        return lambda: self.class_pressed.emit(place)


def _is_plain(event: QKeyEvent) -> bool:
    """Return whether a key is pressed by itself; French digits are typed with Shift."""
    allowed = _KEYPAD | _SHIFT if event.key() in _DIGITS else _KEYPAD
    return event.modifiers() & ~allowed == _PLAIN
