"""One real backbone file and one real training, shared by the tests of this room."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from core.training.keras_import import import_keras, known_warnings_ignored
from core.training.networks import BACKBONE, build_network, prepare_random_backbone
from core.training.trainer import TrainedNetwork
from tests.core.training import drawn


@dataclass(frozen=True)
class TinyRun:
    folder: Path
    diary: drawn.Diary
    trained: TrainedNetwork


@pytest.fixture(scope="session")
def backbone_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a random, prepared backbone of width 0.35."""
    import_keras().utils.set_random_seed(3)
    classifier = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    prepare_random_backbone(classifier, drawn.images(16))
    path = tmp_path_factory.mktemp("weights") / "backbone.weights.h5"
    with known_warnings_ignored():
        classifier.get_layer(BACKBONE).save_weights(path)
    return path


@pytest.fixture(scope="session")
def tiny_run(backbone_file: Path, tmp_path_factory: pytest.TempPathFactory) -> TinyRun:
    """Three epochs of the head, eight of all layers."""
    folder, diary = tmp_path_factory.mktemp("run"), drawn.Diary()
    trained = drawn.train_tiny(folder, backbone_file, listener=diary)
    return TinyRun(folder, diary, trained)
