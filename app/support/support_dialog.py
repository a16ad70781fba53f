"""Shows what a support bundle would hold, and writes just that."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, strong_font, title_font
from app.byte_sizes import in_words
from app.model_library.beside_the_window import BesideTheWindow
from app.problems.problem import Problem, problems_to
from app.settings.settings_form import explanation
from app.support.bundle_parts import BundlePart, bundle_parts
from app.support.bundle_wording import IN_SHORT_WITH, IN_SHORT_WITHOUT
from app.support.support_bundle import SUGGESTED_NAME, bundle_path, write_bundle
from app.widgets.grip_splitter import GripSplitter
from app.worker.outcome_sentences import counted
from core.control import Cancelled, Control
from core.paths import UserFolders

_WHAT_FOR: Final = (
    "Logs, versions and settings in one file, for whoever helps you: no stills, "
    "findings, reviews or notes. It is sent nowhere."
)
_GATHERING: Final = "Gathering what goes in…"
_NAME, _SIZE = range(2)
_SHARES: Final = (1, 2)
"""Of the width: the list and the text."""


class SupportDialog(QDialog):
    """What goes in is gathered in a thread, shown, and only then written.

    Show it by ``open()``.

    Parameters
    ----------
    folders
        The user's own.
    present
        Shows a problem.
    parent
        The window.
    """

    gathered = Signal()
    """All parts are shown, and can be written."""

    def __init__(
        self,
        folders: UserFolders,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Support bundle")
        self._folders, self._present = folders, present
        self._beside = BesideTheWindow(present, self)
        self._control = Control()
        self._parts: tuple[BundlePart, ...] = ()
        self._file_dialog: QFileDialog | None = None
        self._looked_at = ""
        self.with_names = QCheckBox("With &file names")
        self.meaning = explanation("")
        self.list = _parts_list()
        self.title, self.text = QLabel(), _text_view()
        self.said = QLabel()
        self._lay_out()
        self.with_names.toggled.connect(self.gather)
        self.list.currentItemChanged.connect(self._show_part)
        self.gather()

    @property
    def parts(self) -> tuple[BundlePart, ...]:
        """What is shown and would be written; empty while it is gathered."""
        return self._parts

    def gather(self) -> None:
        """Look at everything anew."""
        self._control.cancel()
        self._control = control = Control()
        with_names = self.with_names.isChecked()
        self._parts = ()
        self._show_parts()
        self.meaning.setText(IN_SHORT_WITH if with_names else IN_SHORT_WITHOUT)
        self._say(_GATHERING)

        def look() -> tuple[BundlePart, ...]:
            try:
                return bundle_parts(
                    self._folders, with_names=with_names, control=control
                )
            except Cancelled:  # closed, or asked for otherwise
                return ()

        self._beside.do(look, self._take, words=_GATHERING)

    def save(self) -> None:
        """Ask where to write it."""
        if not self._parts or self._file_dialog is not None:
            return
        dialog = QFileDialog(self, "Save the support bundle", str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Zip archive (*.zip)")
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(SUGGESTED_NAME)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.finished.connect(self._forget_file_dialog)
        self._file_dialog = dialog
        dialog.open()

    def write(self, target: Path) -> None:
        """Write what is shown to a place that the user named."""
        whole = bundle_path(target)
        with problems_to(self._present):
            # who named the file itself was asked whether to replace it
            size = write_bundle(self._parts, whole, replace=whole == target)
            self._say(f"Saved “{whole.name}”, {in_words(size)}. Nothing was sent.")

    def done(self, result: int) -> None:
        """Stop looking."""
        self._control.cancel()
        self._beside.stop()
        super().done(result)

    def _take(self, parts: tuple[BundlePart, ...]) -> None:
        if not parts:  # another look has begun
            return
        self._parts = parts
        self._show_parts()
        size = in_words(sum(part.size for part in parts))
        self._say(f"{counted(len(parts), 'file')}, {size} before they are packed")
        self.gathered.emit()

    def _show_parts(self) -> None:
        if row := self.list.currentItem():
            self._looked_at = row.text(_NAME)
        self.list.clear()
        rows = [_row(part) for part in self._parts]
        self.list.addTopLevelItems(rows)
        same = [row for row in rows if row.text(_NAME) == self._looked_at]
        for row in (same or rows)[:1]:
            self.list.setCurrentItem(row)
        self.list.setEnabled(bool(self._parts))
        self.save_button.setEnabled(bool(self._parts))

    def _show_part(self, row: QTreeWidgetItem | None) -> None:
        part = row.data(_NAME, Qt.ItemDataRole.UserRole) if row else None
        self.title.setText(part.title if part else "")
        self.text.setPlainText(part.text if part else "")

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setToolTip(sentence)
        self.save_button.setAccessibleDescription(sentence)

    def _forget_file_dialog(self) -> None:
        if self._file_dialog is not None:
            self._file_dialog.deleteLater()
            self._file_dialog = None

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 1.2)] * 4)
        layout.setSpacing(em(self, 0.7))
        heading = QLabel("Support bundle")
        heading.setFont(title_font(self.font()))
        layout.addWidget(heading)
        layout.addWidget(explanation(_WHAT_FOR))
        layout.addWidget(self.with_names)
        layout.addWidget(self.meaning)
        layout.addWidget(self._preview(), 1)
        layout.addLayout(self._foot())
        available = self.screen().availableGeometry().size()
        self.resize(
            min(em(self, 62), round(0.95 * available.width())),
            min(em(self, 46), round(0.9 * available.height())),
        )

    def _preview(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(em(self, 0.6), 0, 0, 0)
        column.setSpacing(em(self, 0.4))
        self.title.setFont(strong_font(self.font()))
        self.title.setWordWrap(True)
        column.addWidget(self.title)
        column.addWidget(self.text, 1)
        splitter = GripSplitter(Qt.Orientation.Horizontal, lambda _: _SHARES)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _foot(self) -> QLayout:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save_button = buttons.addButton(
            "&Save…", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save_button.setAccessibleName("Save the support bundle")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(buttons)
        return row


def _parts_list() -> QTreeWidget:
    table = QTreeWidget()
    table.setHeaderLabels(["File", "Size"])
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setAllColumnsShowFocus(True)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setAccessibleName("Files of the bundle")
    table.header().setStretchLastSection(False)
    table.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
    table.header().setSectionResizeMode(_SIZE, QHeaderView.ResizeMode.ResizeToContents)
    return table


def _row(part: BundlePart) -> QTreeWidgetItem:
    row = QTreeWidgetItem([part.name, in_words(part.size)])
    row.setData(_NAME, Qt.ItemDataRole.UserRole, part)
    row.setToolTip(_NAME, f"{part.name}: {part.title}")
    row.setTextAlignment(
        _SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    )
    return row


def _text_view() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setAccessibleName("What the file says")
    return view
