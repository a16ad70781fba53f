"""A file that grows by whole pieces, of which none is ever left half-written."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

if sys.platform != "win32":
    import fcntl


class GrowingFile:
    """A new file, each piece handed to the system at once.

    A process that is killed leaves all pieces but, at worst, an end of the last one; a
    disk that is full leaves all pieces that did fit.
    """

    def __init__(self, path: Path) -> None:
        """Make the file, or empty the one that stands there.

        Raises
        ------
        OSError
            If it cannot be made.
        """
        self._path = path
        self._stream = path.open("wb", buffering=0)
        self._size = 0
        mark_as_growing(self._stream)

    def append(self, piece: bytes) -> None:
        """Write all of a piece, or nothing of it.

        Raises
        ------
        OSError
            If the disk is full, say, or if the file has been removed meanwhile, which
            the system itself does not mind.
        """
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[self._stream.write(rest) :]
            if not self.in_place:
                raise FileNotFoundError(errno.ENOENT, "the file was removed meanwhile")
        except OSError:
            self._take_back()
            raise
        self._size += len(piece)

    @property
    def in_place(self) -> bool:
        """Whether the file can still be found where it was made."""
        try:
            return os.path.samestat(os.fstat(self._stream.fileno()), self._path.stat())
        except (OSError, ValueError):  # gone; closed
            return False

    def sync(self) -> None:
        """Return once the disk has everything, so that not even a power cut takes it.

        Raises
        ------
        OSError
            If the disk does not take it.
        """
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close; closing twice does nothing.

        Raises
        ------
        OSError
            If a network disk only now says that it did not take what was written.
        """
        self._stream.close()

    def _take_back(self) -> None:
        with suppress(OSError):  # no disk any more: readers pass over half a piece
            self._stream.truncate(self._size)
            self._stream.seek(self._size)


def mark_as_growing(stream: IO[Any]) -> None:
    """Let others know, as long as it is open, that this file is being written."""
    with suppress(OSError):  # not every network disk knows locks
        _lock(stream, exclusive=False)


def is_growing(path: Path) -> bool:
    """Return whether some process has this file open and has marked it.

    The system forgets it with the process, however that ends. On Windows, and on a
    disk that knows no locks, nobody can tell, and the answer is no.
    """
    try:
        with path.open("rb") as stream:
            _lock(stream, exclusive=True)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _lock(stream: IO[Any], *, exclusive: bool) -> None:
    """Lock a file until it is closed, or raise at once."""
    if sys.platform != "win32":
        kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
        fcntl.flock(stream, kind | fcntl.LOCK_NB)
