"""Say how long a training would take, from a few stills and a few steps."""

import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from core.cores import available_cores
from core.dataset.prepared import PreparedStills
from core.dataset.scanning import DatasetError, LabelledFolder, LabelledStill, Part
from core.dataset.similarity import StillFingerprint, fingerprint_stills
from core.dataset.splits import DEFAULT_FRACTIONS
from core.images.preprocessing import prepare_file
from core.jobs.context import JobContext
from core.jobs.curation import ScannedFolder, scan
from core.jobs.material import with_choices
from core.jobs.requests import EstimateTrainingRequest
from core.jobs.results import EstimateTrainingResult
from core.jobs.starting_weights import starting_weights
from core.jobs.time_after_learning import finishing, share_of_fold
from core.recipes.recipe import Recipe
from core.time_span import TimeSpan
from core.training.feeding import LabelledImages
from core.training.initial_weights import WeightsKind
from core.training.learning_time import ALL_LAYERS_TO_HEAD, Pace, learning_left
from core.training.timing import MeasuredSteps, measure_steps

_FEW = 24
"""Stills that are read: enough to tell the time of one within a tenth."""


def run(
    request: EstimateTrainingRequest, context: JobContext
) -> EstimateTrainingResult:
    """Time a few steps of each phase; see :class:`EstimateTrainingRequest`.

    Stills that were prepared for an earlier training are ready sooner than this says.

    Raises
    ------
    core.errors.LumenaryError
        As the training would: if the folder is no labelled folder, there are no
        initial weights, or a batch does not fit into the memory.
    """
    recipe = with_choices(context.recipes.get(request.recipe), request.choices)
    scanned = scan(request.folder, request.grouping, context)
    weights = starting_weights(recipe, request.weights, context)
    few = _prepared(scanned.folder, recipe, context)
    steps = measure_steps(
        recipe,
        scanned.folder.classes,
        few.images,
        weights=weights,
        device=request.choices.device,
        control=context.control,
        progress=context.report.activity("Timing a few steps"),
    )
    estimate = _Estimate(scanned.folder, recipe, few, steps)
    described = weights.kind is not WeightsKind.RANDOM
    after = estimate.after(request.folds)
    return EstimateTrainingResult(
        stills=len(scanned.folder.stills),
        groups=_known_groups(scanned),
        takes=estimate.before(described=described) + estimate.learning + after,
        learning=estimate.learning,
        after=after,
        device=steps.device.title,
        all_layers_to_head=estimate.all_layers_to_head,
        notices=(*scanned.folder.notices, *few.notices),
    )


@dataclass(frozen=True, slots=True)
class _Few:
    """Some stills of all classes, made ready, and what that took."""

    images: LabelledImages
    seconds_of_one: float
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Estimate:
    """Seconds of a whole training, from those of its steps."""

    folder: LabelledFolder
    recipe: Recipe
    few: _Few
    steps: MeasuredSteps

    @property
    def learning(self) -> TimeSpan:
        """All epochs of both phases, and what compiling their first steps takes."""
        first, second = self.steps.phases
        pace = Pace(
            (self._epoch(0), self._epoch(1)),
            (first.warm_up + self.steps.answer.warm_up, second.warm_up),
        )
        training = self.recipe.training
        return learning_left(training.phases, (), pace, patience=training.patience)

    @property
    def all_layers_to_head(self) -> float:
        """Time of an epoch of phase 2 in epochs of phase 1."""
        head = self._epoch(0)
        return self._epoch(1) / head if head > 0 else ALL_LAYERS_TO_HEAD

    def before(self, *, described: bool) -> TimeSpan:
        """Return the time of reading, describing, and building the network."""
        stills = len(self.folder.stills)
        describing = self._answering(stills) if described else 0.0
        reading = stills * self.few.seconds_of_one
        return TimeSpan.of(reading + describing + self.steps.seconds_to_build)

    def after(self, folds: int | None) -> TimeSpan:
        """Return the time of writing and measuring the model, and those of folds."""
        answering = self._answering(len(self.folder.stills))
        of_model = TimeSpan.of(finishing(self.steps.phases[1].warm_up, answering))
        fold = self.learning * share_of_fold(folds) + of_model
        return of_model + fold * (folds or 0)

    def _epoch(self, phase: int) -> float:
        train, validation = _sizes(self.folder)
        batches = math.ceil(train / self.recipe.training.batch)
        learning = batches * self.steps.phases[phase].seconds
        return learning + self._answering(validation)

    def _answering(self, stills: float) -> float:
        return stills / self.recipe.training.batch * self.steps.answer.seconds


def _sizes(folder: LabelledFolder) -> tuple[float, float]:
    """Return about how many stills are trained and validated on."""
    stills = len(folder.stills)
    train, validation, _ = DEFAULT_FRACTIONS
    given = [still.part for still in folder.stills]
    if Part.VALIDATION in given:
        return given.count(Part.TRAIN), given.count(Part.VALIDATION)
    if None not in given:  # validation is taken out of what is given to train on
        stills = round(given.count(Part.TRAIN) / (train + validation))
    return train * stills, validation * stills


def _known_groups(scanned: ScannedFolder) -> int:
    stills = scanned.folder.stills
    if scanned.known_groups is None:
        return len(stills)
    group_of = scanned.known_groups.group_of
    named = [group_of[still.name] for still in stills if still.name in group_of]
    return len(set(named)) + len(stills) - len(named)


def _prepared(folder: LabelledFolder, recipe: Recipe, context: JobContext) -> _Few:
    """Read some stills and prepare them as the training would; keep them in memory."""
    chosen = _spread(folder.stills)
    settings, threads = recipe.preprocessing, available_cores()
    begin = time.monotonic()
    found = fingerprint_stills(
        [still.path for still in chosen],
        settings,
        threads=threads,
        control=context.control,
        progress=context.report.activity("Reading a few stills"),
    )
    readable = [
        (still, own.digest)
        for still, own in zip(chosen, found, strict=True)
        if isinstance(own, StillFingerprint)
    ]
    _refuse_unreadable(len(readable), len(chosen))
    with ThreadPoolExecutor(threads) as pool:
        paths = [still.path for still, _ in readable]
        images = pool.map(lambda path: prepare_file(path, settings).image, paths)
        stills = PreparedStills(settings.size, tuple(images))
    return _Few(
        LabelledImages(
            stills,
            range(len(readable)),
            np.array([folder.classes.index(still.label) for still, _ in readable]),
            [digest for _, digest in readable],
        ),
        seconds_of_one=(time.monotonic() - begin) / len(chosen),
        notices=_left_out(len(chosen) - len(readable), len(chosen)),
    )


def _refuse_unreadable(readable: int, tried: int) -> None:
    if not readable:
        raise DatasetError(
            f"None of {tried} stills that were tried can be read.",
            hint="Replace the damaged files; “lumenary dataset check” names them.",
        )


def _left_out(unreadable: int, tried: int) -> tuple[str, ...]:
    if not unreadable:
        return ()
    return (f"{unreadable} of {tried} stills that were tried can't be read.",)


def _spread(stills: Sequence[LabelledStill]) -> list[LabelledStill]:
    """Return some stills from all over the folder, which is sorted by class."""
    step = max(len(stills) / _FEW, 1.0)
    return [stills[int(i * step)] for i in range(min(_FEW, len(stills)))]
