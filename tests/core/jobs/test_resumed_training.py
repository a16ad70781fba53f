"""Of several who go on with one training, one does; the others hear why not."""

import os
from pathlib import Path

import pytest

from core.control import Control
from core.jobs.begun_training import BegunTraining, CannotResume
from core.jobs.channel import Reporter
from core.jobs.context import JobContext, library_of, recipes_of
from core.jobs.growing_file import mark_as_growing
from core.jobs.requests import TrainRequest
from core.jobs.resumed_training import begun_before, checkpoints_for
from core.jobs.run import EVENTS_FILE
from core.paths import UserFolders
from core.recipes.recipe import Recipe
from core.training.checkpoints import CHECKPOINTS_FOLDER, Checkpoints
from core.training.initial_weights import BackboneWeights, resolve_initial_weights
from tests.core.training.kept_epochs import checkpoint


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    run = tmp_path / "runs" / "interrupted"
    Checkpoints(run / CHECKPOINTS_FOLDER).save(checkpoint(1))
    return run


def context_of(run: str, home: Path) -> JobContext:
    folders = UserFolders(home)
    (folders.runs / run).mkdir(parents=True)
    return JobContext(
        folders=folders,
        run_folder=folders.runs / run,
        library=library_of(folders),
        recipes=recipes_of(folders),
        report=Reporter(lambda _event: None),
        control=Control(),
    )


@pytest.fixture
def begun(tmp_path: Path) -> BegunTraining:
    recipe = recipes_of(UserFolders(tmp_path)).get("endoscopy-mobilenetv2")
    return BegunTraining(
        recipe=recipe,
        weights=None,
        seed=42,
        device="cpu",
        folds=None,
        fingerprint="",
        stills=(),
    )


def test_one_of_two_goes_on_and_the_other_is_sent_to_look_for_it(
    interrupted: Path, begun: BegunTraining, tmp_path: Path
) -> None:
    first, second = (context_of(name, tmp_path) for name in ("first", "second"))
    assert not checkpoints_for(begun, interrupted, first).is_empty
    with pytest.raises(CannotResume, match="taken up or discarded") as told:
        checkpoints_for(begun, interrupted, second)
    assert "runs elsewhere" in told.value.hint
    second.control.cancel()
    assert not Checkpoints(first.run_folder / CHECKPOINTS_FOLDER).is_empty


@pytest.mark.skipif(os.name != "posix", reason="needs locks that others see")
def test_nobody_is_told_to_begin_anew_what_still_runs(
    interrupted: Path, begun: BegunTraining, tmp_path: Path
) -> None:
    context = context_of("second", tmp_path)
    request = TrainRequest(folder=tmp_path, name="ours", resume=interrupted)
    begun.write(interrupted)
    weights = random_weights(begun.recipe)
    with (interrupted / EVENTS_FILE).open("w") as stream:
        mark_as_growing(stream)
        with pytest.raises(CannotResume, match="still running") as told:
            begun_before(request, begun.recipe, weights, context)
    assert "wait until it has ended" in told.value.hint
    with pytest.raises(CannotResume, match="device was cpu and is auto"):
        begun_before(request, begun.recipe, weights, context)


def test_other_groups_of_the_same_stills_are_said_to_be_others(
    begun: BegunTraining,
) -> None:
    """As a reader's decision, another table or a GPU's last digits can make them."""
    with pytest.raises(CannotResume, match="other stills belong together"):
        begun.refuse_other_stills(begun.model_copy(update={"fingerprint": "other"}))


def random_weights(recipe: Recipe) -> BackboneWeights:
    return resolve_initial_weights(
        recipe.network, size=recipe.preprocessing.size, random=True
    )
