"""Classify every still below a folder, a row for each, written as they come."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.control import Cancelled
from core.cores import available_cores
from core.dataset.scanning import DatasetError, find_stills
from core.dataset.walking import normalised, visible_entries
from core.inference.classifier import Classifier, Finding
from core.inference.decisions import Decision
from core.jobs.context import JobContext
from core.jobs.events import ClassifiedStill, StillsClassified
from core.jobs.findings_table import FindingsTable
from core.jobs.requests import ClassifyRequest
from core.jobs.results import ClassifyResult

_ROWS_PER_EVENT = 32


def run(request: ClassifyRequest, context: JobContext) -> ClassifyResult:
    """Classify the stills of a folder; see :class:`ClassifyRequest`.

    Raises
    ------
    DatasetError
        If the folder has no stills or cannot be read.
    LibraryError
        If the model is unknown or damaged.
    WriteFailed
        If the table cannot be written; the rows so far are kept.
    """
    begin = time.monotonic()
    model = context.library.open(request.model)
    total = _count(request.folder, context)
    if not total:
        raise no_stills(request.folder)
    classes = model.card.classes
    labels = _ClassFolders(request.folder, classes)
    findings = Classifier(model).classify_files(
        find_stills(request.folder),
        threads=request.threads or available_cores(),
        control=context.control,
    )
    table_path = request.out or context.run_folder / "results.csv"
    counts = _Counts()
    progress = context.report.activity("Classifying stills")
    with FindingsTable(table_path, classes, with_truth=labels.any) as table:
        try:
            for rows in _in_batches(labels.named(findings)):
                table.write(rows)
                counts.add(rows)
                context.report.event(StillsClassified(stills=tuple(rows)))
                progress(counts.stills, total)
        except Cancelled:
            context.report.info(
                f"{counts.stills} of {total} findings are kept in {table.partial}."
            )
            raise
    return counts.result(model.card.name, table_path, time.monotonic() - begin)


def _count(folder: Path, context: JobContext) -> int:
    total = 0
    for _ in find_stills(folder, on_problem=context.report.warn):
        context.control.check()
        total += 1
    return total


def no_stills(folder: Path) -> DatasetError:
    """Return the error for a folder in which there is nothing to look at."""
    return DatasetError(
        f"There are no stills in “{folder}”.",
        hint="Choose a folder with JPEG, PNG, TIFF, BMP or WebP files in it or below.",
    )


class _ClassFolders:
    """Names stills relative to a folder, with their true class where folders tell."""

    def __init__(self, folder: Path, classes: Sequence[str]) -> None:
        self._names = tuple(classes)
        self._root = folder if folder.is_dir() else folder.parent
        names = {normalised(entry.name) for entry in visible_entries(self._root)}
        self._classes = names.intersection(classes)

    @property
    def any(self) -> bool:
        """Whether the folder has class folders of the model's names."""
        return bool(self._classes)

    def named(self, findings: Iterator[Finding]) -> Iterator[ClassifiedStill]:
        for finding in findings:
            file = normalised(finding.file.relative_to(self._root).as_posix())
            top = file.partition("/")[0]
            refused = finding.decision is Decision.REFUSE
            yield ClassifiedStill(
                file=file,
                predicted_class=None if refused else finding.predicted_class,
                confidence=None if refused else finding.confidence,
                decision=finding.decision and finding.decision.value,
                probabilities=dict(
                    zip(self._names, finding.probabilities, strict=False)
                ),
                true_class=top if top in self._classes else None,
                error=finding.error,
            )


def _in_batches(stills: Iterator[ClassifiedStill]) -> Iterator[list[ClassifiedStill]]:
    """Yield the stills in batches; those before a cancellation are not lost."""
    batch: list[ClassifiedStill] = []
    cancelled: Cancelled | None = None
    try:
        for still in stills:
            batch.append(still)
            if len(batch) == _ROWS_PER_EVENT:
                yield batch
                batch = []
    except Cancelled as request:
        cancelled = request
    if batch:
        yield batch
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

    def result(self, model: str, table: Path, seconds: float) -> ClassifyResult:
        return ClassifyResult(
            model=model,
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
