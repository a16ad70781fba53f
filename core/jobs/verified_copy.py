"""A copy that appears under its name only when it is whole, and never over another."""

import errno
import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from core.files import rename, sha256_of
from core.inference.sorting import LeftOut

_CHUNK_BYTES: Final = 1 << 20
_BAD_NAME: Final = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})


@dataclass(frozen=True, slots=True)
class Looked:
    """What a still's file was like."""

    size: int
    """Bytes."""
    mtime_ns: int
    atime_ns: int


class _SourceFailed(Exception):
    """The original cannot be read; ``args[0]`` is the reason."""


def look_at(source: Path) -> Looked | LeftOut:
    """Return a still's size and times, or why it cannot be copied."""
    try:
        return _looked(source.stat())
    except OSError as error:
        return _reason(error)
    except _SourceFailed as failed:
        return _reason_of(failed)


def copy_verified(source: Path, target: Path, digest: str) -> Looked | LeftOut:
    """Copy a file if it holds the bytes that were classified.

    The original is only read. The copy has its times of change and of access, and the
    permissions that new files have.

    Parameters
    ----------
    source, target
        The folder of ``target`` has to be there.
    digest
        SHA-256 that the bytes must have, in hexadecimal.

    Returns
    -------
    What was copied; or why there is no copy, in which case nothing is left of one.

    Raises
    ------
    OSError
        If the target cannot be written.
    """
    unfinished = unfinished_copy(target)
    try:
        with _opened(source) as stream:
            looked = _looked(os.fstat(stream.fileno()))
            copied = _poured(stream, unfinished)
        if copied != digest:
            return LeftOut.CHANGED
        os.utime(unfinished, ns=(looked.atime_ns, looked.mtime_ns))
        _give_name(unfinished, target)
    except _SourceFailed as failed:
        return _reason_of(failed)
    except FileExistsError:
        return LeftOut.TAKEN
    except OSError as error:
        if _is_for_its_name(error, target):
            return LeftOut.BAD_NAME
        raise
    finally:
        discard_unfinished_copy(target)
    return looked


def unfinished_copy(target: Path) -> Path:
    """Return what a copy is called until it is whole; each name has its own."""
    mark = hashlib.sha256(target.name.encode()).hexdigest()[:24]
    return target.with_name(f".lumenary-{mark}.part")


def discard_unfinished_copy(target: Path) -> None:
    """Remove what a kill or an error left of a copy."""
    with suppress(OSError):
        unfinished_copy(target).unlink()


def is_same_file(path: Path, size: int, digest: str) -> bool:
    """Return whether a regular file, and no link, holds just these bytes.

    Raises
    ------
    OSError
        If it is not there or cannot be read.
    """
    found = path.lstat()
    is_like_it = stat.S_ISREG(found.st_mode) and found.st_size == size
    return is_like_it and sha256_of(path) == digest


def _is_for_its_name(error: OSError, target: Path) -> bool:
    # Windows says of a path that is too long that its folder is not there
    is_lost = isinstance(error, FileNotFoundError) and target.parent.is_dir()
    return is_lost or error.errno in _BAD_NAME


def _opened(source: Path) -> IO[bytes]:
    try:
        _looked(source.stat())  # opening a named pipe would wait forever
        return source.open("rb")
    except OSError as error:
        raise _SourceFailed(_reason(error)) from error


def _looked(found: os.stat_result) -> Looked:
    if not stat.S_ISREG(found.st_mode):
        raise _SourceFailed(LeftOut.CHANGED)
    return Looked(found.st_size, found.st_mtime_ns, found.st_atime_ns)


def _poured(source: IO[bytes], target: Path) -> str:
    """Put what a file holds onto the disk and return its digest."""
    digest = hashlib.sha256()
    with target.open("xb", buffering=0) as stream:
        while chunk := _read(source):
            digest.update(chunk)
            _write_all(stream, chunk)
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _write_all(stream: IO[bytes], chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[stream.write(rest) :]


def _read(source: IO[bytes]) -> bytes:
    try:
        return source.read(_CHUNK_BYTES)
    except OSError as error:
        raise _SourceFailed(_reason(error)) from error


def _give_name(unfinished: Path, target: Path) -> None:
    """Rename, but raise :class:`FileExistsError` where a rename would overwrite."""
    try:
        target.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # FAT and many network disks know no second name for a file
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        rename(unfinished, target)


def _reason_of(failed: _SourceFailed) -> LeftOut:
    return LeftOut(failed.args[0])


def _reason(error: OSError) -> LeftOut:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return LeftOut.GONE
    if isinstance(error, PermissionError):
        return LeftOut.FORBIDDEN
    return LeftOut.BROKEN
