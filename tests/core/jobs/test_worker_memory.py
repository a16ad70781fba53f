"""A worker whose memory ends: one failed event that says so, and no epoch is lost."""

import os
import sys
from pathlib import Path

import pytest

from core.jobs.events import Cancelled, Failed, Finished
from core.jobs.interrupted_trainings import interrupted_trainings
from tests.core.jobs.small_training import (
    SmallTraining,
    TrainingWorker,
    after_epoch,
    small_training,
    started,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="limits the address space"),
]

TOO_LITTLE_FOR_TENSORFLOW = 1200 << 20
"""Bytes of addresses: its largest library alone is mapped into 1.3 GB."""
ROOM = 24 << 20
"""What a worker still gets once its training has begun."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallTraining:
    return small_training(tmp_path_factory.mktemp("training"))


def limit(worker: TrainingWorker, size: int) -> None:
    import resource

    resource.prlimit(worker.process.pid, resource.RLIMIT_AS, (size, size))


def addresses_of(worker: TrainingWorker) -> int:
    pages = Path(f"/proc/{worker.process.pid}/statm").read_text().split()[0]
    return int(pages) * os.sysconf("SC_PAGESIZE")


def assert_one_clear_end(worker: TrainingWorker) -> None:
    ends = [e for e in worker.events if isinstance(e, Finished | Cancelled | Failed)]
    (failed,) = ends
    assert isinstance(failed, Failed), failed
    assert not failed.is_bug, failed.details
    assert "memory" in failed.user_message
    assert failed.hint


def test_before_tensorflow_is_loaded(small: SmallTraining) -> None:
    with started(small.named("early"), small.folders) as worker:
        limit(worker, TOO_LITTLE_FOR_TENSORFLOW)
        worker.finish()
    assert_one_clear_end(worker)


def test_in_the_midst_of_training_nothing_finished_is_lost(
    small: SmallTraining,
) -> None:
    """TensorFlow may die of it natively, where no process can say a word any more."""
    with started(small.named("late"), small.folders) as worker:
        worker.until(after_epoch(1, 1))
        limit(worker, addresses_of(worker) + ROOM)
        last = worker.finish()
    if worker.process.returncode >= 0 and not isinstance(last, Finished):
        assert_one_clear_end(worker)
    if not isinstance(last, Finished):  # what it had was enough
        assert not (small.folders.models / "late").exists()
        (offered,) = interrupted_trainings(small.folders.runs)
        assert offered.run == worker.run
        assert (offered.phase, offered.epoch) >= (1, 1)
