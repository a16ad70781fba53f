"""Whether anything was written where the program lies, or anywhere but at home."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be told of one file, folder or link."""

    kind: str
    size: int
    mtime_ns: int
    content: str
    """SHA-256 of a file's bytes, or what a link names."""


def listing(folder: Path, *, leave_out: tuple[str, ...] = ()) -> dict[str, Listed]:
    """Return all that lies below a folder, by its path there.

    Parameters
    ----------
    folder
        Links are not followed.
    leave_out
        Paths below it that are not looked into.
    """
    found: dict[str, Listed] = {}
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = [
            name
            for name in folders
            if str((here / name).relative_to(folder)) not in leave_out
        ]
        for name in (*folders, *files):
            path = here / name
            found[str(path.relative_to(folder))] = _listed(path)
    return found


def changes(before: dict[str, Listed], after: dict[str, Listed]) -> list[str]:
    """Return in words what came, went or changed."""
    words = [f"new: {name}" for name in sorted(after.keys() - before.keys())]
    words += [f"gone: {name}" for name in sorted(before.keys() - after.keys())]
    words += [
        f"changed: {name}"
        for name in sorted(before.keys() & after.keys())
        if before[name] != after[name]
    ]
    return words


def installed_bytes(folder: Path) -> int:
    """Return the room on the disk that all files below a folder take."""
    seen: set[int] = set()
    total = 0
    for path in folder.rglob("*"):
        status = path.lstat()
        if status.st_ino not in seen:
            seen.add(status.st_ino)
            total += status.st_blocks * 512
    return total


def _listed(path: Path) -> Listed:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return Listed("link", 0, status.st_mtime_ns, str(path.readlink()))
    if stat.S_ISREG(status.st_mode):
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Listed("file", status.st_size, status.st_mtime_ns, digest)
    kind = "folder" if stat.S_ISDIR(status.st_mode) else "other"
    return Listed(kind, 0, status.st_mtime_ns if kind == "folder" else 0, "")
