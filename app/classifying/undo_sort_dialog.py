"""Asks which sort is to be taken back."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.appearance.plain_tips import plain_tip
from app.widgets.primary_button import PrimaryButton, make_default
from core.jobs.sort_manifest import MANIFEST_FILE

_WHAT = (
    "Copies that are still just what was copied are removed. What was changed, "
    "replaced or added since stays, and originals are not touched."
)
_NONE_YET = (
    "Nothing was sorted since this window was opened. Choose the file "
    f"“{MANIFEST_FILE}” in the folder that was sorted into."
)
_PATH = Qt.ItemDataRole.UserRole


class UndoSortDialog(QDialog):
    """Offers the sorts of this session, and any other by its manifest.

    Parameters
    ----------
    manifests
        Of this session, the latest first.
    parent
        The window.
    """

    undo_wanted = Signal(object)
    """The manifest, a ``Path``."""

    def __init__(
        self, manifests: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Undo a sort")
        self._heading = QLabel("Take back the copies of a sort")
        self._list = QListWidget()
        self._list.setAccessibleName("Sorted folders")
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self.accept)
        self._none_yet = _wrapped(_NONE_YET)
        self._undo = PrimaryButton("&Remove the copies", "undo")
        self._layout = QVBoxLayout(self)
        for part in self._heading, _wrapped(_WHAT), self._none_yet, self._list:
            self._layout.addWidget(part)
        self._layout.addWidget(self._buttons())
        make_default(self._undo)
        self._fit()
        for manifest in reversed(manifests):
            self.offer(manifest)
        self._follow()
        width = em(self, 38)
        self.resize(width, self._layout.totalMinimumHeightForWidth(width))

    def offer(self, manifest: Path) -> None:
        """Put a manifest on top and choose it."""
        item = QListWidgetItem(str(manifest.parent))
        item.setData(_PATH, manifest)
        item.setToolTip(plain_tip(str(manifest)))
        self._list.insertItem(0, item)
        self._list.setCurrentItem(item)
        self._follow()

    def accept(self) -> None:
        """Take the chosen one."""
        item = self._list.currentItem()
        if item is not None:
            super().accept()
            self.undo_wanted.emit(item.data(_PATH))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.layout() is not None:
            self._fit()

    def _buttons(self) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAccessibleName("Cancel")
        choose = buttons.addButton("Choose a &manifest…", role.ActionRole)
        choose.setAccessibleName("Choose a manifest")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        buttons.addButton(self._undo, role.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose the manifest of a sort")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Manifest of a sort ({MANIFEST_FILE})")
        dialog.fileSelected.connect(lambda name: self.offer(Path(name)))
        dialog.open()

    def _follow(self) -> None:
        some = self._list.count() > 0
        self._none_yet.setVisible(not some)
        self._list.setVisible(some)
        self._undo.setEnabled(some)
        if some:
            self._list.setFocus()

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font()))
        self._list.setMinimumHeight(em(self, 6))
        margin = em(self, 0.9)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        self._layout.setSpacing(em(self, 0.6))


def _wrapped(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    return label
