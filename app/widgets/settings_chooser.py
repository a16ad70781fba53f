"""Whose preprocessing is previewed, in words, and whether it was changed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from app.previewing.settings_owner import SettingsOwner, in_words
from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from core.images.settings import PreprocessingSettings

_HEADINGS: Final = {"model": "Models", "recipe": "Recipes"}


class SettingsChooser(Fitted):
    """A list of models and recipes; beside it, what the settings do to a still."""

    chosen = Signal(object)
    """The :class:`SettingsOwner` that a person has just chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owners: list[SettingsOwner | None] = []
        """By place in the list; headings are none."""
        self._current: SettingsOwner | None = None
        label = QLabel("S&ettings of:")
        label.setFont(bold())
        self._combo = QComboBox()
        self._combo.setAccessibleName("Model or recipe whose settings are shown")
        adjusted = QComboBox.SizeAdjustPolicy.AdjustToContents
        self._combo.setSizeAdjustPolicy(adjusted)
        self._combo.setMinimumContentsLength(16)
        maximum, fixed = QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed
        self._combo.setSizePolicy(maximum, fixed)
        self._combo.activated.connect(self._on_activated)
        label.setBuddy(self._combo)
        self._changed = Badge("changed")
        self._changed.setToolTip("The sliders differ from these settings.")
        self._steps = ClampedLabel()
        self._steps.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout(self)
        for widget in label, self._combo, self._changed, self._steps:
            row.addWidget(widget, int(widget is self._steps))
        self.show_settings(PreprocessingSettings(), changed=False)
        self._fit()

    @property
    def current(self) -> SettingsOwner | None:
        """Whose settings are shown."""
        return self._current

    def set_owners(self, owners: Sequence[SettingsOwner]) -> None:
        """List models and recipes; the chosen one stays, else the first is chosen."""
        before = self._current
        model = QStandardItemModel(self._combo)
        self._owners = []
        for kind, heading in _HEADINGS.items():
            of_kind = [owner for owner in owners if owner.kind == kind]
            for owner in (None, *of_kind) if of_kind else ():
                self._owners.append(owner)
                model.appendRow(_heading(heading) if owner is None else _item(owner))
        self._combo.setModel(model)
        self._current = None
        usable = next((o for o in owners if o.recipe is not None), None)
        if before is None or not self.select(before.kind, before.name):
            self._show(usable)

    def select(self, kind: str, name: str) -> bool:
        """Choose by name; an unknown or damaged one changes nothing."""
        for owner in self._owners:
            if owner and (owner.kind, owner.name) == (kind, name) and owner.recipe:
                self._show(owner)
                return True
        return False

    def show_settings(self, settings: PreprocessingSettings, *, changed: bool) -> None:
        """Say what is done to a still, and whether the chosen one does that."""
        self._changed.setVisible(changed)
        self._steps.set_text(in_words(settings))

    def _show(self, owner: SettingsOwner | None) -> None:
        self._current = owner
        self._combo.setCurrentIndex(self._owners.index(owner) if owner else -1)
        about = f"{owner.title} ({owner.name})" if owner else ""
        self._combo.setToolTip(plain_tip(about))

    def _on_activated(self, place: int) -> None:
        owner = self._owners[place]
        if owner is not None and owner.recipe is not None:
            self._show(owner)
            self.chosen.emit(owner)

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
        self._combo.setMaximumWidth(em(self, 32))


def _heading(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setFont(bold())
    return item


def _item(owner: SettingsOwner) -> QStandardItem:
    if owner.recipe is None:
        item = QStandardItem(f"{owner.name} (cannot be used)")
        item.setEnabled(False)
        item.setToolTip(plain_tip(owner.problem))
        said = f"{owner.name}, cannot be used: {owner.problem}"
    else:
        item = QStandardItem(owner.title)
        item.setToolTip(plain_tip(f"{owner.title} ({owner.name})"))
        said = f"{owner.kind.capitalize()} {owner.title}"
    item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
    return item
