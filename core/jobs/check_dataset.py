"""Look at a labelled folder before training: poor stills, copies, conflicts, parts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from core import __version__
from core.cores import available_cores
from core.dataset.check_content import CheckedFolder, gather_check_content
from core.dataset.check_report import render_check_report
from core.dataset.scanning import LabelledStill
from core.dataset.thumbnails import THUMBNAIL_SIDE, thumbnail
from core.files import write_text
from core.images.quality import (
    ASSESSED_SIDE,
    QualityFinding,
    assess_quality,
    unreadable,
)
from core.images.reading import UnreadableStill, read_still
from core.images.sample_sets import is_drawn
from core.jobs.context import JobContext
from core.jobs.curation import ReadableFolder, group, read_stills, scan, split
from core.jobs.embedding_likeness import likeness_embeddings
from core.jobs.requests import CheckDatasetRequest
from core.jobs.results import CheckDatasetResult

REPORT_FILE = "dataset-check.html"


def run(request: CheckDatasetRequest, context: JobContext) -> CheckDatasetResult:
    """Write a page about a labelled folder; see :class:`CheckDatasetRequest`.

    Raises
    ------
    core.dataset.scanning.DatasetError
        If the folder is no labelled folder.
    core.files.WriteFailed
        If the page cannot be written.
    """
    settings = context.recipes.get(request.recipe).preprocessing
    readable = read_stills(
        scan(request.folder, request.grouping, context), settings, context
    )
    findings = _assess(readable, context)
    embeddings = likeness_embeddings(readable, context)
    grouping = group(readable, request.grouping, embeddings, context)
    divided = split(readable, grouping, request.seed)
    notices = (*readable.folder.notices, *grouping.notices, *divided.notices)
    checked = CheckedFolder(
        title=request.folder.name,
        stills=readable.stills,
        split=divided,
        split_sentence=_split_sentence(readable, request.seed),
        grouping=grouping,
        findings=findings,
        notices=notices,
        drawn=is_drawn(request.folder),
    )
    report = request.out or context.run_folder / REPORT_FILE
    write_text(report, _page(checked))
    return CheckDatasetResult(
        report=report,
        stills=len(readable.stills),
        unreadable=len(readable.unreadable),
        classes={name: readable.labels.count(name) for name in readable.classes},
        groups=grouping.count,
        quality_problems=len(findings) - len(readable.unreadable),
        conflicts=len(grouping.conflicts),
        notices=notices,
    )


def _assess(
    readable: ReadableFolder, context: JobContext
) -> list[tuple[LabelledStill, QualityFinding]]:
    progress = context.report.activity("Assessing quality")

    def assess(still: LabelledStill) -> tuple[QualityFinding, ...]:
        context.control.check()
        try:
            return assess_quality(read_still(still.path, shortest_side=ASSESSED_SIDE))
        except UnreadableStill as error:
            return (unreadable(error),)

    findings = [(one.still, unreadable(one.error)) for one in readable.unreadable]
    with ThreadPoolExecutor(available_cores()) as threads:
        found = threads.map(assess, readable.stills)
        for done, (still, own) in enumerate(
            zip(readable.stills, found, strict=True), start=1
        ):
            findings += [(still, finding) for finding in own]
            progress(done, len(readable.stills))
    return findings


def _split_sentence(readable: ReadableFolder, seed: int) -> str:
    if readable.folder.has_given_parts:
        return "The parts are those that the folder came with."
    return f"Training would use 70 %, 15 % and 15 % by groups, seed {seed}."


def _page(checked: CheckedFolder) -> str:
    content = gather_check_content(
        checked,
        created=datetime.now(UTC),
        program_version=__version__,
        picture=_picture,
    )
    return render_check_report(content)


def _picture(still: LabelledStill) -> bytes | None:
    try:
        return thumbnail(read_still(still.path, shortest_side=THUMBNAIL_SIDE))
    except UnreadableStill:
        return None
