"""After a training nothing of it stays in memory; a network still held goes on."""

import gc

import numpy as np

from core.training.feeding import Batch
from core.training.learner import Learner
from core.training.networks import build_network
from core.training.release import free_networks
from tests.core.training import drawn


def graphs() -> int:
    """What was traced and is still there."""
    return sum(type(each).__name__ == "FuncGraph" for each in gc.get_objects())


def learn_once() -> None:
    network = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    learner = Learner(network, network)
    learner.start_phase(drawn.phases(1, 0)[0])
    weights = np.ones(4, np.float32)
    learner.learn(
        Batch(drawn.images(4), np.eye(2, dtype=np.float32)[[0, 1] * 2], weights)
    )


def test_nothing_that_was_traced_outlives_its_training() -> None:
    free_networks()
    before = graphs()
    learn_once()
    assert graphs() > before

    free_networks()

    assert graphs() == before


def test_a_network_still_held_answers_as_before() -> None:
    network = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    expected = network.predict_on_batch(drawn.images(4))

    free_networks()

    np.testing.assert_array_equal(network.predict_on_batch(drawn.images(4)), expected)
