"""Which line of a TOML text a key stands on; :mod:`tomllib` does not keep it."""

import re
from collections import Counter
from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""Names and list positions from the top of a document down to one value."""

_NAME = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*$")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_TEXT_OR_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*",
    re.DOTALL,
)


class KeyLines:
    """The lines of all tables and keys of a valid TOML text.

    Parameters
    ----------
    text
        A document that :mod:`tomllib` accepts. Keys inside ``{ }`` are not looked for:
        they stand where their table stands.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        self._elements: Counter[Place] = Counter()
        table: Place = ()
        bare = _TEXT_OR_COMMENT.sub(_without_what_looks_like_keys, text)
        for number, line in enumerate(bare.split("\n"), start=1):
            if header := _HEADER.match(line):
                table = self._table(_names(header[2]), is_list=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif assignment := _ASSIGNMENT.match(line):
                self._keep(table, _names(assignment[1]), number)

    def line_of(self, place: Place) -> int:
        """Return the line, from 1, of ``place`` or of the nearest table around it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _table(self, names: tuple[str, ...], *, is_list: bool) -> Place:
        place: Place = ()
        for name in names[:-1]:
            place = self._last_element((*place, name))
        place = (*place, names[-1])
        if is_list:
            self._elements[place] += 1
        return self._last_element(place)

    def _last_element(self, place: Place) -> Place:
        count = self._elements[place]
        return (*place, count - 1) if count else place

    def _keep(self, table: Place, names: tuple[str, ...], number: int) -> None:
        for end in range(1, len(names) + 1):
            self._lines.setdefault((*table, *names[:end]), number)


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


def _without_what_looks_like_keys(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith(('"""', "'''")):
        return "''" + "\n" * text.count("\n")
    return "" if text.startswith("#") else text
