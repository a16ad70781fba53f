"""Names that every file system takes, and when two of them are the same to one."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

from core.dataset.walking import is_hidden, normalised

LONGEST_NAME: Final = 240
"""Bytes of UTF-8; ext4, APFS and NTFS take 255, and a temporary name is shorter."""

_LONGEST_SUFFIX: Final = 20
_CONTROLS: Final = (*range(0x20), *range(0x7F, 0xA0))
_FORBIDDEN: Final = dict.fromkeys((*map(ord, '<>:"/\\|?*'), *_CONTROLS), "_")
"""What Windows forbids in names, learn.microsoft.com “Naming Files, Paths, and
Namespaces”; controls beyond ASCII show as nothing anywhere."""
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)
"""From the same page: names of devices, with whatever ending."""


def portable_name(name: str) -> str:
    """Return the name itself, or the nearest that any system can keep and show.

    What Windows forbids becomes ``_``, letters are composed (NFC), dots and spaces at
    the end go, names of devices and hidden names get a ``_`` in front, and what is
    longer than :data:`LONGEST_NAME` is cut before its ending.
    """
    name = normalised(normalised(name).translate(_FORBIDDEN)).rstrip(" .") or "_"
    device = name.partition(".")[0].rstrip(" ").casefold()
    if device in _DEVICES or is_hidden(name):
        name = f"_{name}"
    return _ending_in(name, "")


def numbered(name: str, number: int) -> str:
    """Return a portable name with a number before its ending: ``a (2).png``."""
    return _ending_in(name, f" ({number})")


def is_portable(name: str) -> bool:
    """Return whether :func:`portable_name` leaves the name as it is."""
    return portable_name(name) == name


def name_key(name: str) -> str:
    """Return what is equal for names that some system takes for the same.

    Windows and macOS do not tell ``Name`` from ``name``, and macOS does not tell
    composed letters from decomposed ones.
    """
    return normalised(normalised(name).casefold())


def _ending_in(name: str, mark: str) -> str:
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > _LONGEST_SUFFIX:
        suffix = ""
    ending = mark + suffix
    room = LONGEST_NAME - len(ending.encode())
    stem = name.removesuffix(suffix) if suffix else name
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return unicodedata.normalize("NFC", stem + ending)
