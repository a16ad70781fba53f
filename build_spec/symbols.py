"""Names of functions that only a debugger reads, taken out of the built libraries.

TensorFlow's two libraries hold 219 MB of them, Python and stringzilla 33 MB of
debugging records (measured on TensorFlow 2.21). What the loader reads stays.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

STRIPPED: Final = (
    "libpython*.so*",
    "stringzilla*.so",
    "tensorflow/**/*.so*",
)
"""Below ``_internal``. None from a wheel's ``.libs`` folder: those were rewritten by
patchelf, after which ``strip`` breaks a library."""


def strip_symbols(inside: Path) -> int:
    """Take the symbols out and return by how many bytes the files shrank.

    Parameters
    ----------
    inside
        The bundle's ``_internal``, on Linux.

    Raises
    ------
    FileNotFoundError
        If ``strip`` is missing; it comes with binutils, as PyInstaller needs it.
    """
    return sum(_stripped(path) for path in libraries_with_symbols(inside))


def libraries_with_symbols(inside: Path) -> Iterator[Path]:
    """Yield the files that are stripped; links to them are none."""
    for pattern in STRIPPED:
        for path in sorted(inside.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path


def _stripped(path: Path) -> int:
    before = path.stat().st_size
    short = path.with_name(f"{path.name}.stripped")
    # a copy, since PyInstaller may have linked the file to the environment's own
    subprocess.run(["strip", "--strip-unneeded", "-o", short, path], check=True)
    shutil.copymode(path, short)
    short.replace(path)
    return before - path.stat().st_size
