"""Which of the build machine's libraries the bundle still needs.

PyInstaller follows every plugin's libraries before a plugin can be left out; these are
what remains of the ones that went.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

_LINKED: Final = (PurePath(), PurePath("PySide6", "Qt", "lib"))
"""Folders that hold nothing but libraries for others to load."""
_NEEDED: Final = re.compile(r"^  NEEDED +(\S+)$", re.MULTILINE)


def without_unneeded(binaries: Iterable[tuple]) -> list[tuple]:
    """Return the binaries without libraries that nothing else in the bundle loads.

    Only those at the top of the bundle, which come from the build machine and not from
    a package, and Qt's; not Python's own.

    Parameters
    ----------
    binaries
        PyInstaller's entries: place in the bundle, source, kind.
    """
    kept = list(binaries)
    needs = {entry[0]: needed_by(entry[1]) for entry in kept if _is_file(entry)}
    while unneeded := _unneeded(kept, needs):
        kept = [entry for entry in kept if entry[0] not in unneeded]
        needs = {place: needs[place] for place in needs.keys() - unneeded}
    return kept


def needed_by(library: str) -> frozenset[str]:
    """Return the names that an ELF file asks the loader for.

    Raises
    ------
    subprocess.CalledProcessError
        If it is none.
    FileNotFoundError
        If ``objdump`` is missing, which PyInstaller needs as well.
    """
    headers = subprocess.run(
        ["objdump", "--private-headers", library],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return frozenset(_NEEDED.findall(headers))


def _unneeded(kept: list[tuple], needs: dict[str, frozenset[str]]) -> set[str]:
    wanted = frozenset().union(*needs.values())
    libraries = (
        entry[0] for entry in kept if _is_file(entry) and _is_library(entry[0])
    )
    return {place for place in libraries if PurePath(place).name not in wanted}


def _is_file(entry: tuple) -> bool:
    return entry[2] in ("BINARY", "EXTENSION")


def _is_library(place: str) -> bool:
    path = PurePath(place)
    linked = path.name.startswith("lib") and not path.name.startswith("libpython")
    return linked and path.parent in _LINKED
