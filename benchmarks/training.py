"""Training: stills per second in each phase, against ready arrays and the yardstick.

usage: python -m benchmarks.training [--stills 300] [--epochs 4 2] [--rounds 3]
           [--without-yardstick]

Same network, normalisation frozen, a fixed number of epochs, no early stopping. What
augmentation costs is measured by epochs of the program and ``train_on_batch`` on ready
arrays in turn; the yardstick is ``benchmarks/straightforward.py`` on the same split.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import ROOT, imagenet_weights, print_table, real_data, seconds
from core.control import Control
from core.dataset.prepared import PreparedCache, PreparedStills
from core.dataset.scanning import Part, scan_labelled_folder
from core.dataset.splits import split_by_groups
from core.files import sha256_of
from core.images.augmentation import Augmenter
from core.recipes.catalogue import read_recipe
from core.recipes.recipe import Recipe
from core.time_span import TimeSpan
from core.training.epochs import EpochRunner
from core.training.feeding import LabelledImages, TrainingFeed
from core.training.history import EpochResult
from core.training.initial_weights import resolve_initial_weights
from core.training.learner import Learner, build_learner
from core.training.stopping import StopPoint
from core.training.trainer import TrainedNetwork, train

RECIPE = ROOT / "resources/recipes/endoscopy-mobilenetv2.toml"
PHASES = ("head", "all layers")
CORES = os.cpu_count() or 1


def main() -> None:
    arguments = _arguments()
    recipe = _with_epochs(read_recipe(RECIPE), arguments.epochs)
    with tempfile.TemporaryDirectory() as scratch:
        stills = _some_stills(arguments.stills)
        prepared = _prepare(stills, recipe, Path(scratch) / "rates")
        rates = _rates(stills, prepared, recipe, arguments.rounds)
        print_table(f"Training, {len(stills.paths)} stills", _rate_rows(rates))
        begin = time.perf_counter()
        again = _prepare(stills, recipe, Path(scratch) / "whole")
        trained = _train(stills, again, recipe, Path(scratch) / "run")
        took = time.perf_counter() - begin
        print_table("Phase 2 begins where phase 1 ended", _start_rows(trained.history))
        if not arguments.without_yardstick:
            yardstick = _yardstick(stills, Path(scratch), arguments.epochs)
            ours = (took, _balanced_accuracy(trained, stills, again))
            print_table("Against the yardstick", _whole_rows(ours, yardstick))


@dataclass(frozen=True)
class Stills:
    """Labelled stills and the part each belongs to."""

    classes: tuple[str, ...]
    paths: list[Path]
    digests: list[str]
    labels: np.ndarray
    parts: tuple[Part, ...]

    def indices(self, part: Part) -> np.ndarray:
        """Return the stills of a part, by number."""
        return np.flatnonzero([each is part for each in self.parts])

    def images(self, prepared: PreparedStills, part: Part) -> LabelledImages:
        """Return the stills of a part in the form that training takes."""
        chosen = self.indices(part)
        return LabelledImages(
            prepared, chosen.tolist(), self.labels[chosen],
            [self.digests[i] for i in chosen],
        )  # fmt: skip


class Silence:
    """A listener that passes on notices only."""

    def phase_started(self, phase: int, epochs: int) -> None:
        """Say nothing."""

    def step(self, phase: int, epoch: int, done: int, total: int) -> None:
        """Say nothing."""

    def epoch_finished(self, result: EpochResult, left: TimeSpan) -> None:
        """Say nothing."""

    def notice(self, text: str) -> None:
        """Print the notice."""
        print(text, file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stills", type=int, default=300)
    parser.add_argument("--epochs", nargs=2, type=int, default=(4, 2))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-yardstick", action="store_true")
    return parser.parse_args()


def _with_epochs(recipe: Recipe, epochs: Sequence[int]) -> Recipe:
    phases = tuple(
        phase.model_copy(update={"epochs": count})
        for phase, count in zip(recipe.training.phases, epochs, strict=True)
    )
    fixed = {"phases": phases, "patience": 0, "tensorboard": False}
    return recipe.model_copy(
        update={"training": recipe.training.model_copy(update=fixed)}
    )


def _some_stills(wanted: int) -> Stills:
    """Return evenly spaced stills of all classes, split by content."""
    folder = scan_labelled_folder(real_data() / "gi")
    spaced = np.linspace(0, len(folder.stills) - 1, min(wanted, len(folder.stills)))
    chosen = [folder.stills[int(i)] for i in spaced.round()]
    digests = [sha256_of(still.path) for still in chosen]
    groups = [sorted(set(digests)).index(digest) for digest in digests]
    labels = [still.label for still in chosen]
    split = split_by_groups(labels, groups, digests, seed=42)
    return Stills(
        folder.classes,
        [still.path for still in chosen],
        digests,
        np.array([folder.classes.index(label) for label in labels]),
        split.parts,
    )


def _prepare(stills: Stills, recipe: Recipe, folder: Path) -> PreparedStills:
    return PreparedCache(folder, recipe.preprocessing).prepare(
        stills.paths,
        stills.digests,
        threads=CORES,
        control=Control(),
        progress=lambda done, total: None,
    )


def _rates(
    stills: Stills, prepared: PreparedStills, recipe: Recipe, rounds: int
) -> list[tuple[float, float]]:
    """Return stills per second of the program and of ready arrays, for each phase."""
    part = stills.images(prepared, Part.TRAIN)
    feed = TrainingFeed(
        part,
        Augmenter(recipe.augmentation),
        class_weights=np.ones(len(stills.classes), np.float32),
        seed=42,
        threads=1,
    )
    learner = build_learner(
        recipe,
        classes=len(stills.classes),
        weights=_weights(recipe),
        calibration=prepared.batch(part.indices[:1]),
        precision="float32",
    )
    runner = EpochRunner(
        learner,
        feed,
        part,
        batch=recipe.training.batch,
        stop=StopPoint(Control()),
        listener=Silence(),
    )
    found = []
    for number, phase in enumerate(recipe.training.phases, start=1):
        learner.start_phase(phase)
        found.append(_in_turn(learner, runner, feed, number, recipe, rounds))
    return found


def _in_turn(
    learner: Learner,
    runner: EpochRunner,
    feed: TrainingFeed,
    phase: int,
    recipe: Recipe,
    rounds: int,
) -> tuple[float, float]:
    """Time epochs and ready arrays in turn; the median of the pairs' ratios counts."""
    ready = list(feed.epoch(1, recipe.training.batch))
    count = sum(len(batch.images) for batch in ready)

    def on_ready_arrays() -> None:
        for batch in ready:
            learner.learn(batch)  # train_on_batch, and nothing else

    learner.learn(ready[0])  # compiles
    works: list[Callable[[], object]] = [
        lambda: runner.train(phase, 1),
        on_ready_arrays,
    ]
    pairs = [[count / seconds(work, runs=1) for work in works] for _ in range(rounds)]
    ratio = statistics.median(ours / limit for ours, limit in pairs)
    limit = statistics.median(limit for _, limit in pairs)
    return ratio * limit, limit


def _weights(recipe: Recipe) -> Any:
    return resolve_initial_weights(
        recipe.network, size=recipe.preprocessing.size, file=imagenet_weights()
    )


def _train(
    stills: Stills, prepared: PreparedStills, recipe: Recipe, folder: Path
) -> TrainedNetwork:
    return train(
        recipe,
        stills.classes,
        training=stills.images(prepared, Part.TRAIN),
        validation=stills.images(prepared, Part.VALIDATION),
        weights=_weights(recipe),
        seed=42,
        device="cpu",
        folder=folder,
        listener=Silence(),
        control=Control(),
    )


def _balanced_accuracy(
    trained: TrainedNetwork, stills: Stills, prepared: PreparedStills
) -> float:
    chosen = stills.indices(Part.TEST)
    answers = trained.network.predict(prepared.batch(chosen), verbose=0).argmax(axis=1)
    labels = stills.labels[chosen]
    return float(
        np.mean([np.mean(answers[labels == label] == label) for label in set(labels)])
    )


def _yardstick(
    stills: Stills, scratch: Path, epochs: Sequence[int]
) -> tuple[float, float]:
    """Return its seconds, start not counted, and its balanced accuracy."""
    split = scratch / "split"
    for path, label, part in zip(
        stills.paths, stills.labels, stills.parts, strict=True
    ):
        target = split / part.value / stills.classes[label] / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    command = [
        sys.executable, "-m", "benchmarks.straightforward", "train", str(split),
        str(imagenet_weights()), str(scratch / "yardstick.keras"), "--no-stopping",
        "--epochs", *map(str, epochs),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    report = json.loads(done.stdout.splitlines()[-1])
    return report["seconds"], report["balanced_accuracy"]


def _rate_rows(rates: Sequence[tuple[float, float]]) -> list[tuple[str, ...]]:
    rows = [
        (name, f"{ours:.1f}", f"{limit:.1f}", f"{ours / limit:.2f}", ">= 0.9")
        for name, (ours, limit) in zip(PHASES, rates, strict=True)
    ]
    return [("phase", "stills/s", "on ready arrays", "ratio", "wanted"), *rows]


def _start_rows(history: Sequence[EpochResult]) -> list[tuple[str, ...]]:
    head = [result for result in history if result.phase == 1]
    best = min(head, key=lambda result: result.val_loss).val_accuracy
    first = next(result for result in history if result.phase == 2).val_accuracy
    return [
        ("phase 1's best", "phase 2's first epoch", "difference", "wanted"),
        (f"{best:.3f}", f"{first:.3f}", f"{first - best:+.3f}", ">= -0.02"),
    ]


def _whole_rows(
    ours: tuple[float, float], yardstick: tuple[float, float]
) -> list[tuple[str, ...]]:
    return [
        ("what", "seconds", "x yardstick", "balanced accuracy of the test part"),
        ("yardstick", f"{yardstick[0]:.1f}", "1.0", f"{yardstick[1]:.3f}"),
        ("ours", f"{ours[0]:.1f}", f"{yardstick[0] / ours[0]:.1f}", f"{ours[1]:.3f}"),
    ]


if __name__ == "__main__":
    main()
