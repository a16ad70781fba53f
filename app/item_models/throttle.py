"""Something that is asked for often and done now and then."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle(QObject):
    """Does what is asked for at once, and what is asked for meanwhile once later.

    Parameters
    ----------
    action
        What is to be done.
    interval
        Shortest time from one action to the next, in milliseconds.
    parent
        Owns it.
    """

    def __init__(
        self, action: Callable[[], None], interval: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._action = action
        self._asked = False
        self._timer = QTimer(self, singleShot=True, interval=interval)
        self._timer.timeout.connect(self._do_if_asked)

    def ask(self) -> None:
        """Ask for the action."""
        self._asked = True
        if not self._timer.isActive():
            self._do_if_asked()

    def forget(self) -> None:
        """Do not do what was asked for and is still to come."""
        self._asked = False

    def _do_if_asked(self) -> None:
        if self._asked:
            self._asked = False
            self._timer.start()
            self._action()
