"""Writes a sort's manifest ahead of what it announces; one sort at a time."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from core.errors import LumenaryError
from core.files import rename
from core.jobs.sort_manifest import (
    MANIFEST_FILE,
    Manifest,
    ManifestLine,
    SortHeader,
    as_line,
)

_UNFINISHED: Final = f".lumenary-{MANIFEST_FILE}.part"
_LOCKED_BYTE: Final = 1 << 40
"""Beyond any manifest: Windows lets nobody read a byte that is locked."""


class SortBusy(LumenaryError):
    """Another sort or undo works in the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another sort or undo works in “{folder}” just now.",
            hint="Wait for it to end, then try again. Nothing was changed.",
        )


def begin_manifest(folder: Path, header: SortHeader) -> Manifest:
    """Write a manifest that knows nothing yet; the folder appears together with it.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    manifest = Manifest(header)
    if not header.made_folder:
        write_whole(folder, manifest)
        return manifest
    stage = _stage_of(folder)
    discard_stage(folder)
    stage.mkdir()
    try:
        write_whole(stage, manifest)
        rename(stage, folder)
    except OSError:
        discard_stage(folder)
        raise
    return manifest


def discard_stage(folder: Path) -> None:
    """Remove what a sort left that was killed while it made this folder."""
    stage = _stage_of(folder)
    if stage.is_symlink() or not stage.is_dir():
        return
    with suppress(OSError):
        for name in (_UNFINISHED, MANIFEST_FILE):
            (stage / name).unlink(missing_ok=True)
        stage.rmdir()


def discard_unfinished(folder: Path) -> None:
    """Remove a manifest that a kill left half-written beside the whole one."""
    with suppress(OSError):
        (folder / _UNFINISHED).unlink()


def write_whole(folder: Path, manifest: Manifest) -> None:
    """Put a manifest into a folder, in place of one that stands there."""
    unfinished = folder / _UNFINISHED
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(manifest.text())
            stream.flush()
            os.fsync(stream.fileno())
        manifest.whole_bytes = unfinished.stat().st_size
        rename(unfinished, folder / MANIFEST_FILE)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


class SortJournal:
    """A context manager that holds a manifest, alone, and adds lines to it.

    Parameters
    ----------
    folder
        Where the manifest stands.
    manifest
        As it was read there; it grows with the lines.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._path = folder / MANIFEST_FILE
        self.manifest = manifest

    def __enter__(self) -> Self:
        self._stream: IO[bytes] = self._path.open("r+b")
        try:
            self._hold()
            self._stream.truncate(self.manifest.whole_bytes)
            self._stream.seek(0, os.SEEK_END)
        except (OSError, SortBusy):
            self._stream.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()

    def add(self, lines: Iterable[ManifestLine]) -> None:
        """Put lines on the disk; they are there when this returns.

        Raises
        ------
        OSError
            If they cannot be written.
        """
        lines = list(lines)
        self._stream.writelines(as_line(line).encode() for line in lines)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self.manifest.add(lines)

    def finish(self) -> None:
        """Leave a manifest with one line for each thing that was made.

        Raises
        ------
        OSError
            If it cannot be written; the one with more lines then stays.
        """
        if os.name == "nt":  # nothing takes the place of a file that is open
            self.release()
        write_whole(self._folder, self.manifest)

    def release(self) -> None:
        """Let others work with the manifest."""
        with suppress(OSError):
            self._stream.close()  # which unlocks

    def _hold(self) -> None:
        if not _locked(self._stream) or self._was_changed():
            raise SortBusy(self._folder)

    def _was_changed(self) -> bool:
        """Return whether another sort wrote between reading and holding."""
        here, there = os.fstat(self._stream.fileno()), self._path.stat()
        torn = here.st_size - self.manifest.whole_bytes
        return not os.path.samestat(here, there) or not self._ends_torn(torn)

    def _ends_torn(self, length: int) -> bool:
        self._stream.seek(self.manifest.whole_bytes)
        return length >= 0 and b"\n" not in self._stream.read()


def _locked(stream: IO[bytes]) -> bool:
    """Lock a file for this process; a disk that knows no locks goes without."""
    try:
        _lock(stream)
    except BlockingIOError:
        return False
    except PermissionError:  # Windows, and some network disks of others
        return os.name != "nt"
    except OSError:
        return True
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: IO[bytes]) -> None:
        stream.seek(_LOCKED_BYTE)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _stage_of(folder: Path) -> Path:
    return folder.with_name(f".lumenary-{folder.name[:60]}.part")
