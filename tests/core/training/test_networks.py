"""What is built from a recipe: shapes, names, what learns, and what never does."""

import numpy as np
import pytest

from core.recipes.recipe import Trainable
from core.training.keras_import import import_keras
from core.training.networks import (
    EMBEDDING,
    FEATURE_MAP,
    LOGITS,
    build_network,
    normalisation_layers,
    prepare_random_backbone,
    set_trainable,
    with_outputs,
)
from tests.core.training import drawn


@pytest.fixture(scope="module")
def classifier() -> object:
    import_keras().utils.set_random_seed(3)
    return build_network(drawn.network(), size=drawn.SIZE, classes=3)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_outputs_have_the_promised_shapes(classifier) -> None:
    model = with_outputs(classifier, [LOGITS, EMBEDDING, FEATURE_MAP])
    answers = model.predict_on_batch(drawn.images(2))
    assert {name: each.shape for name, each in answers.items()} == {
        LOGITS: (2, 3),
        EMBEDDING: (2, 1280),
        FEATURE_MAP: (2, 1, 1, 1280),
    }
    pooled = answers[FEATURE_MAP].mean(axis=(1, 2))
    np.testing.assert_allclose(answers[EMBEDDING], pooled, atol=1e-6)


def test_probabilities_are_the_softmax_of_the_logits(classifier) -> None:
    images = drawn.images(4)
    logits = with_outputs(classifier, [LOGITS]).predict_on_batch(images)[LOGITS]
    powers = np.exp(logits)
    expected = powers / powers.sum(axis=1, keepdims=True)
    actual = classifier.predict_on_batch(images)
    np.testing.assert_allclose(actual, expected, atol=1e-6)


def test_normalisation_never_learns(classifier) -> None:
    for part in (Trainable.HEAD, Trainable.ALL):
        set_trainable(classifier, part)
        frozen = normalisation_layers(classifier)
        assert len(frozen) == 52
        assert not any(layer.trainable_variables for layer in frozen)


def test_the_first_phase_trains_the_head_only(classifier) -> None:
    set_trainable(classifier, Trainable.HEAD)
    paths = {variable.path for variable in classifier.trainable_variables}
    assert paths == {"head_1/kernel", "head_1/bias", "logits/kernel", "logits/bias"}
    set_trainable(classifier, Trainable.ALL)
    assert len(classifier.trainable_variables) == 4 + 52


def test_preparation_lets_a_random_backbone_see() -> None:
    import_keras().utils.set_random_seed(3)
    network = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    seeing = with_outputs(network, [EMBEDDING])
    images = drawn.images(16)

    blind = seeing.predict_on_batch(images)[EMBEDDING].std(axis=0).mean()
    prepare_random_backbone(network, images)
    sees = seeing.predict_on_batch(images)[EMBEDDING].std(axis=0).mean()

    assert blind < 1e-6
    assert sees > 0.1
    assert {layer.momentum for layer in normalisation_layers(network)} == {0.999}
