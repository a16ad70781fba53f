"""A long JSON object decoded member by member, and its lists element by element.

``json.loads`` and pydantic decode a text in one call, in which no other thread of
Python runs: 95 ms for 10,000 stills, and a window stands still.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")


def members(text: str) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each member of an object; a list as an iterator.

    Such an iterator has to be used up before the next member is asked for.

    Raises
    ------
    json.JSONDecodeError
        If the text is no JSON, or no object.
    """
    reader = _Reader(text)
    for _ in reader.items("{", "}"):
        if not reader.at('"'):
            raise reader.expected("a name")
        name = reader.value()
        reader.take(":")
        if reader.at("["):
            yield name, (reader.value() for _ in reader.items("[", "]"))
        else:
            yield name, reader.value()
    if reader.place < len(text):
        raise reader.expected("the end")


class _Reader:
    """A place in a text, always behind white space."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.place = 0
        self._go(0)

    def at(self, mark: str) -> bool:
        return self._text.startswith(mark, self.place)

    def take(self, mark: str) -> None:
        if not self.at(mark):
            raise self.expected(repr(mark))
        self._go(self.place + 1)

    def value(self) -> Any:
        value, end = _DECODER.raw_decode(self._text, self.place)
        self._go(end)
        return value

    def items(self, begin: str, end: str) -> Iterator[None]:
        """Stop before each item between two brackets; whoever asks takes it."""
        self.take(begin)
        first = True
        while not self.at(end):
            if not first:
                self.take(",")
            first = False
            yield
        self.take(end)

    def expected(self, what: str) -> json.JSONDecodeError:
        return json.JSONDecodeError(f"Expecting {what}", self._text, self.place)

    def _go(self, place: int) -> None:
        space = _SPACE.match(self._text, place)
        self.place = place if space is None else space.end()
