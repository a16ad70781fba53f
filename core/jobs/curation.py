"""A labelled folder made ready: what can be read, and what belongs together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.cores import available_cores
from core.dataset.cache_limit import cache_limit
from core.dataset.grouping import (
    Grouping,
    KnownGroups,
    group_stills,
    known_groups_from_csv,
    known_groups_from_pattern,
)
from core.dataset.prepared import PreparedCache, PreparedStills
from core.dataset.scanning import (
    DatasetError,
    LabelledFolder,
    LabelledStill,
    scan_labelled_folder,
)
from core.dataset.similarity import (
    LikenessSettings,
    StillFingerprint,
    fingerprint_stills,
)
from core.dataset.splits import Split, split_by_groups, split_given_parts
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings
from core.jobs.context import JobContext
from core.jobs.requests import GroupingRequest


@dataclass(frozen=True, slots=True)
class UnreadStill:
    """A still that was left out, and why."""

    still: LabelledStill
    error: UnreadableStill


@dataclass(frozen=True, slots=True)
class ScannedFolder:
    """What a labelled folder holds, and what is known of its patients."""

    folder: LabelledFolder
    known_groups: KnownGroups | None


@dataclass(frozen=True, slots=True)
class ReadableFolder:
    """The readable stills of a labelled folder; all sequences are in one order."""

    folder: LabelledFolder
    known_groups: KnownGroups | None
    stills: tuple[LabelledStill, ...]
    fingerprints: tuple[StillFingerprint, ...]
    unreadable: tuple[UnreadStill, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """What is odd about the folder, without the names of stills."""
        if not self.unreadable:
            return self.folder.notices
        left_out = (
            f"{len(self.unreadable)} of {len(self.folder.stills)} stills couldn't be "
            "read and were left out."
        )
        return (*self.folder.notices, left_out)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in the model's order."""
        return self.folder.classes

    @property
    def labels(self) -> tuple[str, ...]:
        """The class of each still."""
        return tuple(still.label for still in self.stills)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The file of each still."""
        return tuple(still.path for still in self.stills)

    @property
    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of each still's file."""
        return tuple(print_.digest for print_ in self.fingerprints)

    @property
    def keys(self) -> tuple[str, ...]:
        """What identifies each still wherever it stands: digest and name."""
        return tuple(
            f"{digest}/{still.name}"
            for digest, still in zip(self.digests, self.stills, strict=True)
        )

    @property
    def file_properties(self) -> NDArray[np.float64]:
        """Width and height in pixels and file size in bytes, shape (n, 3)."""
        return np.array(
            [(p.width, p.height, p.size_bytes) for p in self.fingerprints], np.float64
        )

    def indices_in(self, classes: Sequence[str]) -> NDArray[np.int64]:
        """Return the index of each still's class among ``classes``, shape (n,)."""
        index = {name: i for i, name in enumerate(classes)}
        return np.array([index[label] for label in self.labels], np.int64)

    def only(self, chosen: Sequence[int] | NDArray[np.int64]) -> "ReadableFolder":
        """Return the same folder with some of its stills, by index."""
        return replace(
            self,
            stills=tuple(self.stills[i] for i in chosen),
            fingerprints=tuple(self.fingerprints[i] for i in chosen),
        )


def scan(
    root: Path,
    grouping: GroupingRequest,
    context: JobContext,
    *,
    least_classes: int = 2,
) -> ScannedFolder:
    """Return what a labelled folder holds, without reading a still.

    ``least_classes`` is 1 where stills are to be measured on, and not to train on.

    Raises
    ------
    DatasetError
        If the folder is no labelled folder, or its groups cannot be told.
    """
    folder = scan_labelled_folder(root, least_classes=least_classes)
    context.report.warn_all(folder.notices)
    return ScannedFolder(folder, _known_groups(grouping, folder))


def read_stills(
    scanned: ScannedFolder, settings: PreprocessingSettings, context: JobContext
) -> ReadableFolder:
    """Fingerprint every still that can be read.

    Raises
    ------
    DatasetError
        If no still of a class can be read.
    """
    folder = scanned.folder
    found = fingerprint_stills(
        [still.path for still in folder.stills],
        settings,
        threads=available_cores(),
        control=context.control,
        progress=context.report.activity("Reading stills"),
    )
    pairs = list(zip(folder.stills, found, strict=True))
    unreadable = tuple(
        UnreadStill(still, error)
        for still, error in pairs
        if isinstance(error, UnreadableStill)
    )
    readable = [(s, f) for s, f in pairs if not isinstance(f, UnreadableStill)]
    _say_unreadable(unreadable, len(pairs), context)
    _refuse_lost_classes(folder, [still for still, _ in readable])
    return ReadableFolder(
        folder,
        scanned.known_groups,
        tuple(still for still, _ in readable),
        tuple(print_ for _, print_ in readable),
        unreadable,
    )


def prepare_stills(
    readable: ReadableFolder, settings: PreprocessingSettings, context: JobContext
) -> PreparedStills:
    """Return the stills as the network sees them, from the cache where it has them."""
    folders = context.folders
    cache = PreparedCache(folders.prepared, settings)
    cache.make_room(
        readable.digests, limit=cache_limit(folders.cache), control=context.control
    )
    prepared = cache.prepare(
        readable.paths,
        readable.digests,
        threads=available_cores(),
        control=context.control,
        progress=context.report.activity("Preparing stills"),
    )
    context.report.warn_all(prepared.notices)
    _refuse_lost_stills(prepared, readable)
    return prepared


def group(
    readable: ReadableFolder,
    request: GroupingRequest,
    embeddings: NDArray[np.float32] | None,
    context: JobContext,
) -> Grouping:
    """Group stills by what is known, then by likeness, and say what is odd."""
    grouping = group_stills(
        readable.stills,
        readable.fingerprints,
        embeddings=embeddings,
        known=readable.known_groups,
        likeness=_likeness(request),
    )
    context.report.warn_all(grouping.notices)
    if grouping.conflicts:
        context.report.warn(
            f"Copies under different labels: {len(grouping.conflicts)}. At most one "
            "label of each can be right; “lumenary dataset check” shows them."
        )
    return grouping


def split(readable: ReadableFolder, grouping: Grouping, seed: int) -> Split:
    """Divide stills by groups, keeping the parts that the folder came with."""
    given = [still.part for still in readable.stills if still.part is not None]
    if len(given) == len(readable.stills):
        return split_given_parts(
            readable.labels, grouping.ids, readable.keys, given, seed=seed
        )
    return split_by_groups(readable.labels, grouping.ids, readable.keys, seed=seed)


def _known_groups(
    request: GroupingRequest, folder: LabelledFolder
) -> KnownGroups | None:
    if request.groups_csv is not None:
        return known_groups_from_csv(request.groups_csv, folder)
    if request.group_pattern is not None:
        return known_groups_from_pattern(request.group_pattern, folder)
    return None


def _likeness(request: GroupingRequest) -> LikenessSettings:
    if request.hash_radius is None:
        return LikenessSettings()
    return LikenessSettings(hash_radius=request.hash_radius)


def _say_unreadable(
    unreadable: Sequence[UnreadStill], total: int, context: JobContext
) -> None:
    if unreadable:
        first = unreadable[0]
        context.report.warn(
            f"Couldn't read {len(unreadable)} of {total} stills; they are left out. "
            f"The first is “{first.still.name}”: {first.error.user_message}"
        )


def _refuse_lost_stills(prepared: PreparedStills, readable: ReadableFolder) -> None:
    for index, error in prepared.failures.items():
        raise DatasetError(
            f"“{readable.stills[index].name}” could be read a moment ago and can't be "
            f"now: {error.user_message}",
            hint="Check the connection to the folder, then start again; what was "
            "prepared is kept.",
        )


def _refuse_lost_classes(folder: LabelledFolder, left: Sequence[LabelledStill]) -> None:
    lost = set(folder.classes) - {still.label for still in left}
    if lost:
        names = ", ".join(f"“{name}”" for name in sorted(lost))
        raise DatasetError(
            f"No still of {names} can be read.",
            hint="Replace the damaged files, or take the class out of the folder.",
        )
