"""The recipes there are: the user's own first, then those shipped with the program."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from core.errors import BadRequest
from core.recipes.explanations import explain, nearest_or_all
from core.recipes.key_lines import KeyLines
from core.recipes.recipe import Recipe

RECIPE_SUFFIX = ".toml"
LONGEST_RECIPE = 200_000
"""Characters; those that come with the program have 3,000."""


class RecipeError(BadRequest):
    """A recipe is not there, cannot be read, or says something that is not possible."""


@dataclass(frozen=True, slots=True)
class RecipeEntry:
    """A recipe of the catalogue and the file it was read from."""

    recipe: Recipe
    path: Path


@dataclass(frozen=True, slots=True)
class RecipeProblem:
    """A recipe file that is left out of the catalogue, and why."""

    path: Path
    error: RecipeError


def read_recipe(path: Path) -> Recipe:
    """Read and check one recipe.

    Raises
    ------
    RecipeError
        With file, line, what was found, what was expected and the nearest valid name,
        one line of text for each thing that is wrong.
    """
    text = _text_of(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(path, [_syntax_sentence(error, text)]) from error
    except RecursionError as error:
        raise _wrong(path, ["somewhere: brackets stand within brackets"]) from error
    except ValueError as error:  # a number of thousands of digits
        raise _wrong(path, [f"somewhere: {_first_words(error)}"]) from error
    try:
        return Recipe.model_validate(document)
    except ValidationError as error:
        lines = KeyLines(text)
        found = error.errors(include_url=False)
        raise _wrong(path, [explain(e, document, lines) for e in found]) from error


class RecipeCatalogue:
    """All recipes in some folders; a broken one never hides the others.

    Parameters
    ----------
    folders
        The user's folder before the shipped one: of two recipes with one name in two
        folders the first counts, so that a shipped recipe can be replaced. A folder
        that does not exist holds no recipes.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    def entries(self) -> tuple[RecipeEntry, ...]:
        """Return the recipes that can be used, in the order of folders and files."""
        return self._read()[0]

    def problems(self) -> tuple[RecipeProblem, ...]:
        """Return the recipe files that cannot be used, in the order of the files."""
        return self._read()[1]

    def get(self, name_or_path: str) -> Recipe:
        """Return the recipe of that name, or in that file.

        Parameters
        ----------
        name_or_path
            Taken as a file if it ends in ``.toml``, as a recipe's name otherwise.

        Raises
        ------
        RecipeError
            If there is none (with the nearest name) or if its file is broken.
        """
        if name_or_path.endswith(RECIPE_SUFFIX):
            return read_recipe(Path(name_or_path))
        entries, problems = self._read()
        for entry in entries:
            if entry.recipe.name == name_or_path:
                return entry.recipe
        for problem in problems:
            if problem.path.stem == name_or_path:
                raise problem.error
        raise _unknown(name_or_path, entries)

    def _read(self) -> tuple[tuple[RecipeEntry, ...], tuple[RecipeProblem, ...]]:
        entries: dict[str, RecipeEntry] = {}
        problems: list[RecipeProblem] = []
        for path in self._paths():
            try:
                recipe = read_recipe(path)
            except RecipeError as error:
                problems.append(RecipeProblem(path, error))
                continue
            first = entries.setdefault(recipe.name, RecipeEntry(recipe, path))
            if first.path != path and first.path.parent == path.parent:
                problems.append(RecipeProblem(path, _same_name(path, first)))
        return tuple(entries.values()), tuple(problems)

    def _paths(self) -> list[Path]:
        return [
            path
            for folder in self._folders
            for path in sorted(folder.glob(f"*{RECIPE_SUFFIX}"))
        ]


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as stream:  # which turns line ends to \\n
            text = stream.read(LONGEST_RECIPE + 1)
    except OSError as error:
        raise RecipeError(
            f"Couldn't read the recipe “{path}”: {error.strerror}.",
            hint="Check the name and your permission to read it.",
            details=repr(error),
        ) from error
    except UnicodeDecodeError as error:
        raise RecipeError(
            f"The recipe “{path.name}” is not a text in UTF-8.",
            hint="Save it as UTF-8 in a text editor and try again.",
            details=f"{path}: {error!r}",
        ) from error
    if len(text) > LONGEST_RECIPE:
        raise RecipeError(
            f"“{path.name}” is far longer than any recipe.",
            hint="It was not read. Name the file of a recipe, which has some pages.",
            details=str(path),
        )
    return text


def _wrong(path: Path, sentences: Sequence[str]) -> RecipeError:
    return RecipeError(
        "\n".join(f"{path.name}, {sentence}" for sentence in sentences),
        hint="The recipe was not used. Correct the file and try again.",
        details=str(path),
    )


def _syntax_sentence(error: tomllib.TOMLDecodeError, text: str) -> str:
    said = str(error)
    place = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    if place is None:
        last = text.rstrip("\n").count("\n") + 1
        return f"line {last}: {said.removesuffix(' (at end of document)')}"
    return f"line {place[1]}, column {place[2]}: {said[: place.start()]}"


def _first_words(error: ValueError) -> str:
    return str(error).partition(";")[0]


def _same_name(path: Path, first: RecipeEntry) -> RecipeError:
    return RecipeError(
        f"{path.name} has the same name as {first.path.name}: “{first.recipe.name}”.",
        hint=f"{first.path.name} is used. Give the other one a name of its own.",
        details=str(path),
    )


def _unknown(name: str, entries: Sequence[RecipeEntry]) -> RecipeError:
    known = [entry.recipe.name for entry in entries]
    return RecipeError(
        f"There is no recipe “{name}”; {nearest_or_all(name, known)}",
        hint="“lumenary recipes” shows all of them.",
    )
