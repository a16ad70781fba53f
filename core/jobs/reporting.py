"""Puts a report together from what a job found, and writes it with its tables."""

from dataclasses import replace
from pathlib import Path

from core.evaluation.metrics_csv import write_metrics_csv
from core.evaluation.redaction import discreet
from core.evaluation.report import (
    ReportContent,
    write_report,
)
from core.jobs.material import Material
from core.jobs.measuring import TestedStills, tested_lines
from core.jobs.tested_stills import (
    RECORD_FILE,
    TestedHeader,
    TestedStill,
    write_record,
    write_tested,
)
from core.library.evaluation_record import EvaluationRecord

REPORT_FILE = "report.html"
METRICS_FILE = "metrics.csv"


def write_evaluation(
    folder: Path, content: ReportContent, *, with_images: bool
) -> None:
    """Write ``evaluation.json``, ``metrics.csv`` and the report into a folder.

    Without images none of the three holds the name of a still.
    """
    record = content.record if with_images else discreet(content.record)
    write_record(folder / RECORD_FILE, record)
    write_metrics_csv(folder / METRICS_FILE, record)
    write_report(
        folder / REPORT_FILE, replace(content, record=record), with_images=with_images
    )


def keep_tested(
    folder: Path,
    material: Material,
    tested: TestedStills,
    record: EvaluationRecord,
    *,
    seed: int,
    model_key: str = "",
) -> tuple[TestedStill, ...]:
    """Write which stills a record rests on into the folder of the run; return them.

    Parameters
    ----------
    folder
        Of the run; never a model's, since the stills are named.
    material, tested
        The stills and what was said of them.
    record
        What was measured on them.
    seed
        Of the intervals' bootstrap.
    model_key
        The model's key; empty where there are many, in a cross-validation.
    """
    if record.created is None:
        msg = "expected a record that says when it was made"
        raise ValueError(msg)
    header = TestedHeader(
        folder=material.readable.folder.root,
        model=record.model,
        model_key=model_key,
        classes=record.classes,
        subset=record.subset,
        method=record.method,
        folds=record.folds,
        seed=seed,
        grouping=record.grouping,
        created=record.created,
    )
    stills = tested_lines(material, tested)
    write_tested(folder, header, stills)
    return stills
