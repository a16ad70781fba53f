"""What is wrong with a recipe: line, finding, expectation and nearest name."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from core.recipes.key_lines import KeyLines, Place
from core.recipes.recipe import Recipe

_EXPECTED = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text in quotes",
    "tuple_type": "a list",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "enum": "{expected}",
    "literal_error": "{expected}",
    "union_tag_invalid": "{expected_tags}",
    "too_long": "at most {max_length} entries",
    "string_pattern_mismatch": "small letters, digits and hyphens",
}
"""pydantic's kinds of error, and what to say that it expected."""


def explain(error: ErrorDetails, document: Mapping[str, Any], lines: KeyLines) -> str:
    """Return one sentence without a full stop, beginning with the line.

    Parameters
    ----------
    error
        One of pydantic's findings about ``document``.
    document
        The recipe as :mod:`tomllib` read it.
    lines
        Where its keys stand.
    """
    place = _written_place(error["loc"], document)
    if error["type"].startswith("union_tag"):
        place = (*place, "type")
    return f"line {lines.line_of(place)}: {_finding(error, place)}"


def nearest_or_all(name: str, known: Iterable[str]) -> str:
    """Return “did you mean …?”, or the list of known names where none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"did you mean “{near[0]}”?"
    return f"known are: {', '.join(names) or 'none'}"


def _finding(error: ErrorDetails, place: Place) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _known_names(error["loc"][:-1])
        return f"{_called(place)} is not known here; " + nearest_or_all(
            str(place[-1]), known
        )
    if kind in ("missing", "union_tag_not_found"):
        return f"{_called(place)} is missing here"
    found = error["ctx"]["tag"] if kind == "union_tag_invalid" else error["input"]
    return f"{_called(place)} is {_as_written(found)}, expected {_expectation(error)}"


def _expectation(error: ErrorDetails) -> str:
    template = _EXPECTED.get(error["type"])
    if template is not None:
        return template.format(**error.get("ctx", {}))
    plain = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return plain.removeprefix("expected ")


def _called(place: Place) -> str:
    name = place[-1]
    if isinstance(name, int):
        return f"entry {name + 1} of “{place[-2]}”"
    return f"“{name}”"


def _as_written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{value}”"
        case dict():
            return "a table"
        case list():
            return f"a list of {len(value)}"
        case _:
            return str(value)


def _written_place(location: Place, document: Mapping[str, Any]) -> Place:
    """Return pydantic's location without the tags that it adds for unions."""
    place: list[str | int] = []
    value: Any = document
    for position, part in enumerate(location):
        if isinstance(value, dict):
            inside = part in value
        else:
            inside = isinstance(value, list) and isinstance(part, int)
            inside = inside and int(part) < len(value)
        if inside:
            value = value[part]
        if inside or position == len(location) - 1:
            place.append(part)
    return tuple(place)


def _known_names(location: Place) -> set[str]:
    """Return the names that may stand in the table at pydantic's ``location``."""
    models: set[type[BaseModel]] = {Recipe}
    for part in location:
        if isinstance(part, str):
            models = _below(models, part)
    return {name for model in models for name in model.model_fields}


def _below(models: set[type[BaseModel]], part: str) -> set[type[BaseModel]]:
    fields = [m.model_fields[part] for m in models if part in m.model_fields]
    if fields:
        return {model for f in fields for model in _models_in(f.annotation)}
    return {m for m in models if m.model_fields["type"].default == part}


def _models_in(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for part in get_args(annotation) for model in _models_in(part)}
