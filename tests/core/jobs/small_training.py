"""A real training, small enough to be killed and gone on with many times in a test."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.control import Control
from core.images.sample_sets import draw_samples
from core.jobs.events import EpochFinished, Event, parse_event
from core.jobs.requests import (
    GroupingRequest,
    JobRequest,
    TrainingChoices,
    TrainRequest,
    WeightsRequest,
)
from core.jobs.run import new_job, save_job
from core.paths import UserFolders

WORKER = [sys.executable, "-m", "app", "worker"]

_RECIPE = """
name = "smallest"
title = "Smallest"
description = "MobileNetV2 of width 0.35 at 64 pixels."

[preprocessing]
size = 64

[augmentation]
rotate90 = 0.5
horizontal_flip = 0.5

[network]
backbone = "mobilenet_v2"
alpha = 0.35

[[network.head]]
type = "dense"
units = 16
activation = "relu"
l2 = 1e-4

[[network.head]]
type = "dropout"
rate = 0.3

[training]
batch = 8
patience = 2
tensorboard = true

[[training.phases]]
trainable = "head"
epochs = 3
learning_rate = 1e-3

[[training.phases]]
trainable = "all"
epochs = 4
learning_rate = 1e-3
"""


@dataclass(frozen=True)
class SmallTraining:
    """A labelled folder, a home with the smallest recipe, and what to ask for."""

    folders: UserFolders
    request: TrainRequest

    def named(self, name: str, **more: object) -> TrainRequest:
        return self.request.model_copy(update={"name": name, **more})


def small_training(folder: Path, **choices: object) -> SmallTraining:
    """Draw 48 stills, and write a recipe that learns them in seconds."""
    samples = draw_samples(
        folder / "drawn",
        stills=48,
        control=Control(),
        progress=lambda done, total: None,
    )
    folders = UserFolders(folder / "home")
    folders.recipes.mkdir(parents=True)
    (folders.recipes / "smallest.toml").write_text(_RECIPE, encoding="utf-8")
    request = TrainRequest(
        folder=samples.labelled,
        name="plain",
        recipe="smallest",
        weights=WeightsRequest(random=True),
        grouping=GroupingRequest(group_pattern=r"^(exam\d+)_"),
        choices=TrainingChoices(device="cpu", **choices),  # type: ignore[arg-type]
    )
    return SmallTraining(folders, request)


class TrainingWorker:
    """``lumenary worker`` at a job, as the window starts it."""

    def __init__(self, request: JobRequest, folders: UserFolders, **options: object):
        self.job_file = save_job(new_job(request, folders))
        self.run = self.job_file.parent
        self.events: list[Event] = []
        self.process = subprocess.Popen(
            [*WORKER, str(self.job_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TF_NUM_INTEROP_THREADS": "1"},
            **options,  # type: ignore[call-overload]
        )

    def say(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def until(self, seen: Callable[[Event], bool]) -> Event:
        """Read events until one of a kind; fail if the end comes before."""
        for event in self._read():
            if seen(event):
                return event
        raise AssertionError(self.events[-3:])

    def kill(self) -> None:
        self.process.kill()
        for _ in self._read():
            pass
        self.close()

    def finish(self) -> Event:
        """Read to the end, and return the last event."""
        for _ in self._read():
            pass
        self.close()
        return self.events[-1]

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
        self.process.wait(timeout=240)

    def _read(self) -> Iterator[Event]:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.endswith("\n"):  # a killed process may leave half a line
                self.events.append(parse_event(line))
                yield self.events[-1]


@contextmanager
def started(
    request: JobRequest, folders: UserFolders, **options: object
) -> Iterator[TrainingWorker]:
    worker = TrainingWorker(request, folders, **options)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.process.kill()
        worker.close()


def after_epoch(phase: int, epoch: int) -> Callable[[Event], bool]:
    return lambda event: (
        isinstance(event, EpochFinished)
        and (event.phase, event.epoch) == (phase, epoch)
    )


def history_of(run: Path) -> list[dict[str, str]]:
    with (run / "history.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
