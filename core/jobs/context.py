"""What a running job works with."""

from dataclasses import dataclass
from pathlib import Path

from core.control import Control
from core.jobs.channel import Reporter
from core.library.checked_models import CheckedModels
from core.library.store import ModelLibrary
from core.paths import RESOURCES, SHIPPED_MODELS, UserFolders
from core.recipes.catalogue import RecipeCatalogue


@dataclass(frozen=True, slots=True)
class JobContext:
    """The folders, the library and the two ways of talking to who asked."""

    folders: UserFolders
    run_folder: Path
    library: ModelLibrary
    recipes: RecipeCatalogue
    report: Reporter
    control: Control


def library_of(folders: UserFolders) -> ModelLibrary:
    """Return the user's models beside the shipped ones."""
    return ModelLibrary(
        folders.models,
        SHIPPED_MODELS,
        checked=CheckedModels(folders.checked_models),
    )


def recipes_of(folders: UserFolders) -> RecipeCatalogue:
    """Return the user's recipes before the shipped ones."""
    return RecipeCatalogue([folders.recipes, RESOURCES / "recipes"])
