"""Copy stills that a reader named one finding for, as a labelled folder to train on."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.dataset.split_copies import free_place, refuse_among_originals
from core.dataset.walking import path_of_name
from core.errors import LumenaryError
from core.files import WriteFailed, staged_folder
from core.jobs.context import JobContext
from core.jobs.requests import CopyCorrectionsRequest
from core.jobs.results import CopyCorrectionsResult
from core.jobs.reviewed_run import open_run
from core.review.reviewed_still import ReviewedStill
from core.review.single_findings import LeftOut, SingleFinding, single_findings
from core.review.spreadsheet import safe_path, safe_text

CORRECTIONS_FILE: Final = "corrections.csv"
GROUPS_FILE: Final = "groups.csv"

_COLUMNS: Final = ("file", "source", "class", "digest", "reader", "reviewed_at")
_LONGEST_NAME: Final = 200
"""Bytes; file systems allow 255, and a number may have to follow."""


class NothingToCopy(LumenaryError):
    """No reviewed still has exactly one finding and is still as it was."""


@dataclass(frozen=True, slots=True)
class _Copy:
    place: str
    """Relative to the new folder, with ``/``."""
    still: ReviewedStill
    wanted: SingleFinding


def run(request: CopyCorrectionsRequest, context: JobContext) -> CopyCorrectionsResult:
    """Copy reviewed stills; see :class:`CopyCorrectionsRequest`.

    Originals are only read, and a still is copied only while it is byte for byte what
    the reader saw. Beside the class folders stand ``corrections.csv`` and
    ``groups.csv``, which names for training the folder right below the classified one
    (or below the folder of a class) that each still comes from: what lies anywhere in
    it, in however many folders, is taken for one patient, and no part of a split
    shares it with another.

    Raises
    ------
    NothingToCopy
        If there is no still to copy.
    DatasetError
        If ``out`` lies within the classified folder.
    WriteFailed
        If ``out`` exists or the disk is too full; nothing is left behind.
    RecordUnusable
        If the run folder has no findings that can be read.
    ReviewLogUnusable
        If the reviews cannot be read.
    """
    reviewed_run = open_run(request.run, context)
    originals = reviewed_run.header.folder
    refuse_among_originals(request.out, originals)
    left_out: Counter[LeftOut] = Counter()
    wanted = single_findings(reviewed_run.stills(), left_out)
    progress = context.report.activity("Copying stills")
    copies: list[_Copy] = []
    with staged_folder(request.out, durable=False) as stage:
        taken: set[str] = set()
        for done, one in enumerate(wanted, start=1):
            context.control.check()
            if copy := _copied(one, originals, stage, taken, left_out):
                copies.append(copy)
            progress(done, len(wanted))
        if not copies:
            raise _nothing_to_copy(left_out)
        _write_corrections(stage / CORRECTIONS_FILE, copies)
        _write_groups(stage / GROUPS_FILE, copies)
    result = _result(request.out, copies, left_out)
    context.report.warn_all(result.notices)
    return result


def _copied(
    wanted: SingleFinding,
    originals: Path,
    stage: Path,
    taken: set[str],
    left_out: Counter[LeftOut],
) -> _Copy | None:
    """Copy a still from the first of its places where it is unchanged."""
    reason = LeftOut.UNREADABLE
    for still in wanted.stills:
        data = _read(originals, still.file)
        if data is None:
            continue
        if hashlib.sha256(data).hexdigest() != still.digest:
            reason = LeftOut.CHANGED
            continue
        place = free_place(f"{wanted.label}/{_name_of_copy(still)}", taken)
        taken.add(place.lower())  # Windows and macOS do not tell Name from name
        _write(stage / place, data)
        return _Copy(place, still, wanted)
    left_out[reason] += 1
    return None


def _read(originals: Path, file: str) -> bytes | None:
    try:
        return path_of_name(originals, file).read_bytes()
    except OSError:
        return None


def _name_of_copy(still: ReviewedStill) -> str:
    name = still.file.rpartition("/")[2]
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    return still.digest + Path(name).suffix


def _write(target: Path, data: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        raise WriteFailed(
            f"Couldn't write a copy: {error.strerror or type(error).__name__}.",
            hint="The folder was not made and the originals are unchanged. Check the "
            "free space and your permissions, or choose another folder.",
            details=f"{target.parent.name}/{target.name}: {error!r}",
        ) from error


def _write_corrections(path: Path, copies: Sequence[_Copy]) -> None:
    _write_table(
        path,
        _COLUMNS,
        (
            (
                safe_path(copy.place),
                safe_path(copy.still.file),
                safe_text(copy.wanted.label),
                copy.still.digest,
                safe_text(copy.wanted.review.reader),
                copy.wanted.review.time.isoformat(timespec="seconds"),
            )
            for copy in copies
        ),
    )


def _write_groups(path: Path, copies: Sequence[_Copy]) -> None:
    groups = ((copy.place, _group_of(copy.still)) for copy in copies)
    _write_table(
        path,
        ("file", "group"),
        ((safe_path(file), safe_path(group)) for file, group in groups if group),
    )


def _group_of(still: ReviewedStill) -> str:
    """Return the topmost folder that is not a class; nothing where there is none.

    Never an inner one: ``Exam 7/colon`` and ``Exam 7/rectum`` are of one patient.
    """
    folders = still.examination.split("/")
    return "".join(folders[:1] if still.true_class is None else folders[1:2])


def _write_table(
    path: Path, header: Sequence[str], rows: Iterator[tuple[str, ...]]
) -> None:
    # the mark of byte order is for Excel; reading groups passes it over
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def _result(
    folder: Path, copies: Sequence[_Copy], left_out: Mapping[LeftOut, int]
) -> CopyCorrectionsResult:
    by_class = Counter(copy.wanted.label for copy in copies)
    counts = {str(reason): left_out[reason] for reason in LeftOut if left_out[reason]}
    return CopyCorrectionsResult(
        folder=folder,
        copied=len(copies),
        by_class=dict(sorted(by_class.items())),
        left_out=counts,
        unreadable=left_out[LeftOut.UNREADABLE] + left_out[LeftOut.CHANGED],
        notices=(*_notices(by_class, counts), *_notices_on_groups(copies)),
    )


def _notices(by_class: Mapping[str, int], left_out: Mapping[str, int]) -> Iterator[str]:
    for reason, count in left_out.items():
        yield f"Left out: {_stills(count)} {reason}."
    if len(by_class) == 1:
        yield "All copies are of one class; training needs two or more."


def _notices_on_groups(copies: Sequence[_Copy]) -> Iterator[str]:
    by_group = Counter(_group_of(copy.still) for copy in copies)
    without = by_group.pop("", 0)
    if by_group:
        yield (
            "For training, all copies from one topmost folder are taken for one "
            f"patient's: {len(by_group)} in {GROUPS_FILE}."
        )
    if without:
        yield (
            f"{_stills(without)} lay in no such folder: nothing is known of the "
            f"{'patient' if without == 1 else 'patients'}."
        )


def _nothing_to_copy(left_out: Mapping[LeftOut, int]) -> NothingToCopy:
    reasons = "; ".join(f"{_stills(n)} {reason}" for reason, n in left_out.items() if n)
    return NothingToCopy(
        "There is no reviewed still to copy.",
        hint=f"Left out: {reasons}. No folder was made."
        if reasons
        else "Review some stills first: name their findings or agree with the program.",
    )


def _stills(count: int) -> str:
    return "1 still" if count == 1 else f"{count} stills"
