"""What may be decided for one training; everything begins as the recipe has it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold
from core.jobs.requests import DEFAULT_SEED, TrainingChoices
from core.recipes.recipe import ClassWeights, Recipe

_MOST_EPOCHS: Final = 10_000
_MOST_BATCH: Final = 4096
_MOST_PATIENCE: Final = 1000
_DEVICES: Final[Mapping[str, str]] = {
    "auto": "The fastest there is",
    "cpu": "The processor",
    "gpu": "A GPU",
}
_WEIGHTS: Final[Mapping[str, str]] = {
    ClassWeights.NONE.value: "Each still counts the same",
    ClassWeights.BALANCED.value: "Rare classes count more",
}


class MainSettings(QObject):
    """The few that matter: epochs, device, cross-validation; rows for a form."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.epochs = tuple(
            _spin(0, _MOST_EPOCHS, f"Epochs of phase {phase}", about)
            for phase, about in (
                (1, "At most so many rounds over all stills for the new layers alone"),
                (2, "At most so many rounds for all layers, slowly"),
            )
        )
        self.device = _combo(_DEVICES, "Device", "What the training runs on")
        self.cross_validate = QCheckBox("Cross-&validate as well, in")
        self.cross_validate.setAccessibleName("Cross-validate")
        self.cross_validate.setToolTip(
            "Train the recipe again on parts of the stills, so that every still is "
            "tested once: the surest numbers, for as many times as long"
        )
        self.folds = _spin(2, 20, "Folds", "Into how many parts the stills are divided")
        self.folds.setValue(5)
        self._folds_word = QLabel("folds")
        self.rows: tuple[tuple[str, QWidget], ...] = (
            ("&Epochs:", self._epochs_row()),
            ("&Device:", _row(self.device)),
            ("Numbers:", _row(self.cross_validate, self.folds, self._folds_word)),
        )
        """A label for each; what it is for has the keyboard of the row."""
        self.cross_validate.toggled.connect(self._follow)
        for spin in (*self.epochs, self.folds):
            spin.valueChanged.connect(self.changed)
        self.device.currentIndexChanged.connect(self.changed)
        self._follow()

    @property
    def missing(self) -> str:
        """What has to be said yet; empty if nothing."""
        some = any(spin.value() for spin in self.epochs)
        return "" if some else "Give at least one phase an epoch"

    @property
    def folds_wanted(self) -> int | None:
        """In how many folds to cross-validate; ``None`` for not at all."""
        return self.folds.value() if self.cross_validate.isChecked() else None

    def show_recipe(self, recipe: Recipe) -> None:
        """Begin anew with what a recipe says."""
        for spin, phase in zip(self.epochs, recipe.training.phases, strict=True):
            spin.setValue(phase.epochs)

    def show_device(self, device: str) -> None:
        """Choose the device of the program's settings."""
        self.device.setCurrentIndex(self.device.findData(device))

    def choices(self, recipe: Recipe) -> TrainingChoices:
        """Return what differs from the recipe, and the device."""
        wanted = self.epochs[0].value(), self.epochs[1].value()
        first, second = recipe.training.phases
        same = wanted == (first.epochs, second.epochs)
        return TrainingChoices(
            epochs=None if same else wanted, device=self.device.currentData()
        )

    def _epochs_row(self) -> QWidget:
        first, second = self.epochs
        then, rest = QLabel("for the new layers, then"), QLabel("for all layers")
        return _row(first, then, second, rest)

    def _follow(self) -> None:
        self.folds.setEnabled(self.cross_validate.isChecked())
        self._folds_word.setEnabled(self.cross_validate.isChecked())
        self.changed.emit()


class FoldedSettings(Fitted):
    """The rest, for those who know what they do."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.batch = _spin(1, _MOST_BATCH, "Batch", "Stills that are learnt together")
        self.patience = _spin(
            0,
            _MOST_PATIENCE,
            "Patience",
            "Epochs without a lower validation loss that end a phase",
        )
        self.patience.setSpecialValueText("never ends early")
        self.class_weights = _combo(
            _WEIGHTS, "Class weights", "How much a still of each class counts"
        )
        self.seed = _spin(
            0,
            2**31 - 1,
            "Seed",
            "The same seed gives the same split and, on a processor, the same model",
        )
        self.seed.setValue(DEFAULT_SEED)
        self.with_images = QCheckBox("Stills and file na&mes in the run's report")
        self.with_images.setChecked(True)
        self.with_images.setToolTip(
            "The report that goes with the model has neither, in any case"
        )
        self._grid = QGridLayout(self)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("&Batch:", self.batch),
            ("&Patience:", self.patience),
            ("C&lass weights:", self.class_weights),
            ("Seed:", self.seed),
        )
        for row, (words, field) in enumerate(rows):
            self._grid.addWidget(_label(words, field), row, 0)
            self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self.with_images, len(rows), 1)
        self._grid.setColumnStretch(1, 1)
        for spin in self.batch, self.patience, self.seed:
            spin.valueChanged.connect(self.changed)
        self.class_weights.currentIndexChanged.connect(self.changed)
        self._fit()

    def show_recipe(self, recipe: Recipe) -> None:
        """Begin anew with what a recipe says."""
        training = recipe.training
        self.batch.setValue(training.batch)
        self.patience.setValue(training.patience)
        place = self.class_weights.findData(training.class_weights.value)
        self.class_weights.setCurrentIndex(place)

    def added_to(self, choices: TrainingChoices, recipe: Recipe) -> TrainingChoices:
        """Return choices with what differs from the recipe here."""
        training = recipe.training
        wanted = {
            "batch": self.batch.value(),
            "patience": self.patience.value(),
            "class_weights": ClassWeights(self.class_weights.currentData()),
        }
        different = {
            name: value
            for name, value in wanted.items()
            if value != getattr(training, name)
        }
        return choices.model_copy(update={**different, "seed": self.seed.value()})

    def _fit(self) -> None:
        self._grid.setContentsMargins(em(self, 1.2), 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.6))
        self._grid.setVerticalSpacing(em(self, 0.5))


def _row(*parts: QWidget) -> QWidget:
    """Return parts beside each other, at the left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(em(row, 0.6))
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    row.setFocusProxy(parts[0])
    return row


def _spin(least: int, most: int, name: str, about: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setAccessibleName(name)
    spin.setToolTip(about)
    return spin


def _combo(words: Mapping[str, str], name: str, about: str) -> QComboBox:
    combo = QComboBox()
    for value, text in words.items():
        combo.addItem(text, value)
    combo.setAccessibleName(name)
    combo.setToolTip(about)
    return combo


def _label(words: str, field: QWidget) -> QLabel:
    label = QLabel(words)
    label.setFont(bold())
    label.setBuddy(field)
    return label
