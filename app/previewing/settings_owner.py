"""Whose settings a preview shows: a model's, or a recipe's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.images.settings import PreprocessingSettings
from core.library.store import LibraryEntry
from core.recipes.recipe import Recipe

if TYPE_CHECKING:
    from core.recipes.catalogue import RecipeEntry, RecipeProblem


@dataclass(frozen=True, slots=True)
class SettingsOwner:
    """A model or a recipe; one that is damaged has no recipe and says why."""

    kind: Literal["model", "recipe"]
    name: str
    title: str
    recipe: Recipe | None
    """For a model the one that it was trained by."""
    problem: str = ""

    @property
    def preprocessing(self) -> PreprocessingSettings:
        """How it prepares a still; the defaults where it is damaged."""
        if self.recipe is None:
            return PreprocessingSettings()
        return self.recipe.preprocessing


def owners_of_models(entries: Iterable[LibraryEntry]) -> list[SettingsOwner]:
    """Return the models of a library."""
    return [_of_model(entry) for entry in entries]


def owners_of_recipes(
    entries: "Iterable[RecipeEntry]", problems: "Iterable[RecipeProblem]"
) -> list[SettingsOwner]:
    """Return the recipes of a catalogue, those that cannot be used at the end."""
    usable = [
        SettingsOwner("recipe", entry.recipe.name, entry.recipe.title, entry.recipe)
        for entry in entries
    ]
    damaged = [
        SettingsOwner(
            "recipe", problem.path.stem, problem.path.stem, None, str(problem.error)
        )
        for problem in problems
    ]
    return usable + damaged


def in_words(settings: PreprocessingSettings) -> str:
    """Return what is done to a still, in a line."""
    steps = [
        "ScopeGuide removed" if settings.remove_scopeguide else "ScopeGuide left",
        "cropped to the field of view"
        if settings.crop_field_of_view
        else "not cropped",
        f"resized to {settings.size} x {settings.size} pixels",
    ]
    if settings.greyscale:
        steps.append("grey")
    if settings.denoise_sigma > 0:
        steps.append("noise smoothed")
    if settings.clahe is not None:
        steps.append("contrast evened out")
    return ", ".join(steps)


def _of_model(entry: LibraryEntry) -> SettingsOwner:
    if entry.card is None:
        why = str(entry.problem) if entry.problem else "It cannot be read."
        return SettingsOwner("model", entry.name, entry.name, None, why)
    return SettingsOwner("model", entry.name, entry.card.title, entry.card.recipe)
