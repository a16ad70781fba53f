"""Copy classified stills into folders of their findings; a killed sort goes on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from core import __version__
from core.dataset.walking import path_of_name
from core.errors import LumenaryError
from core.inference.sorting import LeftOut, PlannedCopy, SortPlan, plan_sort
from core.jobs.context import JobContext
from core.jobs.events import ClassifiedStill
from core.jobs.findings_record import FINDINGS_FILE, RecordHeader, read_record
from core.jobs.requests import SortStillsRequest
from core.jobs.results import PlaceOfCopy, SortStillsResult
from core.jobs.sort_copies import SortWork, copy_sorted, survey
from core.jobs.sort_manifest import MANIFEST_FILE, Manifest, SortHeader, read_manifest
from core.jobs.sort_target import PlaceRefused, SortTarget, refuse_place

EXAMPLES_OF_A_FOLDER: Final = 3
EXAMPLES_OF_NAMES: Final = 10


class OriginalsGone(LumenaryError):
    """The classified folder cannot be reached."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What sorting has to know of a still: a record of 100,000 is large."""

    file: str
    decision: str | None
    predicted_class: str | None
    error: str
    digest: str


def run(request: SortStillsRequest, context: JobContext) -> SortStillsResult:
    """Sort the stills of a run into folders; see :class:`SortStillsRequest`.

    Originals are only read. A still is copied only while it is byte for byte what was
    classified, each copy appears under its name when it is whole, and nothing is ever
    overwritten. Where a sort by the same answers was stopped, this goes on.

    Raises
    ------
    PlaceRefused
        If the folder cannot be sorted into: it lies within the originals, holds a file
        called like the manifest, or was sorted by other answers.
    OriginalsGone
        If the classified folder cannot be reached.
    RecordUnusable
        If the run folder has no findings that can be read.
    ManifestUnusable, SortBusy
        If the folder was sorted before and its manifest is damaged or in use.
    WriteFailed
        If the disk is full or gone; copies so far stay, and the manifest knows them.
    Cancelled
        If asked for; the same.
    """
    record, stills = read_record(request.run / FINDINGS_FILE)
    answers = [_slim(still) for still in stills]
    originals = _folders_of(record.folder, answers)
    refuse_place(request.out, originals)
    header = _header(request, record)
    manifest = _earlier(request.out, header)
    plan = _plan(answers, record, request.out, originals, manifest)
    work = SortWork(record.folder, request.out, originals, context)
    found = survey(plan, manifest, work)
    already = len(found.standing)
    if request.dry_run:
        places = {*found.standing, *(one.planned.place for one in found.todo)}
        return _result(request, plan, places, already, found.left_out)
    if found.todo or manifest is not None:
        copy_sorted(plan, found, manifest or header, work)
    return _result(request, plan, set(found.standing), already, found.left_out)


def refuse_target(out: Path, folder: Path) -> None:
    """Refuse what no sort of a folder can go into, before it is classified.

    Raises
    ------
    PlaceRefused
        As :func:`run`.
    """
    root = folder if folder.is_dir() else folder.parent
    refuse_place(out, [root.resolve()])


def _slim(still: ClassifiedStill) -> _Answer:
    return _Answer(
        still.file, still.decision, still.predicted_class, still.error, still.digest
    )


def _header(request: SortStillsRequest, record: RecordHeader) -> SortHeader:
    return SortHeader(
        program=__version__,
        run=request.run,
        folder=record.folder,
        model=record.model,
        model_key=record.model_key,
        thresholds=record.thresholds,
        classified=record.started,
        sorted=datetime.now().astimezone(),
        made_folder=not request.out.exists(),
    )


def _folders_of(root: Path, answers: Iterable[_Answer]) -> list[Path]:
    """Return the real folders of the originals; links may lead to several."""
    if not root.is_dir():
        raise OriginalsGone(
            f"The classified folder “{root}” can't be reached.",
            hint="Nothing was copied. Connect its drive, then sort again.",
        )
    real = root.resolve()
    parents = {parent for one in answers for parent in PurePosixPath(one.file).parents}
    found = {path_of_name(real, str(parent)).resolve() for parent in parents}
    return [real, *sorted(f for f in found if not f.is_relative_to(real))]


def _earlier(out: Path, header: SortHeader) -> Manifest | None:
    """Return the manifest of an earlier sort by the same answers, if there is one."""
    path = out / MANIFEST_FILE
    if not path.is_symlink() and not path.exists():
        return None
    manifest = read_manifest(path)
    if not header.goes_on_from(manifest.header):
        earlier = manifest.header
        raise PlaceRefused(
            f"“{out}” holds stills of “{earlier.folder}” sorted by “{earlier.model}” "
            f"on {earlier.sorted:%Y-%m-%d}: another folder, model or threshold.",
            hint="Nothing was copied. Choose another folder, or undo that sort first.",
        )
    return manifest


def _plan(
    answers: Iterable[_Answer],
    record: RecordHeader,
    out: Path,
    originals: Sequence[Path],
    manifest: Manifest | None,
) -> SortPlan:
    known = manifest.copies if manifest else {}
    try:
        return plan_sort(
            answers,
            classes=record.classes,
            target=SortTarget(out, originals, known),
            known={copy.source: copy.place for copy in known.values()},
        )
    except OSError as error:
        raise PlaceRefused(
            f"“{out}” can't be read: {error.strerror or type(error).__name__}.",
            hint="Nothing was copied. Check your permissions or choose another folder.",
            details=repr(error),
        ) from error


def _result(
    request: SortStillsRequest,
    plan: SortPlan,
    places: set[str],
    already: int,
    left_out: Mapping[LeftOut, int],
) -> SortStillsResult:
    copies = [copy for copy in plan.copies if copy.place in places]
    counts = Counter(copy.folder for copy in copies)
    reasons = Counter(plan.left_out) + Counter(left_out)
    renamed = [copy for copy in copies if copy.is_renamed]
    manifest = request.out / MANIFEST_FILE
    return SortStillsResult(
        folder=request.out,
        manifest=manifest if not request.dry_run and manifest.exists() else None,
        dry_run=request.dry_run,
        copied=dict(sorted(counts.items())),
        already=already,
        left_out={
            str(reason): reasons[reason] for reason in LeftOut if reasons[reason]
        },
        renamed=len(renamed),
        renamed_examples=tuple(map(_place_of, renamed[:EXAMPLES_OF_NAMES])),
        examples=tuple(map(_place_of, _first_of_each_folder(copies))),
    )


def _first_of_each_folder(copies: Iterable[PlannedCopy]) -> Iterator[PlannedCopy]:
    shown: Counter[str] = Counter()
    for copy in copies:
        shown[copy.folder] += 1
        if shown[copy.folder] <= EXAMPLES_OF_A_FOLDER:
            yield copy


def _place_of(copy: PlannedCopy) -> PlaceOfCopy:
    return PlaceOfCopy(source=copy.file, place=copy.place)
