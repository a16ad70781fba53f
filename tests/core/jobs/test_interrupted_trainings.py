"""Which trainings are offered to be gone on with, told by their folders alone."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import BadRequest
from core.jobs.growing_file import mark_as_growing
from core.jobs.interrupted_trainings import (
    discard,
    interrupted_training,
    interrupted_trainings,
    is_interrupted,
)
from core.jobs.requests import (
    About,
    ClassifyRequest,
    JobRequest,
    TrainingChoices,
    TrainRequest,
)
from core.jobs.run import EVENTS_FILE, new_job, save_job
from core.paths import UserFolders
from core.training.checkpoints import Checkpoints
from tests.core.training.kept_epochs import checkpoint

REQUEST = TrainRequest(folder=Path("/stills"), name="ours")


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return UserFolders(tmp_path / "home")


def a_run(folders: UserFolders, request: JobRequest = REQUEST, *, epochs: int) -> Path:
    run = save_job(new_job(request, folders)).parent
    checkpoints = Checkpoints(run / "checkpoints")
    for number in range(1, epochs + 1):
        checkpoints.save(checkpoint(number))
    return run


def test_without_runs_there_are_none(folders: UserFolders) -> None:
    assert interrupted_trainings(folders.runs) == ()


def test_those_with_a_finished_epoch_are_offered_the_newest_first(
    folders: UserFolders,
) -> None:
    a_run(folders, epochs=0)  # killed in its first epoch
    a_run(folders, ClassifyRequest(folder=Path("/stills")), epochs=0)
    older, newer = (a_run(folders, epochs=epochs) for epochs in (3, 2))
    found = interrupted_trainings(folders.runs)
    assert [training.run for training in found] == [newer, older]
    assert (found[1].phase, found[1].epoch, found[1].epochs) == (1, 3, 4)
    assert found[1].request == REQUEST


def test_one_that_is_discarded_or_at_work_is_not_offered(folders: UserFolders) -> None:
    run = a_run(folders, epochs=2)
    with (run / EVENTS_FILE).open("w") as stream:
        mark_as_growing(stream)
        if os.name == "posix":
            assert not interrupted_trainings(folders.runs)
    assert interrupted_trainings(folders.runs)
    assert is_interrupted(run)
    discard(run)
    assert not interrupted_trainings(folders.runs)
    assert not is_interrupted(run)


@pytest.mark.parametrize("damaged", ["job.json", "checkpoints/checkpoint-00001.json"])
def test_a_damaged_folder_is_passed_over(folders: UserFolders, damaged: str) -> None:
    run = a_run(folders, epochs=1)
    (run / damaged).write_text("{")
    assert not interrupted_trainings(folders.runs)


def test_a_state_that_is_cut_off_is_seen_without_reading_it(
    folders: UserFolders,
) -> None:
    run = a_run(folders, epochs=2)
    state = run / "checkpoints" / "state-00002.npz"
    state.write_bytes(state.read_bytes()[:-1])
    (training,) = interrupted_trainings(folders.runs)
    assert training.epoch == 1


def test_the_newest_of_the_same_request_is_meant(folders: UserFolders) -> None:
    a_run(folders, epochs=2)
    newer = a_run(
        folders, REQUEST.model_copy(update={"resume": Path("/before")}), epochs=1
    )
    a_run(folders, REQUEST.model_copy(update={"name": "theirs"}), epochs=3)
    other_words = REQUEST.model_copy(update={"about": About(title="Ours")})
    assert interrupted_training(folders.runs, other_words) == newer
    other = REQUEST.model_copy(update={"choices": TrainingChoices(seed=1)})
    with pytest.raises(BadRequest, match="no interrupted training of “ours”"):
        interrupted_training(folders.runs, other)


def test_listing_loads_nothing_heavy(folders: UserFolders) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from core.jobs.interrupted_trainings import interrupted_trainings\n"
        "interrupted_trainings(Path(sys.argv[1]))\n"
        "print(sorted({'tensorflow', 'keras', 'cv2', 'sklearn'} & set(sys.modules)))"
    )
    a_run(folders, epochs=1)
    told = subprocess.run(
        [sys.executable, "-c", program, str(folders.runs)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert told.stdout.strip() == "[]"


def test_checkpoints_of_another_format_are_not_misread(folders: UserFolders) -> None:
    run = a_run(folders, epochs=1)
    record = run / "checkpoints" / "checkpoint-00001.json"
    record.write_text(record.read_text().replace('"format":1', '"format":2'))
    record.write_text(record.read_text().replace('"format": 1', '"format": 2'))
    assert not interrupted_trainings(folders.runs)


def test_history_of_the_checkpoint_tells_the_phase(folders: UserFolders) -> None:
    run = save_job(new_job(REQUEST, folders)).parent
    kept = checkpoint(2)
    last = replace(kept.history[-1], phase=2, epoch=1, epochs=7)
    Checkpoints(run / "checkpoints").save(
        replace(kept, history=(kept.history[0], last))
    )
    (training,) = interrupted_trainings(folders.runs)
    assert (training.phase, training.epoch, training.epochs) == (2, 1, 7)
