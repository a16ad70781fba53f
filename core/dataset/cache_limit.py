"""How much room prepared stills may take, and how room is made: the oldest go first."""

import json
import os
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.control import Control
from core.files import write_text

DEFAULT_LIMIT: Final = 5_000_000_000
"""Bytes: 33,000 stills of 224 pixels, several times the largest public sets."""
_LIMIT_FILE: Final = "limit.json"
"""Beside what it limits: the window, commands and workers all find it there."""
_STILL: Final = ".still"


@dataclass(frozen=True, slots=True, order=True)
class _Cached:
    used_ns: int
    path: Path
    bytes: int


def cache_limit(cache: Path) -> int:
    """Return how many bytes prepared stills may take; the default where none was set.

    Parameters
    ----------
    cache
        The cache's folder: :attr:`core.paths.UserFolders.cache`.
    """
    try:
        limit = json.loads((cache / _LIMIT_FILE).read_bytes())["bytes"]
    except (OSError, ValueError, LookupError, TypeError):
        return DEFAULT_LIMIT
    return limit if isinstance(limit, int) and limit >= 0 else DEFAULT_LIMIT


def set_cache_limit(cache: Path, limit: int) -> None:
    """Set how many bytes prepared stills may take, from the next training on.

    Raises
    ------
    ValueError
        If it is less than nothing.
    core.files.WriteFailed
        If it cannot be kept.
    """
    if limit < 0:
        msg = f"expected bytes, 0 or more, got {limit}"
        raise ValueError(msg)
    write_text(cache / _LIMIT_FILE, json.dumps({"bytes": limit}) + "\n")


def is_cache_limit(path: Path) -> bool:
    """Return whether a file of the cache is no still but the limit itself."""
    return path.name == _LIMIT_FILE


def trim(prepared: Path, limit: int, keep: Container[Path], control: Control) -> int:
    """Remove the stills used longest ago until no more than ``limit`` bytes are left.

    A still that another work needs meanwhile is prepared again by it. What cannot be
    removed stays: a cache that is too large is no reason not to work.

    Parameters
    ----------
    prepared
        The folder of all prepared stills, one folder in it for each settings.
    limit
        Bytes that may be left; less than nothing leaves only what is kept.
    keep
        Files that are not removed, whatever the limit.
    control
        Checked between two files.

    Returns
    -------
    int
        Bytes that were removed.
    """
    stills = list(_stills(prepared, control))
    too_much = sum(still.bytes for still in stills) - max(limit, 0)
    removed = 0
    if too_much <= 0:
        return removed
    for still in sorted(stills):
        if removed >= too_much:
            break
        control.check()
        if still.path not in keep and _removed(still.path):
            removed += still.bytes
    return removed


def _stills(prepared: Path, control: Control) -> Iterator[_Cached]:
    for folder, _, names in os.walk(prepared):
        control.check()
        for name in names:
            path = Path(folder, name)
            try:
                look = path.lstat()
            except OSError:
                continue
            if path.suffix == _STILL:
                yield _Cached(look.st_mtime_ns, path, look.st_size)


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
