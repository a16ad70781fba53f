"""Which of the build machine's libraries the bundle still needs.

PyInstaller follows every plugin's libraries before a plugin can be left out; these are
what remains of the ones that went.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

_NEEDED: Final = re.compile(r"^  NEEDED +(\S+)$", re.MULTILINE)


def without_unneeded(binaries: Iterable[tuple]) -> list[tuple]:
    """Return the binaries without libraries that nothing else in the bundle loads.

    Only those at the top of the bundle, which come from the build machine and not from
    a package, and not Python's own.

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
    return {
        entry[0]
        for entry in kept
        if _is_file(entry) and _is_systems(entry[0]) and entry[0] not in wanted
    }


def _is_file(entry: tuple) -> bool:
    return entry[2] in ("BINARY", "EXTENSION")


def _is_systems(place: str) -> bool:
    top = len(PurePath(place).parts) == 1
    return top and place.startswith("lib") and not place.startswith("libpython")
