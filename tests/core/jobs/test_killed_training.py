"""A training killed at any moment and gone on with ends as if it had never been.

Real workers train a real network; nothing asks them to stop before they are killed.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.jobs.events import (
    Cancelled,
    EpochFinished,
    Event,
    Failed,
    Finished,
    Notice,
    PhaseStarted,
    Progress,
)
from core.jobs.interrupted_trainings import discard, interrupted_trainings
from core.library.model_folder import open_folder
from core.training.checkpoints import Checkpoints
from tests.core.jobs.small_training import (
    SmallTraining,
    TrainingWorker,
    after_epoch,
    history_of,
    small_training,
    started,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.name != "posix", reason="killed by a signal"),
]

CLOSE = 1e-4
"""Within which losses must be those of a training without interruption."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallTraining:
    return small_training(tmp_path_factory.mktemp("training"))


@pytest.fixture(scope="module")
def plain(small: SmallTraining) -> TrainingWorker:
    """A training that nothing interrupts."""
    worker = TrainingWorker(small.request, small.folders)
    assert isinstance(worker.finish(), Finished), worker.events[-1]
    return worker


def numbers(worker: TrainingWorker) -> list[tuple[int, int, float, float, bool]]:
    return [
        (row["phase"], row["epoch"], row["loss"], row["val_loss"], row["best"])
        for row in (
            event.model_dump()
            for event in worker.events
            if isinstance(event, EpochFinished)
        )
    ]


def assert_as_plain(
    worker: TrainingWorker, plain: TrainingWorker, small: SmallTraining, name: str
) -> None:
    for one, other in zip(numbers(worker), numbers(plain), strict=True):
        assert one == pytest.approx(other, abs=CLOSE)
    assert [row["val_loss"] for row in history_of(worker.run)] == pytest.approx(
        [row["val_loss"] for row in history_of(plain.run)]
    )
    assert list((worker.run / "tensorboard" / "train").glob("events.out*"))
    models = small.folders.models
    mine, its = (open_folder(models / each).card for each in (name, "plain"))
    assert mine.training.phase_epochs == its.training.phase_epochs
    assert mine.data == its.data
    assert mine.test is not None
    assert its.test is not None
    assert mine.test.balanced_accuracy == its.test.balanced_accuracy
    assert not (worker.run / "checkpoints").exists()


def test_a_finished_training_leaves_no_checkpoint(
    small: SmallTraining, plain: TrainingWorker
) -> None:
    assert not (plain.run / "checkpoints").exists()
    assert not interrupted_trainings(small.folders.runs)
    last = [e.activity for e in plain.events if isinstance(e, Progress)]
    steps = list(dict.fromkeys(last))
    assert steps[-5:] == [
        "Writing the model",
        "Learning what it knows",
        "Fitting thresholds",
        "Answering the test part",
        "Writing the report",
    ]


def test_killed_in_both_phases_between_them_and_while_it_saves(
    small: SmallTraining, plain: TrainingWorker
) -> None:
    """One training, killed again and again, each time gone on with."""

    def in_phase_2(event: Event) -> bool:
        return isinstance(event, PhaseStarted) and event.phase == 2

    def finishing(event: Event) -> bool:
        return isinstance(event, Progress) and event.activity == "Writing the model"

    request = small.named("killed")
    for moment in (
        after_epoch(1, 1),
        in_phase_2,
        "saving",
        after_epoch(2, 2),
        finishing,
    ):
        with started(request, small.folders) as worker:
            if callable(moment):
                worker.until(moment)
                worker.kill()
            else:
                kill_while_it_saves(worker)
        (offered,) = interrupted_trainings(small.folders.runs)
        assert offered.run == worker.run
        assert offered.request.name == "killed"
        request = small.named("killed", resume=offered.run)
    with started(request, small.folders) as worker:
        assert isinstance(worker.finish(), Finished), worker.events[-1]
    assert_as_plain(worker, plain, small, "killed")
    assert not interrupted_trainings(small.folders.runs)


def kill_while_it_saves(worker: TrainingWorker) -> None:
    """Kill when a state is written, or half of one, and its record is not."""
    folder = worker.run / "checkpoints"
    while worker.process.poll() is None:
        names = {path.name for path in folder.glob("*")}  # .lumenary-… among them
        if "begun-with.json" in names and any(n[:2] == ".l" for n in names):
            worker.kill()
            return
        time.sleep(0.0005)
    raise AssertionError("it ended before it saved anything")


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_moments(
    small: SmallTraining, plain: TrainingWorker, seed: int
) -> None:
    dice = random.Random(seed)
    name = f"random-{seed}"
    request = small.named(name)
    for _ in range(3):
        with started(request, small.folders) as worker:
            worker.until(lambda event: isinstance(event, PhaseStarted))
            time.sleep(dice.uniform(0, 12))
            worker.kill()
        if isinstance(worker.events[-1], Finished):
            break
        offered = interrupted_trainings(small.folders.runs)
        assert len(offered) <= 1
        resume = offered[0].run if offered else None
        request = small.named(name, resume=resume)
    else:
        with started(request, small.folders) as worker:
            assert isinstance(worker.finish(), Finished), worker.events[-1]
    assert_as_plain(worker, plain, small, name)


@pytest.fixture
def interrupted(small: SmallTraining) -> Iterator[Path]:
    """The run of a training that was killed after its second epoch."""
    with started(small.named("interrupted"), small.folders) as worker:
        worker.until(after_epoch(1, 2))
        worker.kill()
    (offered,) = interrupted_trainings(small.folders.runs)
    yield offered.run
    discard(offered.run)


def test_other_stills_are_refused_with_what_changed(
    small: SmallTraining, interrupted: Path
) -> None:
    folder = small.request.folder
    stills = sorted(path for path in folder.rglob("*.jpg"))
    kept = {path: path.read_bytes() for path in stills}
    added = folder / "drawn-polyp" / "exam9999_01.jpg"
    try:
        added.write_bytes(kept[stills[1]] + b"\0")
        stills[4].write_bytes(kept[stills[4]] + b"\0")
        stills[7].unlink()
        request = small.named("interrupted", resume=interrupted)
        with started(request, small.folders) as worker:
            failed = worker.finish()
        other = request.model_copy(
            update={"choices": request.choices.model_copy(update={"batch": 4})}
        )
        with started(other, small.folders) as worker:
            failed_by_batch = worker.finish()
    finally:
        added.unlink()
        for path, content in kept.items():
            path.write_bytes(content)
    assert isinstance(failed, Failed)
    assert "since it was begun, 1 still was added, 1 changed and 1 was removed" in (
        failed.user_message
    )
    assert isinstance(failed_by_batch, Failed)
    assert "training.batch was 8 and is 4" in failed_by_batch.user_message
    (offered,) = interrupted_trainings(small.folders.runs)
    assert offered.run == interrupted, "a refused one stays"


def test_whoever_cancels_leaves_nothing_and_whoever_leaves_can_go_on(
    small: SmallTraining,
) -> None:
    with started(small.named("left"), small.folders) as worker:
        worker.until(after_epoch(1, 1))
        assert worker.process.stdin
        worker.process.stdin.close()  # as when the window dies
        worker.finish()
    (offered,) = interrupted_trainings(small.folders.runs)
    with started(small.named("left", resume=offered.run), small.folders) as worker:
        worker.until(after_epoch(1, 2))
        assert not interrupted_trainings(small.folders.runs), "it is running"
        worker.say("cancel")
        assert isinstance(worker.finish(), Cancelled)
    assert not interrupted_trainings(small.folders.runs)
    assert not (offered.run / "checkpoints").exists()
    assert not (worker.run / "checkpoints").exists()


def test_stopped_and_killed_while_it_is_finished_it_is_only_finished(
    small: SmallTraining,
) -> None:
    with started(small.named("stopped"), small.folders) as worker:
        worker.until(after_epoch(1, 2))
        worker.say("stop")
        worker.until(
            lambda e: isinstance(e, Progress) and e.activity == "Writing the model"
        )
        worker.kill()
    assert interrupted_trainings(small.folders.runs)
    told = lumenary_train(small, "stopped", "--resume")
    assert told.returncode in (0, 1), told.stderr  # 1: a drawn still is cut short
    assert "what it has learnt is made into a model" in told.stderr
    card = open_folder(small.folders.models / "stopped").card
    assert card.training.stopped_early_by_user
    assert sum(card.training.phase_epochs) < 7
    assert not interrupted_trainings(small.folders.runs)


def lumenary_train(
    small: SmallTraining, name: str, *options: str
) -> subprocess.CompletedProcess[str]:
    """Ask on the command line for what the small training asks for."""
    command = [sys.executable, "-m", "app", "train", str(small.request.folder)]
    command += ["--name", name, "--recipe", "smallest", "--random-weights"]
    command += ["--group-pattern", r"^(exam\d+)_", "--device", "cpu", *options]
    home = {"LUMENARY_HOME": str(small.folders.home), "COLUMNS": "300"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | home
    )


@pytest.mark.skipif(shutil.which("mount") is None, reason="mounts a tiny disk")
def test_a_disk_that_fills_up_costs_the_checkpoint_and_not_the_training(
    small: SmallTraining, plain: TrainingWorker, tmp_path: Path
) -> None:
    """The checkpoints of the run lie on a real disk of one megabyte."""
    with started(small.named("full"), small.folders, cwd=None) as worker:
        disk = worker.run / "checkpoints"
        disk.mkdir(exist_ok=True)
        if os.system(f"mount -t tmpfs -o size=1m tmpfs '{disk}' 2>/dev/null"):
            pytest.skip("only root can mount a disk")
        try:
            last = worker.finish()
        finally:
            os.system(f"umount '{disk}'")
    assert isinstance(last, Finished), last
    notices = [
        event.message
        for event in worker.events
        if isinstance(event, Notice) and "couldn't be kept" in event.message
    ]
    assert len(notices) == 1
    assert "No space left on device" in notices[0]
    for one, other in zip(numbers(worker), numbers(plain), strict=True):
        assert one == pytest.approx(other, abs=CLOSE)


def test_a_damaged_checkpoint_costs_one_epoch(
    small: SmallTraining, plain: TrainingWorker
) -> None:
    with started(small.named("damaged"), small.folders) as worker:
        worker.until(after_epoch(2, 1))
        worker.kill()
    (offered,) = interrupted_trainings(small.folders.runs)
    folder = offered.run / "checkpoints"
    newest = max(folder.glob("state-*"))
    content = bytearray(newest.read_bytes())
    content[len(content) // 2] ^= 4
    newest.write_bytes(content)
    before = Checkpoints(folder).newest()
    assert before is not None
    with started(small.named("damaged", resume=offered.run), small.folders) as worker:
        assert isinstance(worker.finish(), Finished)
    (goes_on,) = (
        e.message
        for e in worker.events
        if isinstance(e, Notice) and "goes on" in e.message
    )
    last = before.history[-1]
    assert f"after epoch {last.epoch} of phase {last.phase}" in goes_on
    assert_as_plain(worker, plain, small, "damaged")
    np.testing.assert_allclose(
        [row[3] for row in numbers(worker)], [row[3] for row in numbers(plain)]
    )
