"""What the program needs of the system: read off its files, not guessed.

Each library that a file names and the folder does not carry has to stand in
``SYSTEM_PACKAGES``; one that does not ends the build with its name.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SYSTEM_PACKAGES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
}
"""Debian's and Ubuntu's package of each library that is not carried.

They belong to the graphics driver, the display or the C library, beside which a second
copy would break.
"""
_C_LIBRARY: Final = frozenset(
    {
        *("ld-linux-x86-64.so.2", "libanl.so.1", "libc.so.6", "libdl.so.2"),
        *("libm.so.6", "libmvec.so.1", "libpthread.so.0", "libresolv.so.2"),
        *("librt.so.1", "libutil.so.1"),
    }
)
_ELF: Final = b"\x7fELF"
_FILES_AT_ONCE: Final = 200
_NEEDED: Final = re.compile(r"^  NEEDED +(\S+)$", re.MULTILINE)
_SONAME: Final = re.compile(r"^  SONAME +(\S+)$", re.MULTILINE)
_GLIBC: Final = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)$", re.MULTILINE)


class UnknownLibrary(Exception):
    """A library that is neither carried nor known to come with the system."""


@dataclass(frozen=True, slots=True)
class SystemNeeds:
    """What the system has to bring."""

    packages: tuple[str, ...]
    """Debian's names, sorted; the C library is not among them."""
    glibc: str
    """The oldest version of the C library that has every symbol."""

    @property
    def depends(self) -> str:
        """The package's ``Depends``."""
        return ", ".join((f"libc6 (>= {self.glibc})", *self.packages))


def system_needs(bundle: Path) -> SystemNeeds:
    """Read what every program and library below a folder asks of the system.

    Raises
    ------
    UnknownLibrary
        If something is needed that nobody brings.
    FileNotFoundError
        If ``objdump`` is missing; it comes with binutils, as PyInstaller needs it.
    """
    files = [path for path in sorted(bundle.rglob("*")) if _is_elf(path)]
    headers = "".join(_headers(files))
    carried = {path.name for path in files} | set(_SONAME.findall(headers))
    missing = set(_NEEDED.findall(headers)) - carried - _C_LIBRARY
    if unknown := missing - SYSTEM_PACKAGES.keys():
        raise UnknownLibrary(
            f"Neither carried nor in SYSTEM_PACKAGES: {', '.join(sorted(unknown))}"
        )
    packages = sorted({SYSTEM_PACKAGES[name] for name in missing})
    return SystemNeeds(tuple(packages), _newest(_GLIBC.findall(headers)))


def _is_elf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_ELF)) == _ELF


def _headers(files: list[Path]) -> Iterator[str]:
    for start in range(0, len(files), _FILES_AT_ONCE):
        command = ["objdump", "--private-headers", *files[start:][:_FILES_AT_ONCE]]
        yield subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _newest(versions: Iterable[str]) -> str:
    return max(versions, key=lambda each: [int(part) for part in each.split(".")])
