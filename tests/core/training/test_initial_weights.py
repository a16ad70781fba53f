"""Initial weights: the order they are looked for in, and files that do not fit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.training.initial_weights import (
    BackboneWeights,
    InitialWeightsError,
    ModelBackbone,
    WeightsKind,
    resolve_initial_weights,
)
from core.training.keras_import import import_keras, known_warnings_ignored
from core.training.networks import BACKBONE, build_backbone, build_network
from core.training.weights_reading import load_backbone_weights
from tests.core.training import drawn

PUBLISHED = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{}_224_no_top.h5"
"""How Keras names its own ImageNet weights of a width."""


def load(weights: BackboneWeights, *, alpha: float = 0.35) -> list[np.ndarray]:
    network = drawn.network(alpha)
    classifier = build_network(network, size=drawn.SIZE, classes=3)
    load_backbone_weights(classifier, weights, network=network, size=drawn.SIZE)
    values: list[np.ndarray] = classifier.get_layer(BACKBONE).get_weights()
    return values


@pytest.fixture(scope="session")
def backbone_values(backbone_file: Path) -> list[np.ndarray]:
    backbone = build_backbone(drawn.network(), size=drawn.SIZE)
    backbone.load_weights(backbone_file)
    values: list[np.ndarray] = backbone.get_weights()
    return values


@pytest.fixture
def model(tiny_run: object, tmp_path: Path) -> ModelBackbone:
    path = tmp_path / "model.keras"
    with known_warnings_ignored():
        tiny_run.trained.network.save(path)  # type: ignore[attr-defined]
    return ModelBackbone(
        name="starter",
        path=path,
        network=drawn.network(),
        size=drawn.SIZE,
        classes=2,
        licence="Apache-2.0",
    )


def assert_equal(one: list[np.ndarray], other: list[np.ndarray]) -> None:
    assert len(one) == len(other)
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_named_file_comes_before_a_model(
    backbone_file: Path, backbone_values: list[np.ndarray], model: ModelBackbone
) -> None:
    weights = resolve_initial_weights(
        drawn.network(), size=drawn.SIZE, file=backbone_file, model=model
    )
    assert weights.origin == "from file backbone.weights.h5"
    assert weights.sha256 is not None
    assert_equal(load(weights), backbone_values)


def test_a_model_lends_its_backbone(model: ModelBackbone) -> None:
    weights = resolve_initial_weights(drawn.network(), size=drawn.SIZE, model=model)
    assert weights.origin == "backbone of model starter"
    donor = build_network(model.network, size=model.size, classes=model.classes)
    donor.load_weights(model.path)
    assert_equal(load(weights), donor.get_layer(BACKBONE).get_weights())


@pytest.fixture
def keras_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Keras keeps what it has downloaded; nothing yet."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "keras"


@pytest.mark.usefixtures("keras_folder")
def test_random_is_taken_only_when_asked_for(model: ModelBackbone) -> None:
    asked = resolve_initial_weights(
        drawn.network(), size=drawn.SIZE, random=True, model=model
    )
    assert asked.kind is WeightsKind.RANDOM
    with pytest.raises(InitialWeightsError, match="Lumenary downloads nothing") as told:
        resolve_initial_weights(drawn.network(), size=drawn.SIZE)
    assert PUBLISHED.format(0.35) in told.value.hint


@pytest.mark.usefixtures("keras_folder")
def test_a_default_model_of_another_width_is_passed_over(model: ModelBackbone) -> None:
    with pytest.raises(InitialWeightsError, match="Lumenary downloads nothing"):
        resolve_initial_weights(drawn.network(1.0), size=drawn.SIZE, model=model)


def test_what_keras_has_kept_is_taken(keras_folder: Path, backbone_file: Path) -> None:
    kept = keras_folder / "models" / PUBLISHED.format(0.35)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(backbone_file.read_bytes())
    weights = resolve_initial_weights(drawn.network(), size=drawn.SIZE)
    assert weights.origin == "ImageNet, downloaded from Keras"
    assert weights.path == kept


def test_a_named_model_of_another_width_is_refused(model: ModelBackbone) -> None:
    with pytest.raises(InitialWeightsError, match=r"width 0\.35"):
        resolve_initial_weights(
            drawn.network(1.0), size=drawn.SIZE, model=model, model_was_named=True
        )


def test_a_missing_file_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InitialWeightsError, match="couldn't be read"):
        drawn.named(tmp_path / "no.weights.h5")


def test_a_whole_model_named_as_weights_is_told_apart(model: ModelBackbone) -> None:
    with pytest.raises(InitialWeightsError, match=r"whole model.*--initial-model"):
        drawn.named(model.path)


def _text(path: Path, whole: bytes) -> Path:
    path.write_text("not weights")
    return path


def _cut(path: Path, whole: bytes) -> Path:
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _other_suffix(path: Path, whole: bytes) -> Path:
    other = path.with_name("weights.bin")
    other.write_bytes(whole)
    return other


@pytest.mark.parametrize("spoil", [_text, _cut, _other_suffix])
def test_a_file_that_is_no_weights_file_is_refused(
    backbone_file: Path, tmp_path: Path, spoil: Callable[[Path, bytes], Path]
) -> None:
    path = spoil(tmp_path / "a.weights.h5", backbone_file.read_bytes())
    with pytest.raises(InitialWeightsError, match="doesn't fit"):
        load(drawn.named(path))


def test_weights_of_another_width_are_refused(backbone_file: Path) -> None:
    with pytest.raises(InitialWeightsError, match="doesn't fit"):
        load(drawn.named(backbone_file), alpha=0.5)


def test_numbers_that_are_not_finite_are_refused(
    backbone_values: list[np.ndarray], tmp_path: Path
) -> None:
    backbone = build_backbone(drawn.network(), size=drawn.SIZE)
    backbone.set_weights(
        [np.full_like(backbone_values[0], np.nan), *backbone_values[1:]]
    )
    path = tmp_path / "nan.weights.h5"
    with known_warnings_ignored():
        backbone.save_weights(path)
    with pytest.raises(InitialWeightsError, match="doesn't fit"):
        load(drawn.named(path))


def test_a_file_with_imagenets_classes_gives_its_backbone(tmp_path: Path) -> None:
    whole = import_keras().applications.MobileNetV2(alpha=0.35, weights=None)
    path = tmp_path / "whole.weights.h5"
    with known_warnings_ignored():
        whole.save_weights(path)
    values = load(drawn.named(path))
    assert_equal(values, whole.get_weights()[: len(values)])


def test_a_damaged_model_is_refused(model: ModelBackbone) -> None:
    data = bytearray(model.path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    model.path.write_bytes(bytes(data))
    weights = resolve_initial_weights(drawn.network(), size=drawn.SIZE, model=model)
    with pytest.raises(InitialWeightsError, match="doesn't fit"):
        load(weights)


def test_code_in_a_model_is_never_run(model: ModelBackbone, tmp_path: Path) -> None:
    keras, trace = import_keras(), tmp_path / "it ran"

    def leave_a_trace(values: object, path: str = str(trace)) -> object:
        Path(path).write_text("")
        return values

    inputs = keras.Input((drawn.SIZE, drawn.SIZE, 3))
    evil = keras.Model(inputs, keras.layers.Lambda(leave_a_trace)(inputs))
    with known_warnings_ignored():
        evil.save(model.path)
    trace.unlink()

    weights = resolve_initial_weights(
        drawn.network(), size=drawn.SIZE, model=replace(model)
    )
    with pytest.raises(InitialWeightsError, match="doesn't fit"):
        load(weights)
    assert not trace.exists()
