"""The checkpoints of a training: new ones, or those of a training to go on with."""

from functools import partial
from pathlib import Path

from core.files import rename
from core.jobs.begun_training import BegunTraining, CannotResume
from core.jobs.context import JobContext
from core.jobs.growing_file import is_growing
from core.jobs.interrupted_trainings import discard
from core.jobs.requests import TrainRequest
from core.jobs.run import EVENTS_FILE
from core.recipes.recipe import Recipe
from core.training.checkpoints import CHECKPOINTS_FOLDER, Checkpoint, Checkpoints
from core.training.initial_weights import BackboneWeights


def begun_before(
    request: TrainRequest, recipe: Recipe, weights: BackboneWeights, context: JobContext
) -> BegunTraining | None:
    """Return what a training to go on with was begun with, if there is one.

    Who cancels from here on discards it.

    Raises
    ------
    CannotResume
        If some process is at it, or it can be seen before a still is read that
        something else is asked for now.
    """
    if request.resume is None:
        return None
    _refuse_running(request.resume)
    context.control.when_cancelled(partial(discard, request.resume))
    begun = BegunTraining.read(request.resume)
    begun.refuse_other_choices(request, recipe, weights)
    return begun


def checkpoints_for(
    begun: BegunTraining, resume: Path | None, context: JobContext
) -> Checkpoints:
    """Return where a training keeps its checkpoints, those to go on with among them.

    They move into the folder of the run that goes on with them, by one rename, so that
    one run alone is offered whatever ends this one. Who cancels discards them.

    Parameters
    ----------
    begun
        What this training is begun with.
    resume
        The run to go on with, which was begun with the same.
    context
        Of the run that needs them.

    Raises
    ------
    CannotResume
        If there is nothing to go on with, or no longer.
    core.files.WriteFailed
        If the run's folder can't be written.
    """
    checkpoints = Checkpoints(context.run_folder / CHECKPOINTS_FOLDER)
    context.control.when_cancelled(checkpoints.remove)
    if resume is None:
        begun.write(context.run_folder)
        return checkpoints
    _take_over(resume, context.run_folder)
    newest = checkpoints.newest()
    if newest is None:
        _refuse(resume, "none of its checkpoints is whole")
    else:
        context.report.info(_goes_on(newest))
    return checkpoints


def _refuse_running(run: Path) -> None:
    if is_growing(run / EVENTS_FILE):
        raise CannotResume(
            f"The training of “{run.name}” is still running.",
            hint="Nothing was begun. Stop it, or wait until it has ended.",
        )


def _take_over(resume: Path, run_folder: Path) -> None:
    try:
        rename(resume / CHECKPOINTS_FOLDER, run_folder / CHECKPOINTS_FOLDER)
    except FileNotFoundError as error:
        raise CannotResume(
            f"The training of “{resume.name}” was taken up or discarded meanwhile.",
            hint="Nothing was begun. See whether it runs elsewhere before you begin it "
            "anew.",
        ) from error
    except OSError as error:
        _refuse(resume, f"its checkpoints can't be moved ({error.strerror or error})")


def _refuse(run: Path, reason: str) -> None:
    raise CannotResume(
        f"The training of “{run.name}” can't be gone on with: {reason}.",
        hint="Nothing was begun. Begin the training anew.",
    )


def _goes_on(newest: Checkpoint) -> str:
    last = newest.history[-1]
    if newest.stopped:
        return "The training was stopped; what it has learnt is made into a model."
    return f"The training goes on after epoch {last.epoch} of phase {last.phase}."
