"""The recipes there are, as cards beside each other; one of them is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.recipe_card import RecipeCard
from core.images.settings import PreprocessingSettings
from core.recipes.recipe import Recipe


class RecipeChoice(Fitted):
    """Cards that fill row after row."""

    chosen = Signal(object)
    """The :class:`Recipe` that is chosen now."""
    picture_wanted = Signal(object)
    """The :class:`PreprocessingSettings` of a recipe whose picture is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes: list[Recipe] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._on_toggled)
        self.cards: list[RecipeCard] = []
        self._row = FlowRows(self)
        self.setAccessibleName("Recipe")
        self._fit()

    @property
    def current(self) -> Recipe | None:
        """The recipe that is chosen."""
        place = self._group.checkedId()
        return self._recipes[place] if place >= 0 else None

    def set_recipes(self, recipes: Sequence[Recipe]) -> None:
        """Offer these; the chosen one stays chosen, else the first is."""
        if list(recipes) == self._recipes:
            return
        before = self.current
        for card in self.cards:
            self._group.removeButton(card.button)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._recipes = list(recipes)
        self.cards = [_card(recipe) for recipe in recipes]
        for place, card in enumerate(self.cards):
            self._group.addButton(card.button, place)
            self._row.addWidget(card)
            self.picture_wanted.emit(recipes[place].preprocessing)
        if before is None or not self.choose(before.name):
            self.choose(recipes[0].name if recipes else "")

    def choose(self, name: str) -> bool:
        """Choose by name; return whether there is such a recipe."""
        names = [recipe.name for recipe in self._recipes]
        if name in names:
            self.cards[names.index(name)].button.setChecked(True)
        return name in names

    def show_picture(
        self, settings: PreprocessingSettings, before: QImage, after: QImage
    ) -> None:
        """Show what the recipes with these settings make of a still."""
        for recipe, card in zip(self._recipes, self.cards, strict=True):
            if recipe.preprocessing == settings:
                card.picture.show_images(before, after)

    def _on_toggled(self, place: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._recipes[place])

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.8), em(self, 0.8))


def _card(recipe: Recipe) -> RecipeCard:
    first, second = recipe.training.phases
    size = recipe.preprocessing.size
    facts = f"{size} x {size} pixels, up to {first.epochs} + {second.epochs} epochs"
    return RecipeCard(recipe.title, " ".join(recipe.description.split()), facts)
