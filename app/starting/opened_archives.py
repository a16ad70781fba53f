"""Models' files opened from outside, by a double click, at any time."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from app.starting.handing_over import HandedOver


class OpenedArchives(QObject):
    """Gathers what was opened, from wherever, until somebody can be asked about it.

    macOS tells the program that runs by an event; elsewhere a second program is started
    with the file as its argument, and hands it over.

    Parameters
    ----------
    application
        Receives the events of macOS.
    home
        The data folder.
    """

    opened = Signal(object)
    """The ``Path`` of a file; only once :meth:`start` was called."""

    def __init__(self, application: QCoreApplication, home: Path) -> None:
        super().__init__()
        self._application = application
        self._waiting: list[Path] = []
        self._started = False
        self._handed_over = HandedOver(home, self)
        self._handed_over.taken.connect(self.add)
        application.installEventFilter(self)

    def start(self) -> None:
        """Tell of what was opened so far, and of what is from now on."""
        self._started = True
        self._handed_over.start()
        waiting, self._waiting = self._waiting, []
        for file in waiting:
            self.opened.emit(file)

    def stop(self) -> None:
        """Tell of nothing more; the window is closed."""
        self._started = False
        self._application.removeEventFilter(self)
        self._handed_over.stop()

    def add(self, file: Path) -> None:
        """Take a file that was opened, as the program's argument for example."""
        if self._started:
            self.opened.emit(file)
        else:
            self._waiting.append(file)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the files that macOS tells of."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.add(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
