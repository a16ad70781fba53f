"""The page of the settings on what is kept on the disk, and on deleting it."""

from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, strong_font
from app.byte_sizes import in_words
from app.kept_wording import what_came_of_it
from app.settings.delete_dialog import DeleteDialog
from app.settings.kept_rows import KeptRows, total_bytes
from app.settings.kept_things import KeptThings
from app.settings.settings_form import SteadyDecimals, explanation
from app.widgets.plain_scroll_area import PlainScrollArea
from core.dataset.cache_limit import cache_limit, set_cache_limit
from core.errors import LumenaryError
from core.keeping.deletion import Deleted
from core.keeping.places import KeptPlace, PlaceKey
from core.paths import UserFolders

_ABOUT: Final = (
    "All that Lumenary keeps of your stills and of your work is listed here. Nothing "
    "leaves this computer. Your stills themselves, sorted copies and exports lie where "
    "you put them and are never touched; thumbnails are in memory only."
)
_LIMIT_MEANS: Final = (
    "When a training begins and there are more, those that were not used for longest "
    "are deleted. 5 GB are 33,000 stills of 224 pixels."
)
_MEASURING: Final = "Measuring…"
_GIGA: Final = 1e9
_LARGEST_GB: Final = 10_000


class PrivacyPage(QWidget):
    """Every place with its size, measured beside the window; each can be emptied.

    Parameters
    ----------
    folders
        The user's own.
    in_use
        Returns the run folders that the window shows or that waiting jobs need.
    parent
        The dialog.
    """

    deleted = Signal(str)
    """The :class:`~core.keeping.places.PlaceKey` of what is gone, or partly so."""

    def __init__(
        self,
        folders: UserFolders,
        in_use: Callable[[], Collection[Path]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache = folders.cache
        self._things = KeptThings(folders, in_use, self)
        self.rows = KeptRows()
        self.total, self.said = QLabel(), QLabel()
        self.refresh = QPushButton("Re&fresh")
        self.refresh.setAutoDefault(False)
        self.refresh.setAccessibleName("Refresh")
        self.refresh.setToolTip("Measure everything again")
        self.limit = self._limit_box()
        self._lay_out()
        self._connect()
        self.look()

    def look(self) -> None:
        """Measure everything anew."""
        self.total.setText(_MEASURING)
        self._things.look()

    def stop(self) -> None:
        """End the thread."""
        self._things.stop()

    def _connect(self) -> None:
        self.refresh.clicked.connect(self.look)
        self.rows.delete_wanted.connect(self._ask)
        self.limit.valueChanged.connect(self._set_limit)
        self._things.measured.connect(self._show)
        self._things.deleted.connect(self._on_deleted)
        self._things.failed.connect(self._on_failed)

    def _show(self, place: KeptPlace) -> None:
        self.rows.show_place(place)
        if place.key is list(PlaceKey)[-1]:
            size = in_words(total_bytes(self.rows.places))
            self.total.setText(f"In all {size}")

    def _ask(self, place: KeptPlace) -> None:
        dialog = DeleteDialog(place, self)
        dialog.confirmed.connect(lambda age: self._delete(place.key, age))
        dialog.open()

    def _delete(self, key: PlaceKey, older_than: timedelta | None) -> None:
        self.rows.set_busy(True)
        self.total.setText(_MEASURING)
        self._say("Deleting…")
        self._things.delete(key, older_than)

    def _on_deleted(self, key: PlaceKey, deleted: Deleted) -> None:
        self.rows.set_busy(False)
        self._say(what_came_of_it(deleted))
        self.deleted.emit(key)

    def _on_failed(self, sentence: str) -> None:
        self.rows.set_busy(False)
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self.refresh.setAccessibleDescription(sentence)

    def _set_limit(self, gigabytes: float) -> None:
        try:
            set_cache_limit(self._cache, round(gigabytes * _GIGA))
        except LumenaryError as error:
            self._say(f"{error.user_message} {error.hint}".strip())
            with QSignalBlocker(self.limit):
                self.limit.setValue(cache_limit(self._cache) / _GIGA)

    def _limit_box(self) -> QDoubleSpinBox:
        box = SteadyDecimals()
        box.setRange(0, _LARGEST_GB)
        box.setDecimals(1)
        box.setSuffix(" GB")
        box.setKeyboardTracking(False)
        box.setValue(cache_limit(self._cache) / _GIGA)
        box.setAccessibleName("Room for prepared stills")
        box.setAccessibleDescription(_LIMIT_MEANS)
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.total, 1)
        head.addWidget(self.refresh)
        self.total.setFont(strong_font(self.total.font()))
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.hide()
        side = em(self, 1.4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(side, side, 0, 0)
        layout.setSpacing(em(self, 0.6))
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, side, 0)
        top.addWidget(explanation(_ABOUT))
        top.addLayout(head)
        top.addWidget(self.said)
        layout.addLayout(top)
        layout.addWidget(PlainScrollArea(self._below(side), "What is kept"), 1)

    def _below(self, side: int) -> QWidget:
        """Return what is scrolled; what was said of a deletion stays in sight."""
        below = QWidget()
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 0, side, em(self, 0.5))
        layout.setSpacing(em(self, 0.8))
        layout.addWidget(self.rows)
        layout.addLayout(self._limit_row())
        layout.addWidget(explanation(_LIMIT_MEANS))
        layout.addStretch(1)
        return below

    def _limit_row(self) -> QHBoxLayout:
        label = QLabel("&Room for prepared stills")
        label.setBuddy(self.limit)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.limit)
        row.addStretch(1)
        return row
