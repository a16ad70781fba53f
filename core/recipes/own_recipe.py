"""A recipe of the user's own: another one with preprocessing that was tried out."""

import re
from pathlib import Path

import tomlkit
from pydantic import ValidationError

from core.files import write_text
from core.images.settings import PreprocessingSettings
from core.recipes.catalogue import (
    RECIPE_SUFFIX,
    RecipeCatalogue,
    RecipeEntry,
    RecipeError,
)
from core.recipes.recipe import Recipe

LONGEST_NAME = 60
LONGEST_TITLE = 100
"""What fits on a line of a list."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
"""Names of devices that Windows keeps for itself, with any ending."""

_HEADING = """\
# Made by Lumenary on the Preview page from the recipe “{base}”. It may be edited: every
# value is checked, and “lumenary recipes” says what is wrong and in which line.

"""


class RecipeExists(RecipeError):
    """The user has a recipe of that name, which may be replaced if asked for."""


def problem_with_recipe_name(name: str) -> str:
    """Return why ``name`` cannot name a recipe, as a sentence; empty if it can."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        return (
            "A recipe's name consists of small letters from a to z, digits and "
            "hyphens, and begins with a letter or digit."
        )
    if len(name) > LONGEST_NAME:
        return f"The name has {len(name)} characters; at most {LONGEST_NAME} are fine."
    if _RESERVED.fullmatch(name):
        return f"The name “{name}” is reserved by Windows."
    return ""


def save_own_recipe(
    folder: Path,
    *,
    name: str,
    title: str,
    base: Recipe,
    preprocessing: PreprocessingSettings,
    catalogue: RecipeCatalogue,
    replace: bool = False,
) -> Path:
    """Write a recipe that differs from another in its preprocessing.

    Parameters
    ----------
    folder
        The user's recipes, ``UserFolders.recipes``; made if need be.
    name
        Small letters, digits and hyphens; see :func:`problem_with_recipe_name`.
    title
        One line for people.
    base
        All but name, title, source and preprocessing is taken from it.
    preprocessing
        What was tried out.
    catalogue
        All recipes, the user's and the shipped ones. The new one is read back from it.
    replace
        Whether a recipe of the user's own with that name may be replaced.

    Returns
    -------
    Path
        The TOML file.

    Raises
    ------
    RecipeExists
        If the user has a recipe of that name and ``replace`` is not set.
    RecipeError
        If name or title cannot be, a shipped recipe has the name, or a file stands in
        the way.
    WriteFailed
        If the folder cannot be written; what stood there is untouched.
    """
    recipe = _own(name, title, base, preprocessing)
    path = _place(folder, name, catalogue, replace=replace)
    document = recipe.model_dump(mode="json", exclude_none=True)
    write_text(path, _HEADING.format(base=base.name) + tomlkit.dumps(document))
    if catalogue.get(name) != recipe:
        raise RecipeError(
            f"The recipe “{name}” was saved and reads differently now.",
            hint=f"Look at the file {path}, or delete it and save the recipe again.",
            details=path.read_text(encoding="utf-8", errors="replace"),
        )
    return path


def _own(
    name: str, title: str, base: Recipe, preprocessing: PreprocessingSettings
) -> Recipe:
    title = title.strip()
    problem = problem_with_recipe_name(name) or _problem_with_title(title)
    if problem:
        raise RecipeError(problem, hint="Nothing was saved. Choose another one.")
    own = {
        "name": name,
        "title": title,
        "source": _source(base),
        "preprocessing": preprocessing,
    }
    try:
        return Recipe.model_validate({**dict(base), **own})
    except ValidationError as error:  # a copy of a recipe that was never checked
        raise RecipeError(
            f"No recipe can be made from “{base.name}” with these settings.",
            hint="Nothing was saved. Reset the settings and try again.",
            details=str(error),
        ) from error


def _problem_with_title(title: str) -> str:
    if not title:
        return "The title is empty."
    if not title.isprintable():
        return "The title holds line breaks or characters that cannot be shown."
    if len(title) > LONGEST_TITLE:
        return f"The title has {len(title)} characters; at most {LONGEST_TITLE} fit."
    return ""


def _source(base: Recipe) -> str:
    changed = f"“{base.name}” with other preprocessing, tried out on the Preview page"
    return f"{changed}; {base.source}" if base.source else changed


def _place(
    folder: Path, name: str, catalogue: RecipeCatalogue, *, replace: bool
) -> Path:
    path = folder / f"{name}{RECIPE_SUFFIX}"
    entry = _entry(name, catalogue)
    if entry is not None and not _is_in(folder, entry):
        raise RecipeError(
            f"“{name}” is a recipe that is shipped with the program.",
            hint="Nothing was saved. Give yours another name.",
        )
    if entry is not None and not replace:
        raise RecipeExists(
            f"You have a recipe “{name}” already.",
            hint="Nothing was saved. Replace it, or choose another name.",
            details=str(entry.path),
        )
    if entry is None and path.exists():
        raise RecipeError(
            f"The file {path.name} among your recipes holds something else.",
            hint="Nothing was saved. Choose another name, or move the file away.",
            details=str(path),
        )
    return path if entry is None else entry.path


def _entry(name: str, catalogue: RecipeCatalogue) -> RecipeEntry | None:
    return next((e for e in catalogue.entries() if e.recipe.name == name), None)


def _is_in(folder: Path, entry: RecipeEntry) -> bool:
    return entry.path.parent.resolve() == folder.resolve()
