"""Asks for the name of a recipe of the user's own, and saves it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from core.errors import LumenaryError
from core.images.settings import PreprocessingSettings
from core.recipes.catalogue import RECIPE_SUFFIX, RecipeCatalogue
from core.recipes.recipe import Recipe


class KeepRecipeDialog(QDialog):
    """A recipe like another one, with other preprocessing. Show it by ``open()``.

    Parameters
    ----------
    base
        All but the preprocessing is taken from it.
    preprocessing
        What was tried out.
    catalogue
        All recipes there are.
    folder
        The user's own; made if need be.
    parent
        The window.
    """

    kept = Signal(object, str)
    """The ``Path`` of the file, and the recipe's name."""

    def __init__(
        self,
        base: Recipe,
        preprocessing: PreprocessingSettings,
        catalogue: RecipeCatalogue,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._base = base
        self._preprocessing = preprocessing
        self._catalogue = catalogue
        self._folder = folder
        entries = catalogue.entries()
        self._own = {e.recipe.name for e in entries if e.path.parent == folder}
        self._shipped = {e.recipe.name for e in entries} - self._own
        self.setWindowTitle("Keep for a recipe of my own")
        self.name, self.title = QLineEdit(), QLineEdit()
        self.problem, self._where = QLabel(), ClampedLabel(lines=3)
        self.save_button = QPushButton("&Save")
        self._lay_out()
        self.name.textChanged.connect(self._check)
        self.title.textChanged.connect(self._check)
        self.save_button.clicked.connect(self.save)
        self.name.setText(self._free_name())
        self.title.setText(f"{base.title}, my settings"[:100])
        self.name.selectAll()
        self._check()

    def save(self) -> None:
        """Write the recipe, or say why that is not possible."""
        from core.recipes.own_recipe import save_own_recipe

        name = self.name.text().strip()
        try:
            path = save_own_recipe(
                self._folder,
                name=name,
                title=self.title.text(),
                base=self._base,
                preprocessing=self._preprocessing,
                catalogue=self._catalogue,
                replace=name in self._own,
            )
        except LumenaryError as error:
            self._say(f"{error.user_message} {error.hint}".strip())
            return
        self.kept.emit(path, name)
        self.accept()

    def _check(self) -> None:
        """Say at once what is wrong with the name or the title."""
        name = self.name.text().strip()
        replaces = name in self._own
        problem = self._problem(name)
        self._say(problem or (f"Replaces your recipe “{name}”." if replaces else ""))
        self.save_button.setEnabled(not problem)
        self.save_button.setText("&Replace" if replaces else "&Save")
        path = self._folder / f"{name}{RECIPE_SUFFIX}"
        self._where.set_text(
            "" if problem else f"Will be saved as {path}", hint=str(path)
        )

    def _problem(self, name: str) -> str:
        from core.recipes.own_recipe import LONGEST_TITLE, problem_with_recipe_name

        title = self.title.text().strip()
        if name in self._shipped:
            return f"“{name}” is shipped with the program. Give yours another name."
        if problem := problem_with_recipe_name(name):
            return problem
        if not title:
            return "Give it a title, too: what you will read in lists."
        if len(title) > LONGEST_TITLE:
            return f"The title has {len(title)} characters; {LONGEST_TITLE} fit."
        return ""

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setAccessibleName(sentence)
        self.name.setAccessibleDescription(sentence)

    def _free_name(self) -> str:
        from core.recipes.own_recipe import LONGEST_NAME

        stem = f"my-{self._base.name.removeprefix('my-')}"[: LONGEST_NAME - 3]
        taken, name, copy = self._own | self._shipped, stem, 2
        while name in taken:
            name, copy = f"{stem}-{copy}", copy + 1
        return name

    def _lay_out(self) -> None:
        about = QLabel(
            f"A new recipe like “{self._base.title}”, with these settings for "
            "preparing stills. The one it comes from stays as it is."
        )
        self.problem.setForegroundRole(QPalette.ColorRole.WindowText)
        for label in about, self.problem:
            label.setWordWrap(True)
        self.problem.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.name.setAccessibleName("Name of the recipe")
        self.title.setAccessibleName("Title of the recipe")
        form = QFormLayout()
        form.addRow("&Name:", self.name)
        form.addRow("&Title:", self.title)
        self._where.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QDialogButtonBox()
        self.save_button.setDefault(True)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self._where)
        layout.addStretch(1)
        layout.addWidget(buttons)
        layout.setSpacing(em(self, 0.6))
        self.setMinimumWidth(em(self, 30))
