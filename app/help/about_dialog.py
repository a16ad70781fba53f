"""What the program is, what it stands on, and under which terms."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.appearance.icons import icon_pixmap
from app.appearance.measures import em, title_font
from app.starting.research_notice import RESEARCH_USE
from core import __version__
from core.library.store import LibraryEntry

_WHAT_IT_IS: Final = (
    "Classifies folders of endoscopy stills, on this computer and without a network."
)
_LIBRARIES_TAB: Final = 1


class AboutDialog(QDialog):
    """Version, purpose and terms. Show it by ``open()``.

    Parameters
    ----------
    entries
        Models whose terms are shown.
    parent
        The window.
    """

    support_wanted = Signal()
    """Whoever is asked for help needs a bundle of logs."""

    def __init__(
        self, entries: Sequence[LibraryEntry] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Lumenary")
        self.tabs = QTabWidget()
        self.libraries = _libraries_table()
        self.tabs.addTab(_own_terms(), "&This program")
        self.tabs.addTab(self.libraries, "&Libraries")
        self.tabs.addTab(_models_page(entries), "&Models")
        self.tabs.setAccessibleName("Terms and licences")
        self.tabs.tabBar().setAccessibleName("Terms and licences")
        self.tabs.currentChanged.connect(self._fill)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.support = buttons.addButton(
            "Support &bundle…", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.support.setAccessibleName("Support bundle")
        self.support.setToolTip("Logs, versions and settings for whoever helps you")
        self.support.setAutoDefault(False)
        self.support.clicked.connect(self._want_support)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 1.2)] * 4)
        layout.setSpacing(em(self, 0.9))
        layout.addLayout(self._heading())
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        self._take_size()

    def _want_support(self) -> None:
        self.accept()
        self.support_wanted.emit()

    def _heading(self) -> QHBoxLayout:
        side = em(self, 3.4)
        picture = QLabel()
        ink = self.palette().text().color()
        picture.setPixmap(icon_pixmap("lumenary", ink, side, self.devicePixelRatioF()))
        title = QLabel(f"Lumenary {__version__}")
        title.setFont(title_font(self.font()))
        words = QVBoxLayout()
        words.setSpacing(em(self, 0.3))
        for label in (title, QLabel(_WHAT_IT_IS), QLabel(RESEARCH_USE)):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(em(self, 1.0))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _fill(self, tab: int) -> None:
        """List the libraries when they are looked at, and not before."""
        if tab == _LIBRARIES_TAB and not self.libraries.topLevelItemCount():
            from app.help.installed_libraries import installed_libraries

            self.libraries.addTopLevelItems(
                [
                    _row(library.name, library.version, library.licence)
                    for library in installed_libraries()
                ]
            )
            for column in range(2):
                self.libraries.resizeColumnToContents(column)

    def _take_size(self) -> None:
        available = self.screen().availableGeometry().size()
        self.resize(
            min(em(self, 48), round(0.95 * available.width())),
            min(em(self, 38), round(0.9 * available.height())),
        )


def _own_terms() -> QPlainTextEdit:
    from app.help.installed_libraries import own_text

    text = QPlainTextEdit("\n\n".join(own_text(name) for name in ("NOTICE", "LICENSE")))
    text.setReadOnly(True)
    text.setFrameShape(QFrame.Shape.NoFrame)
    text.setTabChangesFocus(True)
    text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    text.setAccessibleName("Licence of this program")
    return text


def _libraries_table() -> QTreeWidget:
    table = QTreeWidget()
    table.setHeaderLabels(["Library", "Version", "Licence"])
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setRootIsDecorated(False)
    table.setAlternatingRowColors(True)
    table.setUniformRowHeights(True)
    table.setAccessibleName("Libraries and their licences")
    return table


def _row(name: str, version: str, licence: str) -> QTreeWidgetItem:
    row = QTreeWidgetItem([name, version, licence])
    row.setToolTip(2, licence)
    return row


def _models_page(entries: Sequence[LibraryEntry]) -> QTextBrowser:
    page = QTextBrowser()
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.setOpenLinks(False)
    page.setTabChangesFocus(True)
    page.setAccessibleName("Models and their licences")
    page.setHtml("".join(map(_in_html, entries)) or "<p>There are no models.</p>")
    return page


def _in_html(entry: LibraryEntry) -> str:
    if entry.card is None:
        return (
            f"<h4>{escape(entry.name)}</h4>"
            f"<p>Cannot be used: {escape(str(entry.problem))}</p>"
        )
    parts = "".join(
        f"<li>{escape(part.part)}: {escape(part.licence)}</li>"
        for part in entry.card.licences
    )
    return (
        f"<h4>{escape(entry.card.title)} ({escape(entry.name)})</h4>"
        f"<p>{escape(entry.card.research_use)}</p><ul>{parts}</ul>"
    )
