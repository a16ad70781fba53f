"""The licences of all that is shipped, collected into the bundle.

``python -m build_spec.licences BUNDLE`` writes ``BUNDLE/licences``: a folder for each
library and an ``INDEX``. A library without a text ends the build with its name.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, distribution
from itertools import chain, count
from pathlib import Path
from typing import Final

from app.help.installed_libraries import licence_of
from build_spec.product import NAME, PROJECT, version

FOLDER: Final = "licences"
INDEX: Final = "INDEX"
TEXTS: Final = Path(__file__).resolve().parent / "licence_texts"

ADDED_TEXTS: Final = {
    "flatbuffers": ("Apache-2.0.txt",),
    "tensorflow": ("Apache-2.0.txt",),
    "tensorflow-cpu": ("Apache-2.0.txt",),
    "pyside6-essentials": ("Qt.txt", "LGPL-3.txt", "GPL-3.txt"),
    "shiboken6": ("Qt.txt", "LGPL-3.txt", "GPL-3.txt"),
}
"""Packages on the index that lack the text of the licence that they name."""

_LICENCE_FILE: Final = re.compile(
    r"^(licen[cs]es?|copying|copyright|notice|third.?party.?notices?|authors)\b",
    re.IGNORECASE,
)
_IN_LICENCE_FOLDER: Final = re.compile(r"\.dist-info/licenses/")
_COMMON: Final = re.compile(r"/usr/share/common-licenses/([\w.-]*\w)")


class NoLicence(Exception):
    """Something is shipped whose licence nobody found."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """One thing that is shipped, and the texts that go with it."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    @property
    def folder(self) -> str:
        """The name of its folder below ``licences``."""
        return f"{self.name}-{self.version}" if self.version else self.name


def write_licences(folder: Path, shipped: Iterable[Shipped]) -> None:
    """Write a folder for each thing and an ``INDEX``; what is there is replaced.

    Raises
    ------
    NoLicence
        If a text is missing, with the names of all that lack one.
    """
    shipped = sorted(shipped, key=lambda one: one.name.casefold())
    if bare := [one.name for one in shipped if not one.texts]:
        raise NoLicence(f"No licence text was found for: {', '.join(bare)}")
    shutil.rmtree(folder, ignore_errors=True)
    for one in shipped:
        _copy(one, folder / one.folder)
    _copy_common(folder)
    (folder / INDEX).write_text(_index(shipped), encoding="utf-8")


def all_shipped(bundle: Path) -> Iterator[Shipped]:
    """Yield the program, Python, the packages and the build machine's libraries."""
    inside = bundle / "_internal"
    yield Shipped(NAME, version(), "Apache-2.0", _own_texts())
    yield Shipped("Python", sys.version.split()[0], "PSF-2.0", _python_texts())
    yield _package(distribution("pyinstaller"))  # its bootloader starts the program
    for folder in sorted(inside.glob("*.dist-info")):
        package = PathDistribution(folder)
        if package.metadata["Name"] != NAME.lower():
            yield _package(distribution(package.metadata["Name"]))
    yield from _system_libraries(inside)
    fonts = PROJECT / "resources" / "fonts" / "LICENSE"
    yield Shipped("DejaVu-fonts", "", "Bitstream Vera", (fonts,))


def licence_texts(package: Distribution) -> tuple[Path, ...]:
    """Return the files of a package that are about its licence, and what we add."""
    files = (file for file in package.files or () if _is_about_licence(file))
    found = (Path(str(package.locate_file(file))) for file in files)
    added = ADDED_TEXTS.get(_normal(package.name), ())
    return (
        *sorted(path for path in found if path.is_file()),
        *(TEXTS / one for one in added),
    )


def debian_copyright(library: str) -> Shipped:
    """Return what Debian says of the licence of one of the system's libraries.

    Raises
    ------
    NoLicence
        If no package of the build machine has the library.
    """
    found = subprocess.run(
        ["dpkg-query", "--search", f"*/{library}"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    owner = found.partition(":")[0].partition(",")[0]
    text = Path("/usr/share/doc", owner, "copyright")
    if not owner or not text.is_file():
        raise NoLicence(f"No package of this system says whose {library} is")
    return Shipped(owner, _debian_version(owner), "see copyright", (text,))


def _package(package: Distribution) -> Shipped:
    texts = licence_texts(package)
    return Shipped(package.name, package.version, licence_of(package), texts)


def _is_about_licence(file: os.PathLike[str]) -> bool:
    path = Path(file)
    if path.suffix in (".py", ".pyc", ".so"):
        return False
    if _IN_LICENCE_FOLDER.search(path.as_posix()):
        return True
    return len(path.parts) <= 2 and bool(_LICENCE_FILE.match(path.name))


def _system_libraries(inside: Path) -> Iterator[Shipped]:
    names = [path.name for path in inside.glob("lib*.so*") if not path.is_symlink()]
    if sys.platform == "linux":
        owned = (name for name in names if not name.startswith("libpython"))
        yield from {debian_copyright(name) for name in owned}


def _debian_version(owner: str) -> str:
    query = ["dpkg-query", "--show", "--showformat=${Version} ", owner]
    shown = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    return shown.split()[0].replace(":", "~")


def _own_texts() -> tuple[Path, ...]:
    return (PROJECT / "LICENSE", PROJECT / "NOTICE")


def _python_texts() -> tuple[Path, ...]:
    folder = Path(os.__file__).parent
    named = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        folder / "LICENSE.txt",
        Path(sys.base_prefix, "LICENSE.txt"),
        Path("/usr/share/doc", named, "copyright"),
    )
    return tuple(place for place in places if place.is_file())[:1]


def _copy(one: Shipped, folder: Path) -> None:
    folder.mkdir(parents=True)
    for text in one.texts:
        shutil.copyfile(text, _free(folder / text.name))


def _free(target: Path) -> Path:
    """Return a name that is not taken: packages inside packages have a LICENSE too."""
    names = (f"{target.stem}-{number}{target.suffix}" for number in count(2))
    free = chain([target], map(target.with_name, names))
    return next(path for path in free if not path.exists())


def _copy_common(folder: Path) -> None:
    """Copy the texts to which Debian's copyright files only point."""
    texts = [path for path in folder.rglob("copyright*") if path.is_file()]
    found = "".join(path.read_text("utf-8", "replace") for path in texts)
    for name in sorted(set(_COMMON.findall(found))):
        source = Path("/usr/share/common-licenses", name)
        if source.is_file():
            target = folder / "common-licenses" / name
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, target)


def _index(shipped: list[Shipped]) -> str:
    head = f"What {NAME} {version()} is made of; each has a folder here.\n\n"
    return head + "".join(f"{one.folder}: {one.licence}\n" for one in shipped)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Write the licences of the bundle that the command line names."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bundle", type=Path)
    bundle = options.parse_args().bundle
    shipped = list(all_shipped(bundle))
    write_licences(bundle / FOLDER, shipped)
    sys.stdout.write(f"Licences of {len(shipped)} things collected\n")


if __name__ == "__main__":
    main()
