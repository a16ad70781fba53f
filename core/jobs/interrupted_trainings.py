"""Which trainings were cut short and can be gone on with, told by their run folders."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import BadRequest
from core.jobs.growing_file import is_growing
from core.jobs.requests import TrainRequest
from core.jobs.run import EVENTS_FILE
from core.jobs.saved_jobs import train_request_of
from core.training.checkpoints import CHECKPOINTS_FOLDER, Checkpoints, newest_record


@dataclass(frozen=True, slots=True)
class InterruptedTraining:
    """A training that ``TrainRequest.resume`` can go on with."""

    run: Path
    """Its folder, for ``resume``."""
    request: TrainRequest
    """What it was asked for; resumed, it is asked for the same."""
    phase: int
    epoch: int
    """The last that was finished."""
    epochs: int
    """Of that phase, if nothing stops it early."""
    saved: datetime
    """When that was."""


def interrupted_trainings(runs: Path) -> tuple[InterruptedTraining, ...]:
    """Return the trainings that can be gone on with, the newest first.

    Those are the ones that a crash, a logoff or an error cut short after their first
    epoch. Published, cancelled and discarded ones have no checkpoints, one that was
    gone on with has given them away, and one that is running is not interrupted.

    Parameters
    ----------
    runs
        The folder of all run folders; of most nothing is read, of the others some
        kilobytes.
    """
    found = _interrupted(runs)
    return tuple(sorted(found, key=lambda training: training.saved, reverse=True))


def interrupted_training(runs: Path, request: TrainRequest) -> Path:
    """Return the folder of the newest interrupted run of the same request.

    Whether stills, recipe and weights still are what they were is for the job to see.

    Raises
    ------
    BadRequest
        If there is none.
    """
    for training in interrupted_trainings(runs):
        if _asked(training.request) == _asked(request):
            return training.run
    raise BadRequest(
        f"There is no interrupted training of “{request.name}” on “{request.folder}” "
        "with these options.",
        hint="Nothing was begun. To train from the beginning, leave --resume out.",
    )


def discard(run: Path) -> None:
    """Forget the checkpoints of a run, so that it is not offered any more."""
    Checkpoints(run / CHECKPOINTS_FOLDER).remove()


def is_interrupted(run: Path) -> bool:
    """Return whether a run whose process has ended can be gone on with."""
    return newest_record(run / CHECKPOINTS_FOLDER) is not None


def _interrupted(runs: Path) -> Iterator[InterruptedTraining]:
    for run in _with_checkpoints(runs):
        record = newest_record(run / CHECKPOINTS_FOLDER)
        request = train_request_of(run)
        if record is None or request is None or is_growing(run / EVENTS_FILE):
            continue
        last = record.history[-1]
        yield InterruptedTraining(
            run, request, last.phase, last.epoch, last.epochs, record.saved
        )


def _with_checkpoints(runs: Path) -> list[Path]:
    try:
        folders = [Path(entry.path) for entry in os.scandir(runs) if entry.is_dir()]
    except OSError:  # nothing was run yet, or the disk is away: then there is nothing
        return []
    return [folder for folder in folders if (folder / CHECKPOINTS_FOLDER).is_dir()]


def _asked(request: TrainRequest) -> TrainRequest:
    """Return what decides the numbers, and what they are published as."""
    plain = TrainRequest.model_fields
    free = ("resume", "all_layers_to_head", "about", "with_images")
    return request.model_copy(update={name: plain[name].default for name in free})
