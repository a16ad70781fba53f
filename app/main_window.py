"""The window: a rail, one page at a time, and the job bar below."""

from collections.abc import Mapping
from typing import Final, Protocol

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.appearance.icons import icon
from app.appearance.measures import em
from app.help.keyboard_help import KeyboardHelp
from app.settings.kept_settings import Session
from app.widgets.closing_question import ClosingQuestion
from app.widgets.rail import Rail
from app.worker.job_line import JobLine
from app.worker.unasked_work import is_unasked

_MEASURES_CHANGE: Final = {
    QEvent.Type.DevicePixelRatioChange,
    QEvent.Type.FontChange,
}


class Draggable(Protocol):
    """A splitter or header, which can tell what was dragged and take it back."""

    def saveState(self) -> QByteArray:
        """Return what was dragged; empty if nothing was."""

    def restoreState(self, state: QByteArray, /) -> bool:
        """Take it back."""


class MainWindow(QMainWindow):
    """Holds what others made; asks before it closes while work runs or waits."""

    settings_wanted = Signal()
    about_wanted = Signal()
    about_to_close = Signal()
    came_to_front = Signal()
    """The window is in use again: files may have changed meanwhile."""
    measures_changed = Signal()
    """The font, or the pixels of the screen that the window is on now."""
    painted_first = Signal()
    """Sent once, when the window has been on the screen for the first time."""

    def __init__(self, job_bar: QWidget, line: JobLine) -> None:
        super().__init__()
        self._line = line
        self._closing_anyway = False
        self._painted = False
        self._question: ClosingQuestion | None = None
        self._keys: KeyboardHelp | None = None
        self.setWindowTitle("Lumenary")
        self.setWindowIcon(icon("lumenary", self.palette()))
        self._rail = Rail(self)
        self._stack = QStackedWidget(self)
        self._rail.page_chosen.connect(self._stack.setCurrentIndex)
        keyboard = self._rail.add_tool("keyboard", "Keyboard")
        keyboard.setShortcut(QKeySequence("F1"))
        keyboard.setToolTip("What every key does (F1)")
        keyboard.clicked.connect(self.show_keys)
        settings = self._rail.add_tool("settings", "Settings")
        settings.setShortcut("Ctrl+,")
        settings.clicked.connect(self.settings_wanted)
        about = self._rail.add_tool("about", "About")
        about.clicked.connect(self.about_wanted)
        leave = QAction("Quit", self)
        leave.setShortcut("Ctrl+Q")  # on Windows, Qt's own key for it is none
        leave.triggered.connect(self.close)
        self.addAction(leave)
        self.setCentralWidget(_stacked(self._rail, self._stack, job_bar))
        screen = self.screen().availableGeometry().size()
        # a window larger than the screen has parts that nobody can reach
        self.setMinimumSize(_size(self, 48, 32).boundedTo(screen * 0.9))
        self.resize(_size(self, 96, 60).boundedTo(screen * 0.95))

    def add_page(self, icon_name: str, text: str, page: QWidget) -> None:
        """Add a page to the rail; the first one is shown."""
        number = self._stack.addWidget(page)
        self._rail.add_page(number, icon_name, text)

    def show_page(self, page: QWidget) -> None:
        """Change to a page that was added."""
        self._rail.choose(self._stack.indexOf(page))

    def restore(self, session: Session) -> None:
        """Take the shape that the window had at the end of the last session."""
        if session.geometry:
            self.restoreGeometry(QByteArray.fromBase64(session.geometry.encode()))

    def restore_parts(self, session: Session, parts: Mapping[str, Draggable]) -> None:
        """Put what can be dragged where it was at the end of the last session."""
        for name, part in parts.items():
            if state := session.splitters.get(name):
                part.restoreState(QByteArray.fromBase64(state.encode()))

    def shape(self) -> str:
        """Return the window's place and size, to be restored."""
        return base64_text(self.saveGeometry())

    def show_keys(self) -> None:
        """Show what every key does, beside the work; once."""
        if self._keys is None:
            self._keys = KeyboardHelp(self)
            self._keys.finished.connect(self._forget_keys)
        self._keys.show()
        self._keys.raise_()
        self._keys.activateWindow()

    def come_forward(self) -> None:
        """Be seen: something outside of the window asks for an answer in it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def close_anyway(self) -> None:
        """Close without asking."""
        self._closing_anyway = True
        self.close()

    def event(self, event: QEvent) -> bool:
        """Notice the first painting, other screens, and coming into use."""
        handled = super().event(event)
        if event.type() in _MEASURES_CHANGE:
            self.measures_changed.emit()
        if event.type() == QEvent.Type.WindowActivate:
            self.came_to_front.emit()
        if event.type() == QEvent.Type.UpdateRequest and not self._painted:
            self._painted = True
            self.painted_first.emit()
        return handled

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first while work is running."""
        if self._loses_work() and not self._closing_anyway:
            event.ignore()
            self._ask_to_close()
            return
        self.about_to_close.emit()
        super().closeEvent(event)

    def _loses_work(self) -> bool:
        current = (self._line.current,) if self._line.current else ()
        return any(not is_unasked(t.request) for t in (*current, *self._line.waiting))

    def _forget_keys(self) -> None:
        self._keys = None

    def _ask_to_close(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        question = ClosingQuestion(self._line, self)
        question.stop.clicked.connect(self.close_anyway)
        question.finished.connect(self._answered)
        self._question = question
        question.open()

    def _answered(self) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None


def base64_text(data: QByteArray) -> str:
    """Return bytes that Qt saved as text for a settings file."""
    return bytes(data.toBase64().data()).decode("ascii")


def _size(widget: QWidget, wide: float, high: float) -> QSize:
    return QSize(em(widget, wide), em(widget, high))


def _stacked(rail: QWidget, pages: QWidget, job_bar: QWidget) -> QWidget:
    central = QWidget()
    above = QHBoxLayout()
    above.setSpacing(0)
    above.addWidget(rail)
    above.addWidget(_line(QFrame.Shape.VLine))
    above.addWidget(pages, 1)
    layout = QVBoxLayout(central)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addLayout(above, 1)
    layout.addWidget(_line(QFrame.Shape.HLine))
    layout.addWidget(job_bar)
    return central


def _line(shape: QFrame.Shape) -> QFrame:
    line = QFrame()
    line.setFrameShape(shape)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
