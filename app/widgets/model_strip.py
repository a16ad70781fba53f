"""The chosen model, with what it knows and what it does not, always in sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.fitted import Fitted, bold
from core.library.store import LibraryEntry

_NO_MODEL = "There is no model that can be used."


class ModelStrip(Fitted):
    """Which model classifies, what it tells apart, and what it has never seen."""

    chosen = Signal(str)
    """The name of the model that a person has just chosen."""
    opening = Signal()
    """The list of models is about to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LibraryEntry, ...] = ()
        self._label = QLabel("&Model:")
        self._label.setFont(bold())
        self._combo = _combo()
        self._label.setBuddy(self._combo)
        self._drawn = Badge("drawn stills")
        self._drawn.setToolTip("Trained on drawings, not on photographs of patients.")
        self._terms = ClampedLabel()
        self._terms.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )
        self._terms.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._terms.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._knows = ClampedLabel(lines=2)
        self._does_not_know = ClampedLabel(lines=2)
        self._lay_out()
        self._combo.activated.connect(self._on_activated)
        self._combo.opening.connect(self.opening)
        self._show_current()
        self._fit()

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """List the models; the chosen one stays, else the first usable one is chosen.

        A damaged model is listed with the reason and cannot be chosen.
        """
        before = self.current()
        self._entries = tuple(entries)
        self._combo.setModel(_item_model(self._entries, self._combo))
        if before is None or not self.select(before.name):
            self._combo.setCurrentIndex(self._first_usable())
        self._show_current()

    def current(self) -> LibraryEntry | None:
        """Return the chosen model, which is whole, or nothing."""
        index = self._combo.currentIndex()
        if not 0 <= index < len(self._entries):
            return None
        entry = self._entries[index]
        return entry if entry.card is not None else None

    def select(self, name: str) -> bool:
        """Choose a model by its name; an unknown or damaged one changes nothing."""
        for index, entry in enumerate(self._entries):
            if entry.name == name and entry.card is not None:
                self._combo.setCurrentIndex(index)
                self._show_current()
                return True
        return False

    def set_enabled_for_choice(self, enabled: bool) -> None:
        """Let a person choose, or not, while a job runs with the chosen model."""
        self._combo.setEnabled(enabled)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        for widget in (self._label, self._combo, self._drawn):
            first.addWidget(widget)
        first.addWidget(self._terms, 1)
        self._first = first
        grid = QGridLayout(self)
        grid.addLayout(first, 0, 0, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._knows, 1, 0, top)
        grid.addWidget(self._does_not_know, 1, 1, top)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def _fit(self) -> None:
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(em(self, 0.35))
        self._first.setSpacing(em(self, 0.5))
        self._combo.setMaximumWidth(em(self, 32))
        grid.setHorizontalSpacing(em(self, 2))

    def _first_usable(self) -> int:
        usable = (i for i, entry in enumerate(self._entries) if entry.card is not None)
        return next(usable, -1)

    def _on_activated(self) -> None:
        self._show_current()
        if entry := self.current():
            self.chosen.emit(entry.name)

    def _show_current(self) -> None:
        entry = self.current()
        card = entry.card if entry else None
        self._drawn.setVisible(card is not None and card.data.drawn)
        about = f"{card.title}\n{card.description}" if card else _NO_MODEL
        self._combo.setToolTip(about)
        if card is None:
            self._knows.set_text(_NO_MODEL)
            self._does_not_know.set_text("")
            self._terms.set_text("")
            return
        self._knows.set_text(card.knows, lead="Knows:")
        self._does_not_know.set_text(card.does_not_know, lead="Does not know:")
        self._terms.set_text(_short(card.research_use), hint=card.research_use)


def _short(sentences: str) -> str:
    """Return what comes before the colon and stands in sight; the tooltip has all."""
    return sentences.split(": ")[0].rstrip(".") + "."


def _combo() -> ElidingCombo:
    combo = ElidingCombo()
    combo.setAccessibleName("Model")
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMinimumContentsLength(16)
    combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return combo


def _item_model(
    entries: Sequence[LibraryEntry], parent: QComboBox
) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for entry in entries:
        model.appendRow(_item(entry))
    return model


def _item(entry: LibraryEntry) -> QStandardItem:
    if entry.card is None:
        return _damaged_item(entry)
    item = QStandardItem(entry.card.title)
    item.setToolTip(plain_tip(f"{entry.card.title} ({entry.name})"))
    item.setData(entry.card.title, Qt.ItemDataRole.AccessibleTextRole)
    return item


def _damaged_item(entry: LibraryEntry) -> QStandardItem:
    reason = str(entry.problem) if entry.problem else "It cannot be read."
    item = QStandardItem(f"{entry.name} (cannot be used)")
    item.setEnabled(False)
    item.setToolTip(plain_tip(reason))
    item.setData(
        f"{entry.name}, cannot be used: {reason}", Qt.ItemDataRole.AccessibleTextRole
    )
    return item
