"""Copy a class and equally many stills of the others into two folders."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.dataset.grouping import Grouping
from core.dataset.one_vs_rest import draw_one_vs_rest
from core.dataset.scanning import DatasetError, LabelledStill, Part
from core.dataset.split_copies import free_place, refuse_among_originals
from core.files import WriteFailed, staged_folder
from core.jobs.context import JobContext
from core.jobs.curation import ReadableFolder, group, read_stills, scan
from core.jobs.requests import ExportOneVsRestRequest
from core.jobs.results import ExportOneVsRestResult
from core.jobs.verified_copy import Looked, copy_verified
from core.review.spreadsheet import safe_path, safe_text

MANIFEST_FILE: Final = "one-vs-rest.csv"

_COLUMNS: Final = ("file", "group", "class", "source", "digest")
"""``file`` and ``group`` are what a training reads as a table of groups."""

_UNDER_TWO_LABELS: Final = "with a copy on the other side"
_CHANGED: Final = "that changed or could not be read while they were copied"


@dataclass(frozen=True, slots=True)
class _Chosen:
    still: LabelledStill
    digest: str
    group: int
    side: str
    """The folder it goes into."""

    @property
    def wanted_place(self) -> str:
        """Where it should go below the new folder, with ``/``."""
        part = "" if self.still.part is None else f"{self.still.part}/"
        return f"{part}{self.side}/{self.still.name.rpartition('/')[2]}"


def run(request: ExportOneVsRestRequest, context: JobContext) -> ExportOneVsRestResult:
    """Copy balanced folders of a class; see :class:`ExportOneVsRestRequest`.

    Originals are only read, and a still is copied only while it holds the bytes that it
    was chosen by. The folder appears when everything is in it, with a manifest that
    says where each copy comes from and in which group it is.

    Raises
    ------
    core.dataset.scanning.DatasetError
        If the folder is no labelled folder, has no such class, nothing is left to
        choose from, or ``out`` lies within it.
    core.files.WriteFailed
        If ``out`` exists or the disk is too full; nothing is left behind.
    """
    settings = context.recipes.get(request.recipe).preprocessing
    refuse_among_originals(request.out, request.folder)
    scanned = scan(request.folder, request.grouping, context)
    _refuse_unknown(request.positive, scanned.folder.classes)
    readable = read_stills(scanned, settings, context)
    grouping = group(readable, request.grouping, None, context)
    disputed = _disputed(grouping, request.positive)
    chosen = list(_chosen(readable, grouping, disputed, request))
    if not chosen:
        raise DatasetError(
            f"No still is left to set against “{request.positive}”.",
            hint="Each of its stills, or of the others, has a copy on the other side. "
            "“lumenary dataset check” shows them.",
        )
    copied = _copied(chosen, request.out, context)
    left_out = {_UNDER_TWO_LABELS: len(disputed), _CHANGED: len(chosen) - len(copied)}
    spare = _spare_positives(readable, disputed, chosen, request.positive)
    result = _result(request, readable, copied, left_out, spare)
    context.report.warn_all(result.notices)
    return result


def _refuse_unknown(positive: str, classes: Sequence[str]) -> None:
    if positive not in classes:
        raise DatasetError(
            f"There is no class “{positive}” in the folder.",
            hint=f"Its classes are {', '.join(f'“{name}”' for name in classes)}.",
        )


def _disputed(grouping: Grouping, positive: str) -> frozenset[int]:
    """Return stills that are surely the same and stand on both sides."""
    return frozenset(
        i
        for conflict in grouping.conflicts
        if positive in conflict.labels
        for i in conflict.stills
    )


def _chosen(
    readable: ReadableFolder,
    grouping: Grouping,
    disputed: frozenset[int],
    request: ExportOneVsRestRequest,
) -> Iterator[_Chosen]:
    """Yield what is drawn; where the folder came in parts, from each by itself."""
    sides = request.sides
    parts = [still.part for still in readable.stills]
    for part in (None, *Part):
        own = [i for i, p in enumerate(parts) if p is part and i not in disputed]
        drawn = draw_one_vs_rest(
            [readable.labels[i] for i in own],
            [grouping.ids[i] for i in own],
            [readable.keys[i] for i in own],
            positive=request.positive,
            seed=request.seed,
        )
        for side, places in zip(sides, (drawn.positive, drawn.negative), strict=True):
            for i in (own[place] for place in places):
                yield _Chosen(
                    readable.stills[i], readable.digests[i], grouping.ids[i], side
                )


def _copied(
    chosen: Sequence[_Chosen], out: Path, context: JobContext
) -> dict[str, _Chosen]:
    """Return what was copied, by its place below ``out``."""
    progress = context.report.activity("Copying stills")
    copied: dict[str, _Chosen] = {}
    taken: set[str] = set()
    with staged_folder(out, durable=False) as stage:
        for done, one in enumerate(chosen, start=1):
            context.control.check()
            place = free_place(one.wanted_place, taken)
            if _copy(one, stage / place):
                taken.add(place.lower())  # Windows and macOS do not tell Name from name
                copied[place] = one
            progress(done, len(chosen))
        _write_manifest(stage / MANIFEST_FILE, copied)
    return copied


def _copy(one: _Chosen, target: Path) -> bool:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return isinstance(copy_verified(one.still.path, target, one.digest), Looked)
    except OSError as error:
        raise WriteFailed(
            f"Couldn't write a copy: {error.strerror or type(error).__name__}.",
            hint="The folder was not made and the originals are unchanged. Check the "
            "free space and your permissions, or choose another folder.",
            details=f"{target.parent.name}/{target.name}: {error!r}",
        ) from error


def _write_manifest(path: Path, copied: Mapping[str, _Chosen]) -> None:
    # the mark of byte order is for Excel; reading groups passes it over
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(_COLUMNS)
        for place, one in sorted(copied.items()):
            label = safe_text(one.still.label)
            source = safe_path(one.still.name)
            table.writerow([safe_path(place), one.group, label, source, one.digest])


def _result(
    request: ExportOneVsRestRequest,
    readable: ReadableFolder,
    copied: Mapping[str, _Chosen],
    left_out: Mapping[str, int],
    spare: Sequence[str],
) -> ExportOneVsRestResult:
    sides = Counter(one.side for one in copied.values())
    labels = Counter(one.still.label for one in copied.values())
    notices = [f"Left out: {n} stills {why}." for why, n in left_out.items() if n]
    return ExportOneVsRestResult(
        folder=request.out,
        manifest=request.out / MANIFEST_FILE,
        counts={side: sides[side] for side in request.sides},
        by_class=dict(sorted(labels.items())),
        left_out={why: n for why, n in left_out.items() if n},
        unreadable=len(readable.unreadable) + left_out[_CHANGED],
        notices=(*notices, *spare),
    )


def _spare_positives(
    readable: ReadableFolder,
    disputed: frozenset[int],
    chosen: Sequence[_Chosen],
    positive: str,
) -> tuple[str, ...]:
    """Say if there were too few others, so that positives were left."""
    labels = readable.labels
    there = sum(labels[i] == positive for i in range(len(labels)) if i not in disputed)
    taken = sum(one.side == positive for one in chosen)
    if there <= taken:
        return ()
    return (
        f"{taken} of {there} stills of “{positive}” were taken: as many as could be "
        "set against them.",
    )
