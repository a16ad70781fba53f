"""The built folder, as it goes into each of Linux's packages."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from build_spec.product import PROGRAMS

_ANYONE_READS: Final = 0o644
_ANYONE_RUNS: Final = 0o755


class NotABundle(Exception):
    """A folder that is not what PyInstaller made, or one that no package may hold."""


def copy_bundle(bundle: Path, target: Path) -> None:
    """Copy the built folder with the modes of something that root has installed.

    Links are kept; programs can be run by anyone, and nothing can be written but by the
    owner.

    Raises
    ------
    NotABundle
        If a program is missing, or a link leads out of the folder.
    """
    check_bundle(bundle)
    shutil.copytree(bundle, target, symlinks=True)
    set_modes(target)


def check_bundle(bundle: Path) -> None:
    """Raise :class:`NotABundle` if a program is missing or a link leads outside.

    A link to a folder is refused as well: dpkg does not put one in a folder's place
    when it updates.
    """
    for program in PROGRAMS:
        if not os.access(bundle / program, os.X_OK):
            raise NotABundle(f"{bundle / program} is no program")
    for link in (path for path in bundle.rglob("*") if path.is_symlink()):
        if link.readlink().is_absolute() or not _stays_inside(link, bundle):
            raise NotABundle(f"{link} leads out of {bundle}")
        if not link.is_file():
            raise NotABundle(f"{link} leads to a folder, or nowhere")


def set_modes(tree: Path) -> None:
    """Give each folder and program ``rwxr-xr-x`` and each other file ``rw-r--r--``."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(_ANYONE_RUNS if _is_run(path) else _ANYONE_READS)


def set_times(tree: Path, seconds: int) -> None:
    """Give everything in a tree one time, in seconds since 1970."""
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def installed_kibibytes(tree: Path) -> int:
    """Return the room that a tree takes, as Debian's policy counts it.

    Every file in whole kibibytes, and one for each folder or link.
    """
    return sum(_kibibytes(path) for path in tree.rglob("*"))


def regular_files(tree: Path) -> Iterator[Path]:
    """Yield files that are no links, in order."""
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _stays_inside(link: Path, bundle: Path) -> bool:
    return link.resolve().is_relative_to(bundle.resolve())


def _is_run(path: Path) -> bool:
    """Return whether it is a folder or something to start; libraries are only read."""
    if path.is_dir():
        return True
    return bool(path.stat().st_mode & stat.S_IXUSR) and ".so" not in path.suffixes


def _kibibytes(path: Path) -> int:
    if path.is_symlink() or path.is_dir():
        return 1
    return -(-path.stat().st_size // 1024)
