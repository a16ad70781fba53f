"""What is exported answers like what was trained, or is not exported at all."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from core.training.exporting import (
    ExportFailed,
    ExportMismatch,
    check_export,
    export_network,
)
from core.training.keras_import import import_keras
from core.training.networks import build_network
from tests.core.training import drawn

STILLS = drawn.images(6, seed=5)


@pytest.fixture(scope="module")
def exported(tiny_run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "mödel"
    export_network(tiny_run.trained, folder, check_images=STILLS)
    return folder


def test_the_onnx_file_has_named_inputs_and_outputs(exported: Path) -> None:
    session = onnxruntime.InferenceSession(exported / "model.onnx")
    (image,) = session.get_inputs()
    assert image.name == "image"
    assert image.shape[1:] == [32, 32, 3]
    shapes = {each.name: each.shape[1:] for each in session.get_outputs()}
    assert shapes == {"logits": [2], "embedding": [1280], "feature_map": [1, 1, 1280]}


@pytest.mark.parametrize("count", [1, 5])
def test_any_number_of_stills_may_be_asked_at_once(exported: Path, count: int) -> None:
    session = onnxruntime.InferenceSession(exported / "model.onnx")
    values = {"image": STILLS[:count].astype(np.float32)}
    logits, pooled = session.run(["logits", "embedding"], values)
    assert logits.shape == (count, 2)
    assert pooled.shape == (count, 1280)


def test_probabilities_agree(exported: Path, tiny_run) -> None:
    check_export(tiny_run.trained.network, exported / "model.onnx", STILLS)


def test_the_keras_file_gives_the_weights_back(exported: Path, tiny_run) -> None:
    network = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    network.load_weights(exported / "model.keras")
    expected = tiny_run.trained.network.predict_on_batch(STILLS)
    np.testing.assert_array_equal(network.predict_on_batch(STILLS), expected)


def test_another_networks_export_is_refused(exported: Path) -> None:
    import_keras().utils.set_random_seed(99)
    other = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    with pytest.raises(ExportMismatch) as caught:
        check_export(other, exported / "model.onnx", STILLS)
    assert "largest difference" in caught.value.details


def test_a_network_of_undefined_numbers_is_refused_and_leaves_no_file(
    tiny_run, tmp_path: Path
) -> None:
    broken = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    broken.get_layer("logits").bias.assign([np.nan, 0])
    with pytest.raises(ExportMismatch):
        export_network(
            replace(tiny_run.trained, network=broken), tmp_path, check_images=STILLS
        )
    assert not list(tmp_path.iterdir())


def test_at_least_one_still_is_compared(exported: Path, tiny_run) -> None:
    with pytest.raises(ValueError, match="at least one still"):
        check_export(tiny_run.trained.network, exported / "model.onnx", STILLS[:0])


def test_a_full_disk_is_a_sentence_and_leaves_no_file(tiny_run, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(ExportFailed, match="couldn't be written") as caught:
            export_network(tiny_run.trained, tmp_path, check_images=STILLS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "None" not in caught.value.user_message
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_a_sentence(
    tiny_run, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ExportFailed, match="couldn't be written"):
        export_network(tiny_run.trained, blocked, check_images=STILLS)
