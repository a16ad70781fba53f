"""A labelled folder made ready: what can be read, and what belongs together."""

from collections.abc import Sequence
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
    AssessedStill,
    LikenessSettings,
    assess_stills,
)
from core.dataset.splits import Split, split_by_groups, split_given_parts
from core.images.quality import QualityFinding
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings
from core.jobs.context import JobContext
from core.jobs.folder_presence import BEGIN_AGAIN, FolderPresence
from core.jobs.readable_folder import (
    DismissedStill,
    ReadableFolder,
    ScannedFolder,
    UnreadStill,
)
from core.jobs.requests import GroupingRequest
from core.review.dataset_decisions import (
    DecisionsInForce,
    recorded_dataset_decisions,
)

__all__ = [
    "DismissedStill",
    "ReadableFolder",
    "ScannedFolder",
    "UnreadStill",
    "assess_readable",
    "group",
    "prepare_stills",
    "read_stills",
    "scan",
    "split",
]


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
    """Fingerprint every still that can be read and that no reader left out.

    Raises
    ------
    DatasetError
        If no still of a class is left.
    FolderTakenAway
        If the folder goes away meanwhile: what was left of it would be measured.
    core.review.dataset_decisions.ReviewLogUnusable
        If what readers decided cannot be read.
    """
    readable, _ = _look_at(scanned, settings, context, quality=False)
    return readable


def assess_readable(
    scanned: ScannedFolder, settings: PreprocessingSettings, context: JobContext
) -> tuple[ReadableFolder, tuple[tuple[QualityFinding, ...], ...]]:
    """Return what :func:`read_stills` does, and what is wrong with each still."""
    return _look_at(scanned, settings, context, quality=True)


def _look_at(
    scanned: ScannedFolder,
    settings: PreprocessingSettings,
    context: JobContext,
    *,
    quality: bool,
) -> tuple[ReadableFolder, tuple[tuple[QualityFinding, ...], ...]]:
    decisions = recorded_dataset_decisions(context.folders.review_log)
    folder = scanned.folder
    presence = FolderPresence(folder.root, hint=BEGIN_AGAIN)
    found = assess_stills(
        [still.path for still in folder.stills],
        settings,
        threads=available_cores(),
        control=context.control,
        progress=context.report.activity("Reading stills"),
        quality=quality,
    )
    if any(isinstance(one, UnreadableStill) for one in found):
        presence.check()
    readable, findings = _sorted_out(scanned, found, decisions)
    _say_unreadable(readable.unreadable, len(found), context)
    context.report.warn_all(readable.notices_on_left_out)
    _refuse_lost_classes(readable)
    return readable, findings


def _sorted_out(
    scanned: ScannedFolder,
    found: Sequence[AssessedStill | UnreadableStill],
    decisions: DecisionsInForce,
) -> tuple[ReadableFolder, tuple[tuple[QualityFinding, ...], ...]]:
    """Return which stills are worked with and which not, and why."""
    kept: list[tuple[LabelledStill, AssessedStill]] = []
    left_out: list[DismissedStill] = []
    unreadable: list[UnreadStill] = []
    for still, one in zip(scanned.folder.stills, found, strict=True):
        if isinstance(one, UnreadableStill):
            unreadable.append(UnreadStill(still, one))
        elif decision := decisions.left_out.get(one.fingerprint.digest):
            left_out.append(DismissedStill(still, decision))
        else:
            kept.append((still, one))
    readable = ReadableFolder(
        scanned.folder,
        scanned.known_groups,
        stills=tuple(still for still, _ in kept),
        fingerprints=tuple(one.fingerprint for _, one in kept),
        unreadable=tuple(unreadable),
        left_out=tuple(left_out),
        not_copies=decisions.not_copies,
    )
    return readable, tuple(one.findings for _, one in kept)


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
        apart=readable.not_copies,
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


def _refuse_lost_classes(readable: ReadableFolder) -> None:
    lost = set(readable.folder.classes) - set(readable.labels)
    if not lost:
        return
    names = ", ".join(f"“{name}”" for name in sorted(lost))
    if lost & {one.still.label for one in readable.left_out}:
        raise DatasetError(
            f"No still of {names} is left: a reader left them out, or they can't be "
            "read.",
            hint="Take some of them back, or take the class out of the folder.",
        )
    raise DatasetError(
        f"No still of {names} can be read.",
        hint="Replace the damaged files, or take the class out of the folder.",
    )
