"""The button that saves or prints a report, with or without stills in it."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows

_READY: Final = "Save this report as HTML or PDF, or print it"
_NOTHING: Final = "There is no report to save"
_BUSY: Final = "The report is being made"
_DISCREET: Final = (
    "Neither stills nor names of files are in what is saved or printed: fit to be "
    "passed on"
)


class SaveReportButton(Fitted):
    """A menu of what a report can become."""

    html_wanted = Signal(bool)
    """Whether stills and names of files may be in it; so the other two."""
    pdf_wanted = Signal(bool)
    paper_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        self.html = self._action("Save as &HTML…", self.html_wanted)
        self.pdf = self._action("Save as &PDF…", self.pdf_wanted, "Ctrl+S")
        self.paper = self._action(
            "P&rint…", self.paper_wanted, QKeySequence(QKeySequence.StandardKey.Print)
        )
        self._menu.addSeparator()
        self.discreet = self._menu.addAction("&Without images")
        self.discreet.setCheckable(True)
        self.discreet.setToolTip(_DISCREET)
        self._menu.setToolTipsVisible(True)
        self.button = QPushButton("&Save or print")
        self.button.setAccessibleName("Save or print")
        self.button.setAutoDefault(False)
        self.button.setMenu(self._menu)
        row = FlowRows(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self._has_report = self._busy = False
        self._follow()
        self._fit()

    def set_report(self, report: object | None) -> None:
        """Offer to save, or not where no report is shown."""
        self._has_report = report is not None
        self._follow()

    def set_busy(self, busy: bool) -> None:
        """Wait while a report is being made."""
        self._busy = busy
        self._follow()

    def _action(
        self, text: str, signal: SignalInstance, key: QKeySequence | str = ""
    ) -> QAction:
        action = self._menu.addAction(text)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda: signal.emit(not self.discreet.isChecked()))
        return action

    def _follow(self) -> None:
        ready = self._has_report and not self._busy
        self.button.setEnabled(ready)
        for action in self.html, self.pdf, self.paper:
            action.setEnabled(ready)
        self.button.setToolTip(_BUSY if self._busy else _READY if ready else _NOTHING)

    def _fit(self) -> None:
        side = em(self, 1.05)
        self.button.setIconSize(QSize(side, side))
        self.button.setIcon(icon("export", self.palette()))
