"""Classify every still below a folder, a row for each, written as they come."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from core.control import Cancelled
from core.cores import available_cores
from core.dataset.passed_over import PassedOver
from core.dataset.scanning import DatasetError
from core.errors import LumenaryError
from core.inference.classifier import Classifier
from core.inference.decisions import Decision
from core.jobs.batch_work import BatchWork
from core.jobs.chosen_stills import ChosenStills
from core.jobs.class_folders import ClassFolders
from core.jobs.classify_progress import ClassifyProgress
from core.jobs.context import JobContext
from core.jobs.earlier_findings import EarlierFindings
from core.jobs.events import ClassifiedStill, StillsClassified, StillsFound
from core.jobs.findings_record import FindingsRecord, RecordHeader
from core.jobs.findings_table import FindingsTable
from core.jobs.folder_presence import FolderPresence
from core.jobs.own_thresholds import sentences_on, with_thresholds
from core.jobs.requests import ClassifyRequest
from core.jobs.results import ClassifyResult
from core.library.model_folder import OpenedModel

ROWS_PER_EVENT: Final = 32
SECONDS_PER_EVENT: Final = 0.2
"""Rows that wait longer are sent before there are as many: nobody watches a still
window while a network disk or a large network takes its time."""


def run(request: ClassifyRequest, context: JobContext) -> ClassifyResult:
    """Classify the stills of a folder; see :class:`ClassifyRequest`.

    Raises
    ------
    BadRequest
        If a named still does not lie below the folder, or the run to go on with was
        asked for something else.
    DatasetError
        If the folder has no stills or cannot be read.
    FolderTakenAway
        If the folder goes away meanwhile; the rows so far are kept.
    LibraryError
        If the model is unknown or damaged.
    WriteFailed
        If the table or the record cannot be written; the rows so far are kept.
    """
    begin = time.monotonic()
    chosen = ChosenStills.of(request)
    model = _open_model(request, context)
    folders = ClassFolders(chosen.root, model.card.classes)
    header = _header(request, chosen.root, model, with_truth=folders.any)
    earlier = EarlierFindings.of(request, header, context.run_folder)
    presence = FolderPresence(chosen.root)
    warn = _while_there(presence, _once_each(context.report.warn))
    found = _count(chosen, context, warn)
    work = BatchWork(Classifier(model), folders, presence, context.control)
    stills = earlier.beside(chosen.find(warn), chosen.root)
    done = work.done(stills, threads=request.threads or available_cores())
    progress = ClassifyProgress(context.report, found.total, earlier)
    table_path = request.out or context.run_folder / "results.csv"
    counts = _Counts()
    with (
        FindingsTable(table_path, header.classes, with_truth=folders.any) as table,
        FindingsRecord(context.run_folder, header) as record,
    ):
        try:
            for rows in gathered(map(progress.noted, done)):
                record.write(rows)
                table.write(rows)
                counts.add(rows)
                context.report.event(StillsClassified(stills=tuple(rows)))
                progress.show(counts.stills)
            if counts.stills < found.total:
                presence.check()
        except LumenaryError as error:
            kept = f"{counts.stills:,} of {found.total:,} findings are kept"
            if table.in_place:
                context.report.info(f"{kept} in {table.partial}.")
            if isinstance(error, Cancelled):
                raise Cancelled(f"Stopped: {kept}.", hint="") from error
            raise
    progress.tell_changes()
    return counts.result(
        header.model, context.run_folder, table_path, time.monotonic() - begin
    )


def _open_model(request: ClassifyRequest, context: JobContext) -> OpenedModel:
    model = context.library.open(request.model)
    for sentence in sentences_on(model.card.decisions, request.thresholds):
        context.report.info(sentence)
    return with_thresholds(model, request.thresholds)


def _once_each(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Return ``tell`` without what it has told: a folder is walked through twice."""
    told: set[str] = set()

    def tell_news(sentence: str) -> None:
        if sentence not in told:
            told.add(sentence)
            tell(sentence)

    return tell_news


def _while_there(
    presence: FolderPresence, tell: Callable[[str], None]
) -> Callable[[str], None]:
    """Return ``tell`` for a folder that is there: else each of its stills is missed."""

    def tell_or_stop(sentence: str) -> None:
        presence.check()
        tell(sentence)

    return tell_or_stop


def _count(
    chosen: ChosenStills, context: JobContext, warn: Callable[[str], None]
) -> StillsFound:
    progress = context.report.activity("Looking for stills")

    def counted(stills: int) -> None:
        context.control.check()
        progress(stills, None)

    passed_over = PassedOver()
    found = chosen.count(warn, counted, passed_over)
    if not found.total:
        raise no_stills(chosen.folder, passed_over)
    for sentence in passed_over.sentences():
        context.report.warn(sentence)
    context.report.event(found)
    return found


def _header(
    request: ClassifyRequest, root: Path, model: OpenedModel, *, with_truth: bool
) -> RecordHeader:
    return RecordHeader(
        folder=root,
        model=model.card.name,
        model_key=model.card.key,
        classes=model.card.classes,
        thresholds=request.thresholds,
        with_truth=with_truth,
        started=datetime.now().astimezone(),
    )


def no_stills(folder: Path, passed_over: PassedOver) -> DatasetError:
    """Return the error for a folder in which there is nothing to look at."""
    nothing = f"There are no stills in “{folder}”"
    if dicom := passed_over.dicom:
        return DatasetError(
            f"{nothing}; there {dicom}: export them as JPEG or PNG first.",
            hint="The program that keeps the examinations can do that. Nothing was "
            "changed.",
        )
    if others := passed_over.files:
        nothing += f", but other files: {others}"
    return DatasetError(
        f"{nothing}.",
        hint="Choose a folder with JPEG, PNG, TIFF, BMP or WebP files in it or below.",
    )


def gathered(
    batches: Iterable[Sequence[ClassifiedStill]],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[list[ClassifiedStill]]:
    """Yield rows together that come quickly, the first ones and slow ones at once.

    Rows that were waiting when the work was cancelled or failed are not lost.
    """
    rows: list[ClassifiedStill] = []
    sent = float("-inf")
    end: LumenaryError | None = None
    try:
        for batch in batches:
            rows += batch
            if len(rows) >= ROWS_PER_EVENT or clock() - sent >= SECONDS_PER_EVENT:
                yield rows
                rows, sent = [], clock()
    except LumenaryError as error:
        end = error
    if rows:
        yield rows
    if end is not None:
        raise end


@dataclass
class _Counts:
    stills: int = 0
    unreadable: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    by_class: Counter[str] = field(default_factory=Counter)
    with_truth: int = 0
    right: int = 0

    def add(self, rows: Sequence[ClassifiedStill]) -> None:
        self.stills += len(rows)
        for row in rows:
            if row.error:
                self.unreadable += 1
                continue
            self.decisions[str(row.decision)] += 1
            if row.decision != Decision.REFUSE.value:
                self.by_class[str(row.predicted_class)] += 1
                self.with_truth += row.true_class is not None
                self.right += row.true_class == row.predicted_class

    def result(
        self, model: str, run: Path, table: Path, seconds: float
    ) -> ClassifyResult:
        return ClassifyResult(
            model=model,
            run=run,
            table=table,
            stills=self.stills,
            unreadable=self.unreadable,
            accepted=self.decisions[Decision.ACCEPT.value],
            review=self.decisions[Decision.REVIEW.value],
            refused=self.decisions[Decision.REFUSE.value],
            by_class=dict(sorted(self.by_class.items())),
            with_truth=self.with_truth,
            right=self.right,
            seconds=seconds,
        )
