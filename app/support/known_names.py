"""The names that must not be told: of people, computers, files, models and findings."""

import json
import platform
import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from app.settings.kept_settings import login_name
from core.library.store import ModelLibrary
from core.paths import SHIPPED_MODELS, UserFolders

_WORD: Final = re.compile(r"[^\s/\\]+")
_AROUND: Final = ".,;:!?()[]{}<>=\"'\u201c\u201d\u2018\u2019«»`…"
_PARTS_OF_ANY_PATH: Final = """
    lumenary home users local .local share appdata roaming library application support
    data tmp temp mnt media srv var root opt
"""
"""Of the path to the data folder: they name nobody, unless somebody logs in so."""
_SHORTEST: Final = 2
"""Characters: a class named “a” would take every article out of a log."""
_LONGEST: Final = 300
_DEEPEST: Final = 20
_NAMING_FILES: Final = ("settings.json", "session.json")
_NAMING_RUNS: Final = 200
"""Newest runs whose requests are looked through for names."""


def shipped_names() -> frozenset[str]:
    """Return what the models that came with the program are called."""
    try:
        return frozenset(path.name for path in SHIPPED_MODELS.iterdir())
    except OSError:  # built without any
        return frozenset()


def known_names(folders: UserFolders, library: ModelLibrary) -> frozenset[str]:
    """Return every name of the user's that can be found without opening findings.

    What is asked of the system, of settings, of the last session, of what jobs were
    asked for and of models' cards. Whatever cannot be read names nothing.

    Parameters
    ----------
    folders
        The user's own.
    library
        Its models; those shipped with the program name nobody.
    """
    of_nobody = {*_PARTS_OF_ANY_PATH.split()} - {login_name().casefold()}
    found = {*_of_the_system(), *_of_a_text(str(folders.home))}
    for path in _files_with_names(folders):
        found.update(_of_a_file(path))
    for entry in _user_entries(library):
        found.update(entry)
    return frozenset(
        name
        for name in found - shipped_names()
        if len(name) >= _SHORTEST and name.casefold() not in of_nobody
    )


def _of_the_system() -> Iterator[str]:
    yield login_name()
    for host in (platform.node(), socket.gethostname()):
        yield host
        yield host.partition(".")[0]
    with suppress(RuntimeError):  # the home of nobody
        yield Path.home().name


def _files_with_names(folders: UserFolders) -> Iterator[Path]:
    for name in _NAMING_FILES:
        yield folders.home / name
    try:
        runs = sorted(folders.runs.iterdir(), reverse=True)[:_NAMING_RUNS]
    except OSError:  # nothing was run yet
        return
    yield from (run / "job.json" for run in runs)


def _of_a_file(path: Path) -> Iterator[str]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return
    for text in _texts(content):
        yield from _of_a_text(text)


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield every text in what was JSON, but not the names of its fields."""
    if isinstance(value, str):
        yield value
    elif depth < _DEEPEST and isinstance(value, dict):
        for one in value.values():
            yield from _texts(one, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for one in value:
            yield from _texts(one, depth + 1)


def _of_a_text(text: str) -> Iterator[str]:
    """Yield a text, and of a path each part with and without its ending."""
    if len(text) <= _LONGEST:
        yield text.strip()
    if "/" not in text and "\\" not in text:
        return
    for part in {*PurePosixPath(text).parts, *PureWindowsPath(text).parts}:
        yield part
        yield PurePosixPath(part).stem


def _user_entries(library: ModelLibrary) -> Iterator[Iterable[str]]:
    with suppress(Exception):  # a library that cannot be read names no model
        for entry in library.entries():
            if not entry.shipped:
                card = entry.card
                yield entry.name, *((card.title, *card.classes) if card else ())


class NameFinder:
    """Finds names in a text, as whole words and whatever their case.

    Parameters
    ----------
    names
        Those to find, of one word or of several.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            words = tuple(_bare(word) for word in _WORD.findall(name))
            words = tuple(filter(None, words))
            if words:
                self._by_first.setdefault(words[0], []).append(words)
        for same in self._by_first.values():
            same.sort(key=len, reverse=True)

    def marked(self, text: str, mark: str) -> str:
        """Return the text with a mark in the place of each name."""
        words = [(_bare(found[0]), *found.span()) for found in _WORD.finditer(text)]
        bare = tuple(word for word, _, _ in words)
        pieces, done, number = [], 0, 0
        while number < len(words):
            count = self._length_at(bare, number)
            if count:
                pieces += [text[done : words[number][1]], mark]
                done = words[number + count - 1][2]
            number += count or 1
        return "".join([*pieces, text[done:]])

    def _length_at(self, words: tuple[str, ...], begin: int) -> int:
        """Return of how many words the name is that begins here; 0 for none."""
        for name in self._by_first.get(words[begin], ()):
            if words[begin : begin + len(name)] == name:
                return len(name)
        return 0


def _bare(word: str) -> str:
    return word.strip(_AROUND).casefold()
