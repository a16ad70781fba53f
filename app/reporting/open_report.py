"""One evaluation as it stands on the disk: numbers, revised numbers, and stills."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.reporting.report_sources import ReportSource, SourceKind
from core.errors import LumenaryError
from core.jobs.tested_stills import (
    TESTED_FILE,
    TestedHeader,
    TestedStill,
    read_evaluation,
    read_revised,
    read_tested,
    tested_of_record,
)
from core.library.card import ModelCard
from core.library.evaluation_record import EvaluationRecord

NO_STILLS: Final = (
    "The stills behind these numbers are not known on this computer: it was measured "
    "elsewhere, or by an older Lumenary. Evaluate a folder of labelled stills to see "
    "which of them are taken for what."
)
REVISED_UNUSABLE: Final = (
    "Numbers with revised labels are there but cannot be read. Measure again with "
    "these labels to replace them."
)


@dataclass(frozen=True, slots=True, eq=False)
class OpenReport:
    """What the page shows; every number comes from ``record`` or ``revised``."""

    source: ReportSource
    record: EvaluationRecord
    """As first measured."""
    revised: EvaluationRecord | None = None
    """With labels that were revised after errors were seen."""
    card: ModelCard | None = None
    """Of the model that was measured, where the library still has it."""
    run: Path | None = None
    """The run folder whose stills these are; ``None`` where they are not known."""
    header: TestedHeader | None = None
    stills: tuple[TestedStill, ...] = ()
    obstacle: str = ""
    """Why no stills can be shown, and what to do."""
    told: str = ""
    """What else the reader should know of the files."""

    @property
    def records(self) -> tuple[EvaluationRecord, ...]:
        """As first measured, then with revised labels where there are such numbers."""
        return (self.record,) if self.revised is None else (self.record, self.revised)


def open_report(
    source: ReportSource, runs: Path, cards: Iterable[ModelCard] = ()
) -> OpenReport:
    """Read an evaluation with all that belongs to it.

    Parameters
    ----------
    source
        What to open.
    runs
        The folder of all runs: a model's tested stills stand in that of its training.
    cards
        Of the library, to find the facts of a model that was evaluated.

    Raises
    ------
    core.jobs.tested_stills.TestedUnusable
        If there are no numbers, or they cannot be understood.
    """
    record = read_evaluation(source.folder)
    run = _run_of(source, record, runs)
    if run is None:
        return OpenReport(source, record, card=source.card, obstacle=NO_STILLS)
    try:
        header, stills = read_tested(run / TESTED_FILE)
    except LumenaryError as error:
        return OpenReport(source, record, card=source.card, obstacle=str(error))
    if header.created != record.created or header.classes != record.classes:
        return OpenReport(source, record, card=source.card, obstacle=NO_STILLS)
    revised, told = _revised(run, record)
    return OpenReport(
        source=source,
        record=record,
        revised=revised,
        card=source.card or _card_of(header, cards),
        run=run,
        header=header,
        stills=stills,
        told=told,
    )


def _run_of(source: ReportSource, record: EvaluationRecord, runs: Path) -> Path | None:
    if source.kind is SourceKind.EVALUATION:
        return source.folder if (source.folder / TESTED_FILE).is_file() else None
    tested = tested_of_record(runs, record)
    return tested.parent if tested else None


def _revised(
    run: Path, record: EvaluationRecord
) -> tuple[EvaluationRecord | None, str]:
    try:
        revised = read_revised(run)
    except LumenaryError:
        return None, REVISED_UNUSABLE
    if revised is None:
        return None, ""
    if revised.revised is None or revised.revised.before != record.overall:
        return None, REVISED_UNUSABLE
    return revised, ""


def _card_of(header: TestedHeader, cards: Iterable[ModelCard]) -> ModelCard | None:
    return next((card for card in cards if card.key == header.model_key), None)
