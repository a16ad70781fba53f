"""Files written whole or not at all, folders published by one rename."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from core.errors import LumenaryError

_RENAME_TRIES = 10
_CHUNK_BYTES = 1 << 20


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
        If the folder cannot be written, the disk is full, or the rename fails.
    """
    text = "b" not in mode
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".lumenary-", dir=path.parent)
    except OSError as error:
        raise _write_failed(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(
            descriptor,
            mode,
            encoding="utf-8" if text else None,
            newline=("\n" if newline is None else newline) if text else None,
        ) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _readable_as_new_files_are(temporary)
        rename(temporary, path)
    except OSError as error:
        raise _write_failed(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


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
        If ``target`` exists already, cannot be made, or the disk is full.
    """
    if target.exists():
        raise WriteFailed(
            f"“{target.name}” exists already in {target.parent}.",
            hint="Nothing was overwritten. Choose another name or remove it first.",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".lumenary-", dir=target.parent))
    except OSError as error:
        raise _write_failed(target, error) from error
    try:
        yield stage
        stage.chmod(0o755)
        if durable:
            _sync_tree(stage)
        rename(stage, target)
    except OSError as error:
        raise _write_failed(target, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def rename(source: Path, target: Path) -> None:
    """Rename, trying again while a virus scanner holds the file (Windows).

    Raises
    ------
    OSError
        If it still fails after about two seconds.
    """
    for attempt in range(_RENAME_TRIES):
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt" or attempt == _RENAME_TRIES - 1:
                raise
            time.sleep(0.05 * (attempt + 1))
        else:
            return


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
