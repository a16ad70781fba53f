"""One real network: class weights count, memory runs out, float16 ends as float32."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import LumenaryError
from core.training.devices import (
    NoGpu,
    Precision,
    choose_device,
    held_memory_mib,
)
from core.training.feeding import Batch
from core.training.keras_import import import_keras, import_tensorflow
from core.training.learner import Learner, OutOfMemory, build_learner
from tests.core.training import drawn


@pytest.fixture(scope="module")
def learner(backbone_file) -> Learner:
    import_keras().utils.set_random_seed(3)
    made = build_learner(
        drawn.recipe(),
        classes=2,
        weights=drawn.named(backbone_file),
        calibration=drawn.images(8),
        precision="float32",
    )
    made.start_phase(drawn.phases(1, 1)[0])
    return made


@pytest.fixture
def batch() -> Batch:
    targets = np.eye(2, dtype=np.float32)[np.arange(8) % 2]
    return Batch(drawn.images(8), targets, np.ones(8, np.float32))


def test_stills_of_weight_0_teach_nothing(learner: Learner, batch: Batch) -> None:
    before = learner.weights
    learner.learn(replace(batch, weights=np.zeros(8, np.float32)))
    no_penalty = [value for value in before if value.ndim == 1]
    after = [value for value in learner.weights if value.ndim == 1]
    for one, other in zip(no_penalty, after, strict=True):
        np.testing.assert_array_equal(one, other)


def test_class_weights_change_what_is_learnt(learner: Learner, batch: Batch) -> None:
    begin, learnt = learner.weights, []
    for weights in (np.ones(8), np.tile([0.2, 1.8], 4)):
        learner.restore(begin)
        learner.learn(replace(batch, weights=weights.astype(np.float32)))
        learnt.append(learner.weights[-1])
    assert not np.array_equal(*learnt)


def test_restoring_undoes_learning(learner: Learner, batch: Batch) -> None:
    before, answers = learner.weights, learner.answer(batch.images)
    learner.learn(batch)
    assert not np.array_equal(learner.answer(batch.images), answers)
    learner.restore(before)
    np.testing.assert_array_equal(learner.answer(batch.images), answers)


def test_the_librarys_error_becomes_out_of_memory(
    learner: Learner, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    exhausted = import_tensorflow().errors.ResourceExhaustedError

    def no_memory(*args: object, **kwargs: object) -> None:
        raise exhausted(None, None, "OOM when allocating tensor")

    monkeypatch.setattr(learner._model, "train_on_batch", no_memory)
    with pytest.raises(OutOfMemory, match="8 stills at a time"):
        learner.learn(batch)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_mixed_precision_learns_and_ends_as_float32(
    backbone_file, batch: Batch
) -> None:
    made = build_learner(
        drawn.recipe(),
        classes=2,
        weights=drawn.named(backbone_file),
        calibration=drawn.images(8),
        precision="mixed_float16",
    )
    made.start_phase(drawn.phases(1, 1)[0])
    answers = made.answer(batch.images)
    made.learn(batch)

    network = made.finished()

    assert import_keras().config.dtype_policy().name == "float32"
    assert {layer.compute_dtype for layer in network.layers} == {"float32"}
    for one, other in zip(network.get_weights(), made.weights, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(made.answer(batch.images), answers)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("precision", ["float32", "mixed_float16"])
def test_what_a_state_holds_is_all_that_learning_depends_on(
    backbone_file, batch: Batch, precision: Precision
) -> None:
    """Dropout and Adam among it, in another network of the same recipe."""

    def fresh(seed: int) -> Learner:
        import_keras().utils.set_random_seed(seed)
        made = build_learner(
            drawn.recipe(),
            classes=2,
            weights=drawn.named(backbone_file),
            calibration=drawn.images(8),
            precision=precision,
        )
        made.start_phase(drawn.phases(1, 1)[1])
        return made

    learner = fresh(3)
    learner.learn(batch)
    state = learner.state
    scores = [learner.learn(batch) for _ in range(2)]
    other = fresh(4)
    other.resume(state)
    assert [other.learn(batch) for _ in range(2)] == scores
    for one, another in zip(learner.weights, other.weights, strict=True):
        np.testing.assert_array_equal(one, another)


def test_a_state_of_another_phase_is_refused(learner: Learner, batch: Batch) -> None:
    state = learner.state
    with pytest.raises(ValueError, match="zip"):
        learner.resume(replace(state, optimizer=state.optimizer[:-1]))


def test_devices() -> None:
    cpu = choose_device("cpu", mixed_precision=True)
    assert cpu.name == "cpu:0"
    assert cpu.title.startswith("CPU, ")
    assert cpu.precision == "float32"
    assert held_memory_mib(cpu) is None
    with pytest.raises(LumenaryError, match="no device"):
        choose_device("abacus", mixed_precision=True)


def test_a_gpu_that_is_not_there_is_a_sentence() -> None:
    if import_tensorflow().config.list_physical_devices("GPU"):
        pytest.skip("this computer has a GPU")
    with pytest.raises(NoGpu, match="finds no GPU"):
        choose_device("gpu", mixed_precision=True)
    assert choose_device("auto", mixed_precision=True).name == "cpu:0"
