"""A file that grows by whole pieces, of which none is ever left half-written."""

import errno
import os
from pathlib import Path


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
        try:
            self._stream.truncate(self._size)
            self._stream.seek(self._size)
        except OSError:  # no disk any more: readers pass over the end of a piece
            pass
