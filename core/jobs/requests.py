"""What a job is asked to do: frozen, checked on entry, saved as ``job.json``."""

from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core.images.settings import PreprocessingSettings
from core.recipes.recipe import Batch, ClassWeights, Epochs, Tracking

DEFAULT_MODEL = "starter"
DEFAULT_RECIPE = "endoscopy-mobilenetv2"
DEFAULT_SEED = 42

Seed: TypeAlias = Annotated[int, Field(ge=0, le=2**32 - 1)]
"""What NumPy and Keras take as a seed."""


class RequestModel(BaseModel):
    """A frozen part of a request that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _names_paths_that_can_be(self) -> Self:
        """Refuse what no system takes for a path, before Python stumbles over it."""
        for value in vars(self).values():
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Path) and "\0" in str(one):
                    msg = f"expected a path, got {one!r}"
                    raise ValueError(msg)
        return self


class GroupingRequest(RequestModel):
    """What is known of patients or examinations, and how likeness adds to it."""

    groups_csv: Path | None = None
    """A table with the columns ``file`` and ``group``."""
    group_pattern: str | None = None
    """A regular expression on the file name whose first group names the group."""
    hash_radius: Annotated[int, Field(ge=0, le=32)] | None = None
    """Bits in which two perceptual hashes may differ; ``None`` is the default."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.groups_csv is not None and self.group_pattern is not None:
            msg = "name either a table of groups or a pattern, not both"
            raise ValueError(msg)
        return self


class Thresholds(RequestModel):
    """What the user wants instead of the thresholds on the model's card."""

    review_below: Annotated[float, Field(ge=0, le=1)] | None = None
    """Calibrated confidence below which answers go to review; ``None``: the card's."""
    refusal_scale: Annotated[float, Field(ge=0.5, le=1.5)] = 1.0
    """Times the card's distance from which stills are refused; less refuses more."""


class ClassifyRequest(RequestModel):
    """Classify every still below a folder, or some of them."""

    kind: Literal["classify"] = "classify"
    folder: Path
    """A folder, or one still."""
    stills: tuple[Path, ...] = ()
    """Only these, which lie below ``folder``; empty for all."""
    model: str = DEFAULT_MODEL
    out: Path | None = None
    """The CSV to write; ``None`` puts it into the run folder."""
    threads: Annotated[int, Field(ge=1)] | None = None
    """``None`` is one for each core."""
    thresholds: Thresholds = Thresholds()
    resume: Path | None = None
    """The run folder of a job that was asked for the same, unfinished or finished,
    whose findings are taken over where files are what they were; nothing in it is
    changed."""


class PreviewRequest(RequestModel):
    """Show what preprocessing removes and keeps."""

    kind: Literal["preview"] = "preview"
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]
    """Stills, or folders of stills."""
    out: Path | None = None
    """The folder for before, mask and after; ``None`` writes no pictures."""
    recipe: str = DEFAULT_RECIPE
    settings: PreprocessingSettings | None = None
    """Taken instead of the recipe's, whose name then says nothing."""


class CheckDatasetRequest(RequestModel):
    """Look for poor stills, copies and conflicts before training."""

    kind: Literal["check_dataset"] = "check_dataset"
    folder: Path
    out: Path | None = None
    """The HTML to write; ``None`` puts it into the run folder."""
    recipe: str = DEFAULT_RECIPE
    grouping: GroupingRequest = GroupingRequest()
    seed: Seed = DEFAULT_SEED
    with_embeddings: bool = True
    """Whether a network looks for copies, too: it finds more, and takes longer."""


class SplitDatasetRequest(RequestModel):
    """Copy a labelled folder into train, val and test without leaks."""

    kind: Literal["split_dataset"] = "split_dataset"
    folder: Path
    out: Path
    recipe: str = DEFAULT_RECIPE
    grouping: GroupingRequest = GroupingRequest()
    seed: Seed = DEFAULT_SEED


class ExportOneVsRestRequest(RequestModel):
    """Copy a class, and as many stills of all others, into two folders."""

    kind: Literal["export_one_vs_rest"] = "export_one_vs_rest"
    folder: Path
    positive: Annotated[str, Field(min_length=1)]
    """The class that is set against all others."""
    out: Path
    """The folder to make."""
    recipe: str = DEFAULT_RECIPE
    grouping: GroupingRequest = GroupingRequest()
    seed: Seed = DEFAULT_SEED

    @property
    def sides(self) -> tuple[str, str]:
        """The folders' names: with the finding, and without it."""
        return self.positive, f"not {self.positive}"


class WeightsRequest(RequestModel):
    """Where the backbone's first weights come from."""

    file: Path | None = None
    """A weights file; comes before everything else."""
    model: str | None = None
    """A model of the library whose backbone is taken; ``None`` is the starter."""
    random: bool = False
    """Start from nothing; has to be asked for."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum((self.file is not None, self.model is not None, self.random)) > 1:
            msg = "name one beginning: a weights file, a model, or random weights"
            raise ValueError(msg)
        return self


class TrainingChoices(RequestModel):
    """What is decided for one run; ``None`` leaves it to the recipe."""

    epochs: tuple[Epochs, Epochs] | None = None
    batch: Batch | None = None
    patience: Annotated[int, Field(ge=0)] | None = None
    class_weights: ClassWeights | None = None
    device: Literal["auto", "cpu", "gpu"] = "auto"
    seed: Seed = DEFAULT_SEED
    weights_and_biases: Tracking | None = None


class About(RequestModel):
    """What the maker of a model says about it."""

    title: str = ""
    description: str = ""
    does_not_know: str = ""
    """One sentence; empty for a general one."""
    source: str = ""
    """Where the stills come from; empty for the folder's name."""
    drawn: bool = False
    """The stills were drawn by the program, not photographed in a patient."""
    licences: dict[str, str] = {}
    """Terms by part of the model."""


class TrainRequest(RequestModel):
    """Make a model from a labelled folder."""

    kind: Literal["train"] = "train"
    folder: Path
    name: str
    recipe: str = DEFAULT_RECIPE
    weights: WeightsRequest = WeightsRequest()
    grouping: GroupingRequest = GroupingRequest()
    choices: TrainingChoices = TrainingChoices()
    about: About = About()
    folds: Annotated[int, Field(ge=2, le=20)] | None = None
    """Cross-validate the recipe as well, for the card."""
    with_images: bool = True
    """Whether the report shows stills and file names."""
    resume: Path | None = None
    """The run folder of an interrupted training of the same stills, recipe, initial
    weights and choices, which is gone on with from its last finished epoch."""
    all_layers_to_head: Annotated[float, Field(gt=0)] | None = None
    """Time of an epoch of all layers in epochs of the head, as an estimate measured it
    on this computer; only the time left rests on it."""


class EstimateTrainingRequest(RequestModel):
    """Say how long a training would take, from a few steps of each phase."""

    kind: Literal["estimate_training"] = "estimate_training"
    folder: Path
    recipe: str = DEFAULT_RECIPE
    weights: WeightsRequest = WeightsRequest()
    grouping: GroupingRequest = GroupingRequest()
    choices: TrainingChoices = TrainingChoices()
    folds: Annotated[int, Field(ge=2, le=20)] | None = None
    """As for :class:`TrainRequest`."""


class EvaluateRequest(RequestModel):
    """Measure a model on a labelled folder, or a recipe by cross-validation."""

    kind: Literal["evaluate"] = "evaluate"
    folder: Path
    model: str | None = None
    recipe: str | None = None
    folds: Annotated[int, Field(ge=2, le=20)] | None = None
    weights: WeightsRequest = WeightsRequest()
    grouping: GroupingRequest = GroupingRequest()
    choices: TrainingChoices = TrainingChoices()
    out: Path | None = None
    """The folder to write; ``None`` is the run folder."""
    with_images: bool = True

    @model_validator(mode="after")
    def _model_or_folds(self) -> Self:
        if self.folds is None and self.model is None:
            msg = "name a model, or a number of folds"
            raise ValueError(msg)
        if self.folds is not None and self.model is not None:
            msg = "cross-validation measures a recipe; leave the model out"
            raise ValueError(msg)
        if self.model is not None and self._says_how_to_train:
            msg = "a model is measured as it is; leave out what is for training"
            raise ValueError(msg)
        return self

    @property
    def _says_how_to_train(self) -> bool:
        choices = self.choices.model_copy(update={"seed": DEFAULT_SEED})
        plain = TrainingChoices(), WeightsRequest()
        return self.recipe is not None or (choices, self.weights) != plain


class DrawSamplesRequest(RequestModel):
    """Draw stills to try the program on."""

    kind: Literal["draw_samples"] = "draw_samples"
    out: Path
    stills: Annotated[int, Field(ge=1, le=1_000_000)] = 120
    seed: Seed = DEFAULT_SEED


class ExportFindingsRequest(RequestModel):
    """Write what a run found, with the readers' answers, as one table."""

    kind: Literal["export_findings"] = "export_findings"
    run: Path
    """The run folder of a job that classified."""
    out: Path
    """The table to write; its ending says how."""

    @field_validator("out")
    @classmethod
    def _a_table(cls, out: Path) -> Path:
        if out.suffix.lower() not in {".csv", ".xlsx"}:
            msg = f"the table's name must end in .csv or .xlsx, got “{out.name}”"
            raise ValueError(msg)
        return out


class CopyCorrectionsRequest(RequestModel):
    """Copy the stills that readers named one finding for into a labelled folder."""

    kind: Literal["copy_corrections"] = "copy_corrections"
    run: Path
    """The run folder of a job that classified."""
    out: Path
    """The folder to make."""


class SortStillsRequest(RequestModel):
    """Copy classified stills into folders of their findings."""

    kind: Literal["sort_stills"] = "sort_stills"
    run: Path
    """The run folder of a job that classified, finished or not."""
    out: Path
    """The folder to sort into: a new one, one with room, or one sorted before."""
    dry_run: bool = False
    """Only say what would go where."""


class UndoSortRequest(RequestModel):
    """Take back the copies that sorting made, as far as they are unchanged."""

    kind: Literal["undo_sort"] = "undo_sort"
    manifest: Path
    """The manifest of the sort, or the folder that it stands in."""


class ReviseLabelsRequest(RequestModel):
    """Measure an evaluation's stills again, with the labels that were proposed since.

    Nothing is trained and no still changes its part: what was tested stays tested.
    """

    kind: Literal["revise_labels"] = "revise_labels"
    run: Path
    """The folder of a run that evaluated or trained."""
    with_images: bool = True
    """Whether the report shows stills and file names."""


class CompareRequest(RequestModel):
    """Measure two models on the same stills of a labelled folder."""

    kind: Literal["compare"] = "compare"
    folder: Path
    models: tuple[str, str]
    """By name or folder; differences are the first minus the second."""
    grouping: GroupingRequest = GroupingRequest()
    seed: Seed = DEFAULT_SEED
    out: Path | None = None
    """The folder to write; ``None`` is the run folder."""

    @model_validator(mode="after")
    def _two_models(self) -> Self:
        if self.models[0] == self.models[1]:
            msg = "name two models; a model is no better than itself"
            raise ValueError(msg)
        return self


JobRequest: TypeAlias = Annotated[
    ClassifyRequest
    | PreviewRequest
    | CheckDatasetRequest
    | SplitDatasetRequest
    | ExportOneVsRestRequest
    | TrainRequest
    | EstimateTrainingRequest
    | EvaluateRequest
    | DrawSamplesRequest
    | ExportFindingsRequest
    | CopyCorrectionsRequest
    | SortStillsRequest
    | UndoSortRequest
    | ReviseLabelsRequest
    | CompareRequest,
    Field(discriminator="kind"),
]


class Job(RequestModel):
    """A request with the place where its run is kept; what ``job.json`` holds."""

    protocol: Literal[1] = 1
    id: str
    program_version: str
    home: Path
    """The user's data folder, so that a worker needs no environment."""
    request: JobRequest
