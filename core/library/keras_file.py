"""Keras's files from outside: numbers are taken from them, never anything that runs.

A ``.keras`` file is a zip file of a description and an HDF5 file of numbers. The
description may name a Lambda layer, which is Python code, or anybody's own class; and
an HDF5 file may read from other files of the computer. The network is built from the
recipe and the description is never used, but who opens the file with another program
should not be harmed either.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from core.library.archive_members import ArchiveDamaged, check_members
from core.library.refused_file import FileRefused

if TYPE_CHECKING:
    import h5py  # type: ignore[import-untyped]

WEIGHTS_MEMBER: Final = "model.weights.h5"
_DESCRIPTION: Final = "config.json"
_MEMBERS: Final = frozenset({"metadata.json", _DESCRIPTION, WEIGHTS_MEMBER})
_LARGEST_DESCRIPTION: Final = 32 << 20
"""Bytes; MobileNetV2's has 166 KB."""
LARGEST_WEIGHTS: Final = 1 << 30
"""Bytes; with the optimizer's state, the largest MobileNetV2 has 75 MB."""
_PARTS: Final = frozenset(
    (
        *("Functional", "InputLayer", "Rescaling", "Conv2D", "DepthwiseConv2D"),
        *("BatchNormalization", "ReLU", "ZeroPadding2D", "Add", "Dropout", "Dense"),
        *("GlobalAveragePooling2D", "Softmax", "DTypePolicy", "L2"),
        *("Zeros", "Ones", "GlorotUniform", "__keras_tensor__"),
        *("Adam", "LossScaleOptimizer", "CategoricalCrossentropy"),
    )
)
"""What describes a network of a recipe, and how it was learning."""
_MOST_ARRAYS: Final = 100_000


def check_keras_file(path: Path) -> None:
    """Refuse a ``.keras`` file that is more than a plain network and its numbers.

    Raises
    ------
    FileRefused
        If it is damaged, describes a layer of code or of someone's own, or its
        numbers are not all in it.
    OSError
        If it cannot be read.
    """
    name = path.name
    try:
        with ZipFile(path) as members:
            _check_members(name, members)
            description = members.read(_DESCRIPTION)
            weights = members.read(WEIGHTS_MEMBER)
    except (BadZipFile, EOFError, ValueError, RuntimeError) as error:
        raise FileRefused(name, "is not a whole file of Keras", repr(error)) from error
    _check_description(name, description)
    _check_numbers(name, io.BytesIO(weights), len(weights))


def check_weights_file(path: Path) -> None:
    """Refuse an HDF5 file of weights that holds more, or less, than its numbers.

    Raises as :func:`check_keras_file`.
    """
    size = path.stat().st_size
    if size > LARGEST_WEIGHTS:
        raise FileRefused(path.name, "is far larger than any weights of a backbone")
    with path.open("rb") as stream:
        _check_numbers(path.name, stream, size)


def _check_members(name: str, members: ZipFile) -> None:
    try:
        check_members(members.infolist(), name)
    except ArchiveDamaged as error:
        raise FileRefused(name, "is packed as Keras packs none", str(error)) from error
    sizes = {member.filename: member.file_size for member in members.infolist()}
    if sizes.keys() - _MEMBERS or {_DESCRIPTION, WEIGHTS_MEMBER} - sizes.keys():
        found = ", ".join(sorted(sizes)[:5])
        raise FileRefused(name, "holds other files than Keras puts there", found)
    if sizes[_DESCRIPTION] > _LARGEST_DESCRIPTION:
        raise FileRefused(name, "has a description far longer than any network's")
    if sizes[WEIGHTS_MEMBER] > LARGEST_WEIGHTS:
        raise FileRefused(name, "is far larger than any network of Lumenary")


def _check_description(name: str, data: bytes) -> None:
    try:
        description = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FileRefused(name, "is not a whole file of Keras", repr(error)) from error
    for part in _parts(description):
        called, module = part["class_name"], part.get("module")
        own = part.get("registered_name")
        if called == "Lambda":
            raise FileRefused(name, "holds a Lambda layer, which is program code")
        is_known = isinstance(called, str) and called in _PARTS
        if not (is_known and own in (None, called) and _is_keras(module)):
            raise FileRefused(
                name,
                f"describes a part that no network of Lumenary has: “{called}”",
                f"{module!r}, registered as {own!r}",
            )


def _parts(description: object) -> Iterator[dict[str, Any]]:
    """Yield each piece of a description that names a class, whatever it lies in."""
    waiting = [description]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, dict):
            if "class_name" in piece:
                yield piece
            waiting += piece.values()
        elif isinstance(piece, list):
            waiting += piece


def _is_keras(module: object) -> bool:
    return module is None or (
        isinstance(module, str) and module.partition(".")[0] == "keras"
    )


def _check_numbers(name: str, stream: IO[bytes], size: int) -> None:
    import h5py

    try:
        with h5py.File(stream, "r") as file:
            _check_arrays(name, file, size)
    except (OSError, KeyError, ValueError, RuntimeError, TypeError) as error:
        raise FileRefused(name, "is not a whole file of Keras", repr(error)) from error


def _check_arrays(name: str, file: "h5py.File", size: int) -> None:
    """Refuse arrays that are elsewhere, packed, no numbers, or more than the file."""
    numbers = 0
    for count, (path, array) in enumerate(_arrays(name, file)):
        if array.external or array.is_virtual:
            raise FileRefused(name, "wants to read numbers from another file", path)
        packed = array.chunks is not None or array.compression is not None
        if packed or array.dtype.kind not in "fiub":
            raise FileRefused(
                name, "holds numbers in a way that Keras does not write", path
            )
        numbers += int(array.nbytes)
        if numbers > size or count > _MOST_ARRAYS:
            raise FileRefused(name, "says that it holds more numbers than it has", path)


def _arrays(name: str, file: "h5py.File") -> Iterator[tuple[str, "h5py.Dataset"]]:
    import h5py

    waiting, seen = [("", file)], {_place(file)}
    while waiting:
        above, group = waiting.pop()
        for key in group:
            path = f"{above}/{key}"
            if group.get(key, getlink=True, getclass=True) is not h5py.HardLink:
                raise FileRefused(name, "wants to read numbers from elsewhere", path)
            found = group[key]
            if isinstance(found, h5py.Dataset):
                yield path, found
            elif isinstance(found, h5py.Group) and _place(found) not in seen:
                seen.add(_place(found))
                waiting.append((path, found))


def _place(group: "h5py.Group") -> int:
    """Return where in the file a group stands: one with two names has one place."""
    import h5py

    return int(h5py.h5o.get_info(group.id).addr)
