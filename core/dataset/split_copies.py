"""A split as folders of copies, for other programs; training itself needs none."""

import csv
import shutil
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.control import Control
from core.dataset.scanning import DatasetError, LabelledStill, Part
from core.files import WriteFailed, staged_folder

SPLIT_TABLE = "split.csv"

_COLUMNS = ("file", "class", "part", "group", "digest")


@dataclass(frozen=True, slots=True)
class StillInSplit:
    """A still and where the split puts it."""

    still: LabelledStill
    part: Part
    group: int
    digest: str


def copy_split(
    stills: Sequence[StillInSplit],
    target: Path,
    *,
    root: Path,
    control: Control,
    progress: Callable[[int, int], None],
) -> None:
    """Copy stills into ``train|val|test/<class>/`` below a new folder.

    The folder appears when everything is in it, together with ``split.csv`` (file,
    class, part, group, digest; ``file`` is relative to the folder). Originals are only
    read. A name that another still of the class has already gets a number.

    Parameters
    ----------
    stills
        In any order; the copies and the table are the same for each.
    target
        The folder to make.
    root
        The dataset's own folder, which is not to be added to.
    control, progress
        Looked at before, and told after each copy: number done, number of all.

    Raises
    ------
    DatasetError
        If ``target`` lies within ``root``.
    WriteFailed
        If ``target`` exists, the disk is too full, or a file cannot be read or written;
        nothing is left behind.
    Cancelled
        If ``control`` asks for it; nothing is left behind.
    """
    refuse_among_originals(target, root)
    placed = _placed(stills)
    with staged_folder(target, durable=False) as stage:
        _refuse_too_large(stills, stage)
        for done, (place, one) in enumerate(placed.items(), start=1):
            control.check()
            _copy(one.still.path, stage / place)
            progress(done, len(placed))
        _write_table(stage / SPLIT_TABLE, placed)


def _placed(stills: Sequence[StillInSplit]) -> dict[str, StillInSplit]:
    """Return the stills by where they go, relative to the target, with ``/``."""
    placed: dict[str, StillInSplit] = {}
    taken: set[str] = set()
    for one in sorted(stills, key=lambda one: one.still.name):
        name = one.still.name.rpartition("/")[2]
        place = free_place(f"{one.part}/{one.still.label}/{name}", taken)
        taken.add(place.lower())  # Windows and macOS do not tell Name from name
        placed[place] = one
    return placed


def free_place(place: str, taken: Container[str]) -> str:
    """Return a place for a copy, with a number if need be.

    Parameters
    ----------
    place
        Path with ``/`` where the copy is wanted.
    taken
        Places that are taken, in lower case.
    """
    stem, dot, suffix = place.rpartition(".")
    candidate, number = place, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{suffix}"
    return candidate


def _copy(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise WriteFailed(
            f"Couldn't copy “{source}”: {error.strerror or type(error).__name__}.",
            hint="The folder was not made and the originals are unchanged. Check the "
            "free space and your permissions, or choose another folder.",
            details=repr(error),
        ) from error


def _write_table(path: Path, placed: Mapping[str, StillInSplit]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for place, one in sorted(placed.items()):
            writer.writerow([place, one.still.label, one.part, one.group, one.digest])


def refuse_among_originals(target: Path, root: Path) -> None:
    """Raise :class:`DatasetError` if copies in ``target`` would lie within ``root``."""
    if target.resolve().is_relative_to(root.resolve()):
        raise DatasetError(
            f"“{target}” lies within the dataset “{root}”.",
            hint="The copies would become part of it. Choose a folder beside it.",
        )


def _refuse_too_large(stills: Sequence[StillInSplit], stage: Path) -> None:
    needed = sum(_size(one.still.path) for one in stills)
    free = shutil.disk_usage(stage).free
    if needed > free:
        raise WriteFailed(
            f"The copies need {needed / 1e6:,.0f} MB; {free / 1e6:,.0f} MB are free.",
            hint="Nothing was copied. Make room, or choose a folder on another disk.",
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # copying it will say why
        return 0
