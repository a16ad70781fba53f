"""What a job made, in one line for the person at the screen."""

from pathlib import Path

from app.durations import in_words, span_in_words
from core.evaluation.wording import percent
from core.jobs.results import (
    CheckDatasetResult,
    ClassifyResult,
    CompareResult,
    CopyCorrectionsResult,
    DrawSamplesResult,
    EstimateTrainingResult,
    EvaluateResult,
    ExportFindingsResult,
    ExportOneVsRestResult,
    JobResult,
    PreviewResult,
    ReviseLabelsResult,
    SortStillsResult,
    SplitDatasetResult,
    TrainResult,
    UndoSortResult,
)
from core.library.evaluation_record import EvaluationRecord


def sentence_of(result: JobResult, seconds: float, *, resumed: bool = False) -> str:
    """Return what a job made, in a line.

    Parameters
    ----------
    result
        What it returned.
    seconds
        How long it took.
    resumed
        Whether it went on with an earlier classification.
    """
    duration = in_words(seconds)
    match result:
        case ClassifyResult():
            return _classified(result, duration, resumed=resumed)
        case PreviewResult(stills=stills):
            return f"Previewed {counted(stills, 'still')} in {duration}."
        case CheckDatasetResult(stills=stills):
            return f"Checked {counted(stills, 'still')} in {duration}."
        case SplitDatasetResult(folder=folder, counts=counts):
            stills = sum(sum(part.values()) for part in counts.values())
            return f"Copied {counted(stills, 'still')} {_into(folder)} in {duration}."
        case ExportOneVsRestResult(folder=folder, counts=sides):
            stills = sum(sides.values())
            return f"Copied {counted(stills, 'still')} {_into(folder)} in {duration}."
        case TrainResult(model=model, seconds=taken):
            return f"Trained “{model}” in {in_words(taken)}."  # as the page says
        case EstimateTrainingResult(takes=takes):
            return f"Measured: a training takes {span_in_words(takes)}."
        case DrawSamplesResult(labelled=labelled, unsorted=unsorted):
            return f"Drew {counted(labelled + unsorted, 'still')} in {duration}."
        case ExportFindingsResult(table=table):
            return f"Wrote {table.name} to {table.parent} in {duration}."
        case CopyCorrectionsResult(folder=folder, copied=copied):
            return f"Copied {counted(copied, 'still')} {_into(folder)} in {duration}."
        case SortStillsResult():
            return _sorted(result, duration)
        case UndoSortResult():
            return _undone(result, duration)
        case EvaluateResult(record=record):
            return f"{_measured(record)} in {duration}{_balanced(record)}."
        case ReviseLabelsResult():
            return _revised(result, duration)
        case CompareResult(comparison=comparison):
            one, other = comparison.first, comparison.second
            return (
                f"Compared “{one.model}” and “{other.model}” on "
                f"{counted(one.stills, 'still')} in {duration}."
            )


def counted(count: int, thing: str) -> str:
    """Return a number of things: ``1 still``, ``1,200 stills``, ``2 copies``."""
    if count == 1:
        return f"1 {thing}"
    several = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{count:,} {several}"


def _classified(result: ClassifyResult, duration: str, *, resumed: bool) -> str:
    gone_on = ", going on with an earlier run" if resumed else ""
    stills = counted(result.stills, "still")
    if not result.unreadable:
        return f"Classified {stills} in {duration}{gone_on}."
    read = result.stills - result.unreadable
    return (
        f"Classified {read:,} of {stills} in {duration}{gone_on}; "
        f"{result.unreadable:,} could not be read."
    )


def _sorted(result: SortStillsResult, duration: str) -> str:
    total = sum(result.copied.values())
    if result.dry_run:
        return f"Looked at {counted(total + result.unreadable, 'still')}; none copied."
    parts = [
        f"Copied {counted(total - result.already, 'still')} {_into(result.folder)} "
        f"in {duration}"
    ]
    if result.already:
        parts.append(f"{result.already:,} stood there already")
    if result.unreadable:
        parts.append(f"{counted(result.unreadable, 'still')} left out")
    return "; ".join(parts) + "."


def _undone(result: UndoSortResult, duration: str) -> str:
    where = f"“{result.folder.name}”"
    removed = f"Removed {counted(result.removed, 'copy')} from {where} in {duration}"
    left = sum(result.kept.values())
    return f"{removed}; {counted(left, 'file')} left there." if left else f"{removed}."


def _revised(result: ReviseLabelsResult, duration: str) -> str:
    if result.record_new is None:
        return "No label is questioned any more; the revised numbers were removed."
    new = result.record_new
    return f"{_measured(new)} with revised labels in {duration}{_balanced(new)}."


def _measured(record: EvaluationRecord) -> str:
    return f"Measured “{record.model}” on {counted(record.stills, 'still')}"


def _balanced(record: EvaluationRecord) -> str:
    value = record.overall.balanced_accuracy.value
    return "" if value is None else f": balanced accuracy {percent(value)}"


def _into(folder: Path) -> str:
    return f"to “{folder.name}”"
