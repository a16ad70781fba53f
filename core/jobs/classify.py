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
from core.dataset.scanning import DatasetError
from core.dataset.walking import normalised, visible_entries
from core.inference.classifier import Classifier, Finding
from core.inference.decisions import Decision
from core.jobs.chosen_stills import ChosenStills, relative_name
from core.jobs.context import JobContext
from core.jobs.events import ClassifiedStill, StillsClassified, StillsFound
from core.jobs.findings_record import FindingsRecord, RecordHeader
from core.jobs.findings_table import FindingsTable
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
        If a named still does not lie below the folder.
    DatasetError
        If the folder has no stills or cannot be read.
    LibraryError
        If the model is unknown or damaged.
    WriteFailed
        If the table or the record cannot be written; the rows so far are kept.
    """
    begin = time.monotonic()
    chosen = ChosenStills.of(request)
    model = _open_model(request, context)
    found = _count(chosen, context)
    context.report.event(found)
    labels = _ClassFolders(chosen.root, model.card.classes)
    header = _header(request, chosen.root, model, with_truth=labels.any)
    table_path = request.out or context.run_folder / "results.csv"
    counts = _Counts()
    progress = context.report.activity("Classifying stills")
    progress(0, found.total)
    findings = _classified(chosen, model, request.threads, context)
    with (
        FindingsTable(table_path, header.classes, with_truth=labels.any) as table,
        FindingsRecord(context.run_folder, header) as record,
    ):
        try:
            for rows in gathered(map(labels.named, findings)):
                record.write(rows)
                table.write(rows)
                counts.add(rows)
                context.report.event(StillsClassified(stills=tuple(rows)))
                progress(counts.stills, found.total)
        except Cancelled:
            context.report.info(
                f"{counts.stills} of {found.total} findings are kept in "
                f"{table.partial}."
            )
            raise
    return counts.result(
        header.model, context.run_folder, table_path, time.monotonic() - begin
    )


def _open_model(request: ClassifyRequest, context: JobContext) -> OpenedModel:
    model = context.library.open(request.model)
    for sentence in sentences_on(model.card.decisions, request.thresholds):
        context.report.info(sentence)
    return with_thresholds(model, request.thresholds)


def _count(chosen: ChosenStills, context: JobContext) -> StillsFound:
    progress = context.report.activity("Looking for stills")

    def counted(stills: int) -> None:
        context.control.check()
        progress(stills, None)

    found = chosen.count(context.report.warn, counted)
    if not found.total:
        raise no_stills(chosen.folder)
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


def _classified(
    chosen: ChosenStills, model: OpenedModel, threads: int | None, context: JobContext
) -> Iterator[Sequence[Finding]]:
    return Classifier(model).classify_in_batches(
        chosen.find(), threads=threads or available_cores(), control=context.control
    )


def no_stills(folder: Path) -> DatasetError:
    """Return the error for a folder in which there is nothing to look at."""
    return DatasetError(
        f"There are no stills in “{folder}”.",
        hint="Choose a folder with JPEG, PNG, TIFF, BMP or WebP files in it or below.",
    )


class _ClassFolders:
    """Names stills relative to a folder, with their true class where folders tell."""

    def __init__(self, root: Path, classes: Sequence[str]) -> None:
        self._names = tuple(classes)
        self._root = root
        names = {normalised(entry.name) for entry in visible_entries(self._root)}
        self._classes = names.intersection(classes)

    @property
    def any(self) -> bool:
        """Whether the folder has class folders of the model's names."""
        return bool(self._classes)

    def named(self, findings: Iterable[Finding]) -> list[ClassifiedStill]:
        return [self._named(finding) for finding in findings]

    def _named(self, finding: Finding) -> ClassifiedStill:
        file = relative_name(finding.file, self._root)
        top = file.partition("/")[0]
        refused = finding.decision is Decision.REFUSE
        return ClassifiedStill(
            file=file,
            predicted_class=None if refused else finding.predicted_class,
            confidence=None if refused else finding.confidence,
            decision=finding.decision and finding.decision.value,
            probabilities=dict(zip(self._names, finding.probabilities, strict=False)),
            true_class=top if top in self._classes else None,
            error=finding.error,
            digest=finding.digest,
        )


def gathered(
    batches: Iterable[Sequence[ClassifiedStill]],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[list[ClassifiedStill]]:
    """Yield rows together that come quickly, the first ones and slow ones at once.

    Rows that were waiting when the work was cancelled are not lost.
    """
    rows: list[ClassifiedStill] = []
    sent = float("-inf")
    cancelled: Cancelled | None = None
    try:
        for batch in batches:
            rows += batch
            if len(rows) >= ROWS_PER_EVENT or clock() - sent >= SECONDS_PER_EVENT:
                yield rows
                rows, sent = [], clock()
    except Cancelled as request:
        cancelled = request
    if rows:
        yield rows
    if cancelled is not None:
        raise cancelled


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
