"""Which installed packages the bundle holds a part of, and what they say of themselves.

The About dialog and the licences are made of it; nobody keeps a list by hand.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import PurePath
from typing import Final

OWN: Final = "lumenary"


def shipped_packages(collected: Iterable[str]) -> list[Distribution]:
    """Return the packages that modules or files come from, by name.

    Parameters
    ----------
    collected
        Names of modules (``keras.src``) and places of files (``cv2/cv2.abi3.so``).
    """
    providers = packages_distributions()
    tops = {_top(name) for name in collected}
    names = {name for top in tops for name in providers.get(top, ()) if name != OWN}
    return [distribution(name) for name in sorted(names, key=str.casefold)]


def metadata_entries(packages: Iterable[Distribution]) -> Iterator[tuple]:
    """Yield PyInstaller's entries that let ``importlib.metadata`` find the packages.

    Only what is said of each: the list of its files would be wrong in the bundle.
    """
    for package in packages:
        source = package.locate_file(_folder(package)) / "METADATA"
        yield f"{_folder(package)}/METADATA", str(source), "DATA"


def _folder(package: Distribution) -> str:
    for file in package.files or ():
        if file.name == "METADATA":
            return file.parent.as_posix()
    raise LookupError(f"{package.name} says nothing of itself")


def _top(name: str) -> str:
    path = PurePath(name)
    if len(path.parts) > 1:
        return path.parts[0]
    return name.partition(".")[0]
