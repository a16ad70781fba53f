"""Look at a labelled folder before training: poor stills, copies, conflicts, parts."""

from datetime import UTC, datetime
from pathlib import Path

from core import __version__
from core.dataset.check_content import gather_check_content
from core.dataset.check_record import (
    CHECK_RECORD_FILE,
    CheckRecord,
    LeftOutStill,
    write_check_record,
)
from core.dataset.check_report import render_check_report
from core.dataset.checked_folder import CheckedFolder, check_record
from core.dataset.thumbnails import THUMBNAIL_SIDE, thumbnail
from core.files import write_text
from core.images.reading import UnreadableStill, read_still
from core.images.sample_sets import is_drawn
from core.jobs.context import JobContext
from core.jobs.curation import (
    DismissedStill,
    ReadableFolder,
    assess_readable,
    group,
    scan,
    split,
)
from core.jobs.embedding_likeness import likeness_embeddings
from core.jobs.requests import CheckDatasetRequest
from core.jobs.results import CheckDatasetResult

REPORT_FILE = "dataset-check.html"


def run(request: CheckDatasetRequest, context: JobContext) -> CheckDatasetResult:
    """Write a record and a page about a labelled folder.

    See :class:`CheckDatasetRequest`. The record, :class:`CheckRecord`, stands in the
    run folder, and beside the page where that goes elsewhere.

    Raises
    ------
    core.dataset.scanning.DatasetError
        If the folder is no labelled folder.
    core.files.WriteFailed
        If the page or the record cannot be written.
    core.review.dataset_decisions.ReviewLogUnusable
        If what readers decided cannot be read.
    """
    checked = _checked(request, context)
    record = check_record(
        checked, created=datetime.now(UTC), program_version=__version__
    )
    kept = context.run_folder / CHECK_RECORD_FILE
    report = request.out or context.run_folder / REPORT_FILE
    for place in dict.fromkeys((kept, report.with_name(CHECK_RECORD_FILE))):
        write_check_record(place, record)
    write_text(report, _page(record))
    return CheckDatasetResult(
        report=report,
        record=kept,
        stills=len(record.stills),
        unreadable=len(record.unreadable),
        left_out=len(record.left_out),
        told_apart=len(record.told_apart),
        classes={one.name: one.stills for one in record.classes},
        groups=record.groups,
        quality_problems=sum(len(poor.findings) for poor in record.poor),
        conflicts=len(record.conflicts),
        advice=record.advice,
        notices=record.notices,
    )


def _checked(request: CheckDatasetRequest, context: JobContext) -> CheckedFolder:
    settings = context.recipes.get(request.recipe).preprocessing
    scanned = scan(request.folder, request.grouping, context)
    readable, findings = assess_readable(scanned, settings, context)
    embeddings = (
        likeness_embeddings(readable, context) if request.with_embeddings else None
    )
    grouping = group(readable, request.grouping, embeddings, context)
    divided = split(readable, grouping, request.seed)
    return CheckedFolder(
        folder=readable.folder,
        stills=readable.stills,
        fingerprints=readable.fingerprints,
        findings=findings,
        split=divided,
        grouping=grouping,
        embeddings=embeddings,
        split_sentence=_split_sentence(readable, request.seed),
        seed=request.seed,
        unreadable=[(one.still, one.error) for one in readable.unreadable],
        left_out=[_left_out(one) for one in readable.left_out],
        groups_known=readable.known_groups is not None,
        notices=(*readable.notices, *grouping.notices, *divided.notices),
        drawn=is_drawn(request.folder),
    )


def _left_out(dismissed: DismissedStill) -> LeftOutStill:
    still, decision = dismissed.still, dismissed.decision
    return LeftOutStill(
        name=still.name,
        digest=decision.digest,
        label=still.label,
        why=decision.why,
        reader=decision.reader,
        time=decision.time,
    )


def _split_sentence(readable: ReadableFolder, seed: int) -> str:
    if readable.folder.has_given_parts:
        return "The parts are those that the folder came with."
    return f"Training would use 70 %, 15 % and 15 % by groups, seed {seed}."


def _page(record: CheckRecord) -> str:
    def picture(name: str) -> bytes | None:
        return _picture(record.path_of(name))

    return render_check_report(gather_check_content(record, picture=picture))


def _picture(path: Path) -> bytes | None:
    try:
        return thumbnail(read_still(path, shortest_side=THUMBNAIL_SIDE))
    except UnreadableStill:
        return None
