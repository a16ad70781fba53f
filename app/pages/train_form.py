"""What is to be trained: stills, recipe, name, beginning, and what may be decided."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.learning.training import Asked
from app.widgets.clamped_label import ClampedLabel
from app.widgets.estimate_line import EstimateLine
from app.widgets.fitted import Fitted, bold
from app.widgets.folded import Folded
from app.widgets.groups_field import GroupsField
from app.widgets.hairline import hairline
from app.widgets.name_field import NameField
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.primary_button import PrimaryButton
from app.widgets.recipe_choice import RecipeChoice
from app.widgets.start_from_field import StartFromField
from app.widgets.training_settings import FoldedSettings, MainSettings
from core.jobs.requests import (
    DEFAULT_RECIPE,
    EstimateTrainingRequest,
    GroupingRequest,
    TrainRequest,
)
from core.library.store import LibraryEntry
from core.recipes.recipe import Recipe

_READY: Final = "Train (Ctrl+Return); your files are only read"
_WIDTH_EM: Final = 66.0
_RECIPE_OF_DRAWN: Final = "quick-tour"
"""It learns them within a minute."""


class TrainForm(Fitted):
    """Everything has a sound default but the stills."""

    start_wanted = Signal()
    changed = Signal()
    """Something was chosen: what a training would take may be another time."""
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._title = QLabel("Train a model")
        self._where = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self.folder_button = QPushButton("Choose &folder…")
        self.folder_button.setAccessibleName("Choose folder")
        self.folder_button.setToolTip("A folder with a subfolder for each class")
        self.groups = GroupsField()
        self.recipes = RecipeChoice()
        self.name = NameField()
        self.start_from = StartFromField()
        self.settings = MainSettings(self)
        self.more = FoldedSettings()
        self.folded = Folded("M&ore settings", self.more)
        self.estimate = EstimateLine()
        self.start = PrimaryButton("T&rain", "play")
        self._lay_out()
        self._connect()
        self._follow()
        self._fit()

    @property
    def folder(self) -> Path | None:
        """Where the labelled stills are."""
        return self._folder

    @property
    def missing(self) -> str:
        """What keeps a training from being started; empty if nothing does."""
        return next(filter(None, self._lacking()), "")

    def asked(self) -> Asked | None:
        """Return what is asked for; nothing as long as something is missing."""
        recipe = self.recipes.current
        if self.missing or self._folder is None or recipe is None:
            return None
        request = TrainRequest(
            folder=self._folder,
            name=self.name.name,
            recipe=recipe.name,
            weights=self.start_from.request(),
            grouping=self.groups.request(),
            choices=self.more.added_to(self.settings.choices(recipe), recipe),
            folds=self.settings.folds_wanted,
            with_images=self.more.with_images.isChecked(),
        )
        return Asked(request, recipe)

    def estimate_request(self) -> EstimateTrainingRequest | None:
        """Return what is to be measured; nothing as long as stills are missing."""
        recipe = self.recipes.current
        lacking = (
            self.groups.missing or self.start_from.missing or self.settings.missing
        )
        if self._folder is None or recipe is None or lacking:
            return None
        return EstimateTrainingRequest(
            folder=self._folder,
            recipe=recipe.name,
            weights=self.start_from.request(),
            grouping=self.groups.request(),
            choices=self.more.added_to(self.settings.choices(recipe), recipe),
            folds=self.settings.folds_wanted,
        )

    def choose_folder(
        self, folder: Path, grouping: GroupingRequest | None = None, name: str = ""
    ) -> None:
        """Take a folder with a subfolder for each class, and how its stills belong."""
        from core.images.sample_sets import is_drawn

        self._folder = folder
        if grouping is not None:
            self.groups.show_request(grouping)
        self.recipes.choose(_RECIPE_OF_DRAWN if is_drawn(folder) else DEFAULT_RECIPE)
        self.name.suggest(name or folder.name)
        self._follow()

    def set_recipes(self, recipes: Sequence[Recipe]) -> None:
        """Offer recipes."""
        self.recipes.set_recipes(recipes)

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Offer models to begin with; their names are taken."""
        self.start_from.set_models(entries)
        self.name.set_taken(entry.name for entry in entries)

    def ask_for_folder(self) -> None:
        """Ask for a folder without holding up the window."""
        dialog = QFileDialog(self, "Choose a folder with a subfolder for each class")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(str(self._folder or QDir.homePath()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.choose_folder(Path(name)))
        dialog.open()

    def _lacking(self) -> Iterator[str]:
        if self._folder is None:
            yield "Choose a folder that has a subfolder for each class"
        if self.recipes.current is None:
            yield "There is no recipe that can be used"
        yield self.groups.missing
        yield self.name.problem if self.name.name else "Give the model a name"
        yield self.start_from.missing
        yield self.settings.missing

    def _lay_out(self) -> None:
        stills = QWidget()
        row = QHBoxLayout(stills)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._where, 1)
        row.addWidget(self.folder_button)
        fields = QWidget()
        self._grid = QGridLayout(fields)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("Stills:", stills),
            ("", self.groups),
            ("Recipe:", self.recipes),
            ("&Name:", self.name),
            ("&Start from:", self.start_from),
            *self.settings.rows,
            ("", self.folded),
        )
        for number, (words, field) in enumerate(rows):
            label = _label(words, field)
            at_top = Qt.AlignmentFlag.AlignTop
            where = at_top if field is self.recipes else Qt.AlignmentFlag(0)
            self._grid.addWidget(label, number, 0, where)
            self._grid.addWidget(field, number, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(len(rows), 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.estimate, 1)
        self._foot.addWidget(self.start)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.addWidget(self._title)
        self._column.addWidget(PlainScrollArea(fields, "What is to be trained"), 1)
        self._column.addWidget(hairline())
        self._column.addLayout(self._foot)
        middle = QHBoxLayout(self)  # centred, as long as there is more than enough
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self._inside)

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self.ask_for_folder)
        self.recipes.chosen.connect(self._on_recipe)
        self.start.clicked.connect(self.start_wanted)
        for part in self.groups, self.start_from, self.more, self.name:
            part.changed.connect(self._follow)
        self.settings.changed.connect(self._follow)

    def _on_recipe(self, recipe: Recipe) -> None:
        self.settings.show_recipe(recipe)
        self.more.show_recipe(recipe)
        self._follow()

    def _follow(self) -> None:
        folder = str(self._folder) if self._folder else "No folder chosen yet"
        self._where.set_text(folder, hint=folder if self._folder else "")
        self.start.setEnabled(not self.missing)
        self.start.setToolTip(self.missing or _READY)
        self.changed.emit()

    def _fit(self) -> None:
        self._title.setFont(title_font(self.font()))
        self._grid.setContentsMargins(0, 0, em(self, 0.5), 0)
        self._grid.setHorizontalSpacing(em(self, 1))
        self._grid.setVerticalSpacing(em(self, 0.8))
        self._inside.setMaximumWidth(em(self, _WIDTH_EM))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.6))
        self._foot.setSpacing(em(self, 1))
        self.start.setMinimumWidth(em(self, 7))


def _label(words: str, field: QWidget) -> QLabel:
    label = QLabel(words)
    label.setFont(bold())
    if words.startswith("&"):
        label.setBuddy(field)
    return label
