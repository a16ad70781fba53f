"""Checkpoints: whole or not at all, the newest that is whole, gone when removed."""

import os
import shutil
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from core.control import Cancelled, Control
from core.files import WriteFailed
from core.time_span import TimeSpan
from core.training.checkpoints import Checkpoint, Checkpoints, newest_record
from core.training.history import EpochResult
from core.training.keeping import Keeper
from tests.core.training import drawn
from tests.core.training.kept_epochs import checkpoint, saved
from tests.core.training.test_course import rig


def assert_same(one: Checkpoint | None, other: Checkpoint) -> None:
    assert one is not None
    assert one.history == other.history
    assert (one.epochs_begun, one.batch) == (other.epochs_begun, other.batch)
    arrays, expected = one.network.as_arrays(), other.network.as_arrays()
    assert list(arrays) == list(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(arrays[name], values)
        assert arrays[name].dtype == values.dtype
    np.testing.assert_array_equal(one.best, other.best)


def test_what_was_saved_comes_back_bit_for_bit(tmp_path: Path) -> None:
    saved(tmp_path / "kept", 3, best=2)
    assert_same(Checkpoints(tmp_path / "kept").newest(), checkpoint(3, best=2))
    record = newest_record(tmp_path / "kept")
    assert record is not None
    assert record.history[-1].epoch == 3


def test_a_checkpoint_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    """Its epochs have a number that is no longer kept, and lack two."""
    saved(tmp_path, 1)
    path = tmp_path / "checkpoint-00001.json"
    record = from_json(path.read_bytes())["record"]
    for epoch in record["history"]:
        del epoch["warm_up"], epoch["validating"]
        epoch["seconds_left"] = 3.0
    sealed = {"sha256": sha256(to_json(record)).hexdigest(), "record": record}
    path.write_bytes(to_json(sealed, indent=1))
    assert_same(Checkpoints(tmp_path).newest(), checkpoint(1))
    path.write_bytes(path.read_bytes().replace(b"3.0", b"4.0"))
    assert Checkpoints(tmp_path).newest() is None, "a damaged one is found by its seal"


def test_two_are_kept_and_the_best_is_written_only_when_it_changed(
    tmp_path: Path,
) -> None:
    saved(tmp_path, 5, best=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "best-00002.npz",
        "checkpoint-00004.json",
        "checkpoint-00005.json",
        "state-00004.npz",
        "state-00005.npz",
    ]


def test_another_process_goes_on_with_the_same_best(tmp_path: Path) -> None:
    saved(tmp_path, 2, best=1)
    again = Checkpoints(tmp_path)
    again.newest()
    again.save(checkpoint(3, best=1))
    assert_same(Checkpoints(tmp_path).newest(), checkpoint(3, best=1))
    assert len(list(tmp_path.glob("best-*"))) == 1


def test_without_any_there_is_none(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path / "nowhere").newest() is None
    assert newest_record(tmp_path / "nowhere") is None


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    saved(folder, 4, best=4)
    return folder


NEWEST = ("checkpoint-00004.json", "state-00004.npz", "best-00004.npz")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NEWEST), where=st.floats(0, 1, exclude_max=True))
def test_a_file_that_is_cut_off_anywhere_makes_the_one_before_count(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, name: str, where: float
) -> None:
    folder = copied(whole, tmp_path_factory)
    content = (folder / name).read_bytes()
    if name.endswith(".json"):
        content = content.rstrip()  # the last line feed says nothing
    (folder / name).write_bytes(content[: int(where * len(content))])
    assert_same(Checkpoints(folder).newest(), checkpoint(3, best=3))
    record = newest_record(folder)
    assert record is not None
    assert len(record.history) == 3


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(NEWEST),
    where=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_a_wrong_bit_is_never_believed(
    whole: Path,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    where: float,
    bit: int,
) -> None:
    folder = copied(whole, tmp_path_factory)
    content = bytearray((folder / name).read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    (folder / name).write_bytes(content)
    found = Checkpoints(folder).newest()
    assert found is not None
    # white space between the fields may be wrong without a field being so
    is_harmless = name.endswith(".json") and len(found.history) == 4
    epochs = 4 if is_harmless else 3
    assert_same(found, checkpoint(epochs, best=epochs))


def copied(folder: Path, factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(folder, factory.mktemp("copy") / "checkpoints"))


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    saved(tmp_path, 2)
    (tmp_path / ".lumenary-a1b2").write_bytes(b"half a state")
    (tmp_path / "state-00003.npz").write_bytes(b"a state without its record")
    (tmp_path / "begun_with.json").write_text("{}")
    again = Checkpoints(tmp_path)
    again.newest()
    again.save(checkpoint(3))
    assert_same(Checkpoints(tmp_path).newest(), checkpoint(3))
    left = {path.name for path in tmp_path.iterdir()}
    assert "begun_with.json" in left
    assert not {".lumenary-a1b2", "state-00003.npz"} & left


def test_once_removed_nothing_comes_back(tmp_path: Path) -> None:
    checkpoints = saved(tmp_path / "kept", 2)
    checkpoints.remove()
    checkpoints.save(checkpoint(3))
    assert not (tmp_path / "kept").exists()


def test_removing_from_another_thread_wins_over_saving(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "kept")
    saves = threading.Thread(
        target=lambda: [checkpoints.save(checkpoint(n)) for n in range(1, 30)]
    )
    saves.start()
    checkpoints.remove()
    saves.join()
    assert not (tmp_path / "kept").exists()


class Full(Checkpoints):
    """A disk that is full for a while."""

    def __init__(self, folder: Path, *, failures: int) -> None:
        super().__init__(folder)
        self.failures = failures

    def save(self, checkpoint: Checkpoint) -> None:
        if self.failures:
            self.failures -= 1
            raise WriteFailed("Couldn't write “x”: No space left on device.")
        super().save(checkpoint)


def test_what_cannot_be_kept_is_said_once_and_tried_again(tmp_path: Path) -> None:
    notices: list[str] = []
    keeper = Keeper(Full(tmp_path, failures=2), notice=notices.append)
    for epochs in (1, 2, 3):
        keeper.keep(checkpoint(epochs))
    (notice,) = notices
    assert "after epoch 1 of phase 1 couldn't be kept" in notice
    assert "begins again from the beginning" in notice
    assert_same(Checkpoints(tmp_path).newest(), checkpoint(3))


_LIMITED = """
import resource, signal, sys
from hashlib import sha256
from pathlib import Path
from core.files import WriteFailed
from core.time_span import TimeSpan
from core.training.checkpoints import Checkpoints
from tests.core.training.kept_epochs import checkpoint

checkpoints = Checkpoints(Path(sys.argv[1]))
checkpoints.save(checkpoint(1))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (700, resource.RLIM_INFINITY))
try:
    checkpoints.save(checkpoint(2, best=2))
except WriteFailed as error:
    print(error.user_message)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files")
def test_a_write_that_fails_half_way_leaves_the_one_before(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path / "kept")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert "Couldn't write" in told.stdout, told.stderr
    assert_same(Checkpoints(tmp_path / "kept").newest(), checkpoint(1))
    assert not list((tmp_path / "kept").glob(".lumenary-*"))


LOSSES = [0.9, 0.5, 0.6, 0.7, 0.55, 0.4, 0.45, 0.46, 0.3]
"""Patience of two ends phase 1 after its 4th epoch and phase 2 after its 4th."""


class CutAfter(drawn.Diary):
    """Ends the process, as far as the training is concerned, after some epochs."""

    def __init__(self, epochs: int) -> None:
        super().__init__()
        self.epochs = epochs

    def epoch_finished(self, result: EpochResult, left: TimeSpan) -> None:
        super().epoch_finished(result, left)
        self.epochs -= 1
        if not self.epochs:
            raise Cancelled


@pytest.mark.parametrize("cut", range(1, 9))
def test_cut_after_any_epoch_it_ends_where_it_would_have(
    tmp_path: Path, cut: int
) -> None:
    plain = rig(LOSSES, head=6, everything=6, patience=2)
    plain.course.run()
    first = rig(
        LOSSES,
        head=6,
        everything=6,
        patience=2,
        diary=CutAfter(cut),
        checkpoints=Checkpoints(tmp_path),
    )
    with pytest.raises(Cancelled):
        first.course.run()

    again = rig(
        LOSSES, head=6, everything=6, patience=2, checkpoints=Checkpoints(tmp_path)
    )
    again.network.validations = cut
    again.course.run(Checkpoints(tmp_path).newest())

    assert epochs(again.course.history) == epochs(plain.course.history)
    assert again.network.steps == plain.network.steps
    assert again.runner.epochs_begun == plain.runner.epochs_begun
    assert again.diary.phases == plain.diary.phases
    assert epochs(again.diary.results) == epochs(plain.diary.results)
    assert again.log == plain.log


def epochs(history: list[EpochResult]) -> list[tuple[int, int, float, bool]]:
    return [(r.phase, r.epoch, round(r.val_loss, 6), r.best) for r in history]


def test_a_training_that_was_stopped_is_only_finished(tmp_path: Path) -> None:
    diary = CutAfter(0)
    run = rig(
        LOSSES, head=6, everything=6, diary=diary, checkpoints=Checkpoints(tmp_path)
    )

    def stop_after_three(result: EpochResult, left: TimeSpan) -> None:
        diary.results.append(result)
        if result.epoch == 3:
            run.control.stop_and_keep()

    diary.epoch_finished = stop_after_three  # type: ignore[method-assign]
    run.course.run()
    assert run.course.stopped_by_user

    again = rig(LOSSES, head=6, everything=6, checkpoints=Checkpoints(tmp_path))
    again.course.run(Checkpoints(tmp_path).newest())
    assert again.course.stopped_by_user
    assert again.network.steps == run.network.steps == 2
    assert not again.network.batches
    assert epochs(again.course.history) == epochs(run.course.history)


def test_a_smaller_batch_stays_smaller(tmp_path: Path) -> None:
    def small(diary: drawn.Diary | None = None) -> object:
        return rig(
            LOSSES,
            head=3,
            everything=0,
            batch=16,
            memory_for=4,
            diary=diary,
            checkpoints=Checkpoints(tmp_path),
        )

    with pytest.raises(Cancelled):
        small(CutAfter(1)).course.run()  # type: ignore[attr-defined]
    begun = Checkpoints(tmp_path).newest()
    assert begun is not None
    assert begun.batch == 4


def test_a_real_training_goes_on_bit_for_bit(
    tiny_run, backbone_file: Path, tmp_path: Path
) -> None:
    """Cut in each phase, so that dropout and both optimizers are gone on with."""
    folder = tmp_path / "checkpoints"
    for cut in (2, 5):
        with pytest.raises(Cancelled):
            drawn.train_tiny(
                tmp_path,
                backbone_file,
                listener=CutAfter(cut),
                checkpoints=Checkpoints(folder),
            )
    trained = drawn.train_tiny(
        tmp_path, backbone_file, control=Control(), checkpoints=Checkpoints(folder)
    )
    for one, other in zip(trained.history, tiny_run.trained.history, strict=True):
        assert (one.loss, one.val_loss) == (other.loss, other.val_loss)
    first = tiny_run.trained.network.get_weights()
    for one, other in zip(first, trained.network.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
