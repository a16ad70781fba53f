"""What each kind of job returns when it is done."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from core.library.comparison_record import ComparisonRecord
from core.library.evaluation_record import EvaluationRecord
from core.time_span import TimeSpan


class ResultModel(BaseModel):
    """A frozen result that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClassifyResult(ResultModel):
    """What classifying a folder gave."""

    kind: Literal["classify"] = "classify"
    model: str
    run: Path
    """The run folder, from which findings and reviews can be exported."""
    table: Path
    """The CSV with a row for each still."""
    stills: int
    unreadable: int
    accepted: int
    review: int
    refused: int
    by_class: dict[str, int]
    """Accepted and reviewed stills of each class."""
    with_truth: int = 0
    """Stills not refused whose true class the folders tell."""
    right: int = 0
    """Of these, how many were called right."""
    seconds: float


class PreviewResult(ResultModel):
    """What previewing stills gave."""

    kind: Literal["preview"] = "preview"
    folder: Path | None
    """Of the pictures; ``None`` if none were wanted."""
    stills: int
    unreadable: int
    green_panels: int
    black_panels: int
    green_left: int = 0
    """Stills in which green was seen and left."""


class CheckDatasetResult(ResultModel):
    """What checking a labelled folder gave."""

    kind: Literal["check_dataset"] = "check_dataset"
    report: Path
    record: Path
    """``dataset-check.json`` in the run folder: all that was found."""
    stills: int
    unreadable: int
    left_out: int = 0
    """Stills that a reader left out; not among ``stills``."""
    told_apart: int = 0
    """Pairs of stills that a reader said are no copies."""
    classes: dict[str, int]
    groups: int
    quality_problems: int
    conflicts: int
    advice: tuple[str, ...] = ()
    """What the numbers mean for a training, the weightiest first."""
    notices: tuple[str, ...]


class SplitDatasetResult(ResultModel):
    """What copying a split gave."""

    kind: Literal["split_dataset"] = "split_dataset"
    folder: Path
    counts: dict[str, dict[str, int]]
    """Stills by part, then by class."""
    groups: int
    unreadable: int
    notices: tuple[str, ...]


class ExportOneVsRestResult(ResultModel):
    """What copying a class and its counterpart gave."""

    kind: Literal["export_one_vs_rest"] = "export_one_vs_rest"
    folder: Path
    manifest: Path
    """Where each copy comes from; a training reads its groups from it."""
    counts: dict[str, int]
    """Copies with the finding and without it, by the folder's name."""
    by_class: dict[str, int]
    """Copies by the class of their original."""
    left_out: dict[str, int]
    """Stills that were not copied, by the reason."""
    unreadable: int
    notices: tuple[str, ...]


class TrainResult(ResultModel):
    """What training gave."""

    kind: Literal["train"] = "train"
    model: str
    folder: Path
    report: Path
    unreadable: int
    balanced_accuracy: float | None
    """On the test part; ``None`` where it has no still of any class."""
    seconds: float


class EstimateTrainingResult(ResultModel):
    """How long a training would take.

    Of each time the least is that of phases which end as soon as patience allows, and
    the most that of all epochs.
    """

    kind: Literal["estimate_training"] = "estimate_training"
    stills: int
    """In the class folders, readable or not."""
    groups: int
    """As far as they are known before stills are compared; without a table or a
    pattern each still is one of its own."""
    takes: TimeSpan
    """From the start to the report: reading the stills, and what follows."""
    learning: TimeSpan
    """All epochs of both phases, validation included."""
    after: TimeSpan
    """Writing, measuring and, where it is asked for, cross-validating the model."""
    device: str
    """For people: 'CPU, 2 cores', or the GPU's name."""
    all_layers_to_head: float
    """Time of an epoch of all layers in epochs of the head."""
    notices: tuple[str, ...]


class EvaluateResult(ResultModel):
    """What evaluating a model, or a way of training, gave."""

    kind: Literal["evaluate"] = "evaluate"
    folder: Path
    report: Path
    record: EvaluationRecord
    unreadable: int
    run: Path | None = None
    """Keeps ``evaluation.json`` and ``tested_stills.jsonl``, wherever the report is."""


class DrawSamplesResult(ResultModel):
    """What drawing sample stills gave."""

    kind: Literal["draw_samples"] = "draw_samples"
    folder: Path
    labelled: int
    """Stills in class folders, to train on."""
    unsorted: int
    """Stills to classify; odd files among them are not counted."""


class ExportFindingsResult(ResultModel):
    """What exporting findings gave."""

    kind: Literal["export_findings"] = "export_findings"
    table: Path
    stills: int
    """Rows of the table; unreadable stills have one, too."""
    reviewed: int


class CopyCorrectionsResult(ResultModel):
    """What copying reviewed stills gave."""

    kind: Literal["copy_corrections"] = "copy_corrections"
    folder: Path
    copied: int
    by_class: dict[str, int]
    left_out: dict[str, int]
    """Reviewed stills that were not copied, by the reason."""
    unreadable: int
    """Of these, those that are gone, cannot be read, or changed after the review."""
    notices: tuple[str, ...]


class PlaceOfCopy(ResultModel):
    """Where a still went, or would go."""

    source: str
    """Relative to the classified folder, with ``/``."""
    place: str
    """Relative to the folder sorted into, with ``/``."""


class SortStillsResult(ResultModel):
    """What sorting stills into folders gave, or would give."""

    kind: Literal["sort_stills"] = "sort_stills"
    folder: Path
    manifest: Path | None
    """What undoing needs; ``None`` where nothing was made."""
    dry_run: bool
    copied: dict[str, int]
    """Copies in each folder, those of an earlier, unfinished sort among them."""
    already: int
    """Of these, how many stood there already."""
    left_out: dict[str, int]
    """Stills that were not copied, by the reason."""
    renamed: int
    """Copies that are called something else than their still."""
    renamed_examples: tuple[PlaceOfCopy, ...]
    examples: tuple[PlaceOfCopy, ...]
    """The first stills of each folder."""

    @property
    def unreadable(self) -> int:
        """Stills that have no copy."""
        return sum(self.left_out.values())


class UndoSortResult(ResultModel):
    """What taking back a sort gave."""

    kind: Literal["undo_sort"] = "undo_sort"
    folder: Path
    removed: int
    """Copies."""
    gone: int
    """Copies that were not there any more."""
    kept: dict[str, int]
    """Files that were left, by the reason."""
    failed: int
    """Of these, copies that could not be looked at or removed."""
    folders_removed: int
    manifest: Path | None
    """Where the manifest still stands, because something failed; else ``None``."""


class ReviseLabelsResult(ResultModel):
    """What measuring with revised labels gave."""

    kind: Literal["revise_labels"] = "revise_labels"
    folder: Path
    record_old: EvaluationRecord
    """With the labels as they were; its file is never touched."""
    record_new: EvaluationRecord | None
    """``None`` where no label is questioned any more: revised numbers were removed."""
    report: Path | None


class CompareResult(ResultModel):
    """What comparing two models gave."""

    kind: Literal["compare"] = "compare"
    run: Path
    """The run folder, which says what each model called each still."""
    folder: Path
    report: Path
    comparison: ComparisonRecord
    unreadable: int


JobResult: TypeAlias = Annotated[
    ClassifyResult
    | PreviewResult
    | CheckDatasetResult
    | SplitDatasetResult
    | ExportOneVsRestResult
    | TrainResult
    | EstimateTrainingResult
    | EvaluateResult
    | DrawSamplesResult
    | ExportFindingsResult
    | CopyCorrectionsResult
    | SortStillsResult
    | UndoSortResult
    | ReviseLabelsResult
    | CompareResult,
    Field(discriminator="kind"),
]
