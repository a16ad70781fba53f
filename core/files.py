"""Files written whole or not at all, folders published by one rename."""

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from core.errors import LumenaryError

_PATIENCE: Final = 2.0
"""Seconds; a virus scanner lets go of one new file well within them."""
_FOLDER_PATIENCE: Final = 30.0
"""Seconds; it goes through every file of a folder, and hours of work wait for it."""
_LONGEST_PAUSE: Final = 0.5
_CHUNK_BYTES: Final = 1 << 20
_REMOVED: Final = ".removed-"

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
"""What only writing can meet, so that it is ours wherever in the block it comes up."""
_NO_WRITING: Final = _NO_ROOM | {errno.EIO}
"""In a block that writes one stream, a broken disk is most likely that stream's."""


class WriteFailed(LumenaryError):
    """A file or folder could not be written; what stood there before is untouched."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def atomic_write(
    path: Path, mode: str = "w", *, newline: str | None = None
) -> Iterator[IO[Any]]:
    r"""Open a temporary file beside ``path`` that replaces it when the block ends.

    Text is UTF-8. An exception in the block leaves ``path`` as it was.

    Parameters
    ----------
    path
        The file to write; its folder is made if need be.
    mode
        ``"w"`` for text, ``"wb"`` for bytes.
    newline
        As for :func:`open`; ``""`` for CSV, ``"\n"`` by default.

    Raises
    ------
    WriteFailed
        If the folder cannot be written, the disk is full, or the rename fails. Other
        errors of the block, reading something else among them, pass as they are.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".lumenary-", dir=path.parent)
    temporary = Path(name)
    try:
        with _closing_quietly(_opened(descriptor, mode, newline)) as stream:
            with _explained(path, only=_NO_WRITING):
                yield stream
            with _explained(path):
                stream.flush()
                os.fsync(stream.fileno())
        with _explained(path):
            _readable_as_new_files_are(temporary)
            rename(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text whole or not at all; see :func:`atomic_write`."""
    with atomic_write(path) as stream:
        stream.write(text)


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes whole or not at all; see :func:`atomic_write`."""
    with atomic_write(path, "wb") as stream:
        stream.write(data)


@contextmanager
def staged_folder(target: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield an empty folder beside ``target`` that becomes it when the block ends.

    An exception in the block removes the folder and leaves ``target`` absent.

    Parameters
    ----------
    target
        The folder to make.
    durable
        Whether every file is on the disk before the folder gets its name, so that not
        even a power cut leaves half of it. Costs some 20 ms a file; what can be made
        again from what is still there does without.

    Raises
    ------
    WriteFailed
        If ``target`` exists already, cannot be made, or the disk is full. Other errors
        of the block pass as they are.
    """
    if target.exists():
        raise WriteFailed(
            f"“{target.name}” exists already in {target.parent}.",
            hint="Nothing was overwritten. Choose another name or remove it first.",
        )
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".lumenary-", dir=target.parent))
    try:
        with _explained(target, only=_NO_ROOM):
            yield stage
        with _explained(target):
            stage.chmod(0o755)
            if durable:
                _sync_tree(stage)
            rename(stage, target, patience=_FOLDER_PATIENCE)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def remove_folder(folder: Path) -> None:
    """Remove a folder and all that is in it: gone from its place at once, then deleted.

    Raises
    ------
    OSError
        If it cannot be moved out of its place, where it is whole then; or if parts of
        it cannot be deleted, which lie in a folder ``.removed-…`` beside it.
    """
    grave = Path(tempfile.mkdtemp(prefix=_REMOVED, dir=folder.parent))
    try:
        rename(folder, grave / folder.name)
    except OSError:
        grave.rmdir()
        raise
    shutil.rmtree(grave)


def rename(source: Path, target: Path, *, patience: float = _PATIENCE) -> None:
    """Rename, trying again while a virus scanner holds the file (Windows).

    Parameters
    ----------
    source, target
        As for :meth:`pathlib.Path.replace`.
    patience
        Seconds after which a file that is still held is an error.

    Raises
    ------
    OSError
        If it still fails then, or for another reason.
    """
    give_up = time.monotonic() + patience
    pause = 0.05
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt" or time.monotonic() >= give_up:
                raise
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


def _opened(descriptor: int, mode: str, newline: str | None) -> IO[Any]:
    if "b" in mode:
        return os.fdopen(descriptor, mode)
    line_end = "\n" if newline is None else newline
    return os.fdopen(descriptor, mode, encoding="utf-8", newline=line_end)


@contextmanager
def _closing_quietly(stream: IO[Any]) -> Iterator[IO[Any]]:
    """Close without a word: flushing before has told, or the block's error tells."""
    try:
        yield stream
    finally:
        with suppress(OSError):
            stream.close()


@contextmanager
def _explained(path: Path, *, only: frozenset[int] | None = None) -> Iterator[None]:
    """Tell an error of the system, or only one of these codes, as a failed write."""
    try:
        yield
    except OSError as error:
        if only is not None and error.errno not in only:
            raise
        raise _write_failed(path, error) from error


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _readable_as_new_files_are(path: Path) -> None:
    # mkstemp makes files that only their owner can read; results are for colleagues too
    if os.name == "posix":
        umask = os.umask(0)
        os.umask(umask)
        path.chmod(0o666 & ~umask)


def _write_failed(path: Path, error: OSError) -> WriteFailed:
    reason = error.strerror or type(error).__name__
    return WriteFailed(
        f"Couldn't write “{path}”: {reason}.",
        hint="What stood there before is unchanged. Check the free space and your "
        "permissions, or choose another folder.",
        details=repr(error),
    )
