"""Requests, events and settings without their texts: numbers, choices and counts."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel

TEXT_LEFT_OUT: Final = "[text]"
PATH_LEFT_OUT: Final = "[path]"
_SENTENCES: Final = frozenset(
    {"user_message", "hint", "details", "message", "id", "job", "kind"}
)
"""Fields that the program or a library wrote; the reader's are other ones."""
_MOST_NUMBERS: Final = 12


@dataclass(frozen=True, slots=True)
class ToldValues:
    """Turns what the program keeps into what may be told of it.

    A field whose type is a choice is told as it is, as numbers and times are; a text
    is told only if it is one of ``harmless``, and a sentence through ``sentence``.
    """

    harmless: frozenset[str]
    sentence: Callable[[str], str]

    def of(self, model: BaseModel) -> dict[str, Any]:
        """Return a model's fields by name, ready for JSON."""
        return {
            name: self._of_field(name, getattr(model, name), field.annotation)
            for name, field in type(model).model_fields.items()
        }

    def _of_field(self, name: str, value: Any, annotation: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            if value in _choices(annotation):
                return value
            if name in _SENTENCES:
                return self.sentence(value)
        return self._of(value)

    def _of(self, value: Any) -> Any:
        match value:
            case None | bool() | int() | float():
                return value
            case Enum():
                return value.value
            case BaseModel():
                return self.of(value)
            case datetime():
                return value.isoformat()
            case Path():
                return PATH_LEFT_OUT
            case str():
                return value if value in self.harmless else TEXT_LEFT_OUT
            case Mapping() | Set():
                return f"[{len(value)}]"
            case Sequence():
                return self._of_many(value)
            case _:
                return TEXT_LEFT_OUT

    def _of_many(self, values: Sequence[Any]) -> Any:
        short = len(values) <= _MOST_NUMBERS
        return [self._of(one) for one in values] if short else f"[{len(values)}]"


def _choices(annotation: Any) -> tuple[Any, ...]:
    """Return the values of all ``Literal`` in an annotation."""
    origin = get_origin(annotation)
    if origin is Literal:
        return get_args(annotation)
    if origin in (Union, UnionType, Annotated):
        return tuple(one for part in get_args(annotation) for one in _choices(part))
    return ()
