"""NumPy's files from outside: plain numbers, and no more of them than the file has."""

import math
import tokenize
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from core.library.archive_members import ArchiveDamaged, check_members
from core.library.refused_file import FileRefused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENDING: Final = ".npy"
_WHAT_READERS_RAISE: Final = (
    *(ArchiveDamaged, BadZipFile, zlib.error, EOFError, ValueError, KeyError),
    *(TypeError, SyntaxError, RuntimeError, OverflowError, MemoryError),
    tokenize.TokenError,  # NumPy reads an array's header as Python's own text
)


def plain_arrays(path: Path, *, largest: int) -> Mapping[str, "NDArray[np.floating]"]:
    """Return the arrays of an ``.npz`` file, by name.

    Parameters
    ----------
    path
        The file.
    largest
        Bytes that all of them may take.

    Raises
    ------
    FileRefused
        If it holds anything but arrays of real numbers, which are all there, or more.
    OSError
        If it cannot be read.
    """
    import numpy as np

    try:
        with ZipFile(path) as members:
            check_members(members.infolist(), path.name)
            if sum(member.file_size for member in members.infolist()) > largest:
                raise FileRefused(path.name, "holds far more numbers than it needs")
            for member in members.infolist():
                with members.open(member) as stream:
                    _check_header(member.filename, stream, member.file_size)
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays}
    except _WHAT_READERS_RAISE as error:
        raise FileRefused(path.name, "holds more than numbers", repr(error)) from error


def _check_header(name: str, stream: IO[bytes], size: int) -> None:
    """Refuse an array that declares more than it has: room is made for all of it."""
    from numpy.lib import format as npy

    if not name.endswith(_ENDING):  # NumPy would give its bytes as they are
        msg = f"“{name}” is no array"
        raise ValueError(msg)
    if npy.read_magic(stream) != (1, 0):
        msg = f"“{name}” is written as np.savez writes no plain numbers"
        raise ValueError(msg)
    header: tuple[tuple[int, ...], bool, np.dtype[Any]]
    header = npy.read_array_header_1_0(stream)
    shape, _, kind = header
    if kind.kind != "f" or math.prod(shape) * kind.itemsize > size:
        msg = f"“{name}”: {kind} of shape {shape} in {size} bytes"
        raise ValueError(msg)
