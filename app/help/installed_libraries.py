"""The libraries that the program stands on, with versions and licences."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata
from typing import Final

from core.distributions import installed
from core.paths import RESOURCES

_OURSELVES: Final = "lumenary"
_REQUIRED: Final = re.compile(r"[A-Za-z0-9._-]+")
_SHORT: Final = 60
"""Characters: some put the whole licence where its name belongs."""


@dataclass(frozen=True, slots=True)
class InstalledLibrary:
    """A library as it stands in the list."""

    name: str
    version: str
    licence: str


def installed_libraries() -> tuple[InstalledLibrary, ...]:
    """Return what the program needs, and what that needs in turn, by name.

    Reads the metadata of some hundred packages: for when somebody looks.
    """
    found: dict[str, InstalledLibrary | None] = {}
    waiting = _requirements(installed(_OURSELVES))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        package = installed(name)
        waiting += _requirements(package)
        found[name] = _described(package)
    return tuple(one for _name, one in sorted(found.items()) if one is not None)


def licence_of(package: Distribution) -> str:
    """Return the licence's name as the package gives it, in the newest way it does."""
    about = package.metadata
    if expression := _first_line(about, "License-Expression"):
        return expression
    plain = _first_line(about, "License")
    if plain and len(plain) <= _SHORT:
        return plain
    named = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License :: ")
    ]
    return ", ".join(named) or "see the package"


def own_text(name: str) -> str:
    """Return one of the program's own texts, ``LICENSE`` or ``NOTICE``."""
    beside = RESOURCES.parent / name
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    package = installed(_OURSELVES)
    return (package and package.read_text(f"licenses/{name}")) or ""


def _described(package: Distribution | None) -> InstalledLibrary | None:
    if package is None:
        return None
    name = _first_line(package.metadata, "Name")
    return InstalledLibrary(name, package.version, licence_of(package))


def _first_line(about: PackageMetadata, field: str) -> str:
    return about[field].strip().partition("\n")[0] if field in about else ""


def _requirements(package: Distribution | None) -> list[str]:
    """Return the names of what a package always needs; what extras need left out."""
    lines = (package.requires or []) if package else []
    always = (line for line in lines if "extra ==" not in line)
    names = (_REQUIRED.match(line) for line in always)
    return [re.sub(r"[-_.]+", "-", found[0]).lower() for found in names if found]
