"""Logs that stay small: their beginning, their end, and a word on what is not there.

What went wrong first and what went wrong last tell most of a log; what lies between is
mostly the same line again and again.
"""

from pathlib import Path
from typing import Final

LARGEST_LOG: Final = 1 << 20
"""Bytes that the log of one run may take; a training of days with a warning for each
epoch takes some 100 kB."""

SMALL_LOG: Final = 16 << 10
"""Bytes that the log of an old run may take: some tracebacks and what led to them."""

LEFT_OUT: Final = b"... what stood here was left out, so that the log stays small ...\n"


def ends_of(path: Path, most: int) -> bytes:
    """Return a log's whole lines, or those of its beginning and end if it is larger.

    Parameters
    ----------
    path
        The log.
    most
        Bytes to return at most; far more than :data:`LEFT_OUT` has.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        if size <= most:
            return stream.read(most)
        half = (most - len(LEFT_OUT)) // 2
        first = stream.read(half)
        stream.seek(size - half)
        last = stream.read(half)
    return _to_a_line_end(first) + LEFT_OUT + _from_a_line(last)


def keep_ends(path: Path, *, largest: int = LARGEST_LOG) -> bool:
    """Shorten a log in place to half of the largest size, once it has more than that.

    Processes that append to it meanwhile go on at its new end; what they write at the
    very moment may be lost.

    Returns
    -------
    bool
        Whether it was too large.

    Raises
    ------
    OSError
        If it cannot be read or written.
    """
    if path.stat().st_size <= largest:
        return False
    kept = ends_of(path, largest // 2)
    with path.open("r+b") as stream:
        stream.write(kept)
        stream.truncate()
    return True


def _to_a_line_end(piece: bytes) -> bytes:
    return piece[: piece.rfind(b"\n") + 1] or piece + b"\n"


def _from_a_line(piece: bytes) -> bytes:
    return piece[piece.find(b"\n") + 1 :] or piece
