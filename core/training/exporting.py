"""A trained network written as ``model.keras`` and ``model.onnx``, proven equal."""

from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import LumenaryError
from core.library.card import ONNX_FILE
from core.library.model_folder import KERAS_FILE
from core.training.keras_import import import_keras, known_warnings_ignored
from core.training.networks import (
    EMBEDDING,
    FEATURE_MAP,
    INPUT,
    LOGITS,
    with_outputs,
)
from core.training.trainer import TrainedNetwork

if TYPE_CHECKING:
    import keras

OPSET = 15
"""ONNX operator set; ONNX Runtime reads it since 1.10 (2021)."""
LARGEST_DIFFERENCE = 1e-4
"""Between probabilities of Keras and ONNX Runtime; float32 arithmetic in another order
gives about 1e-6."""


class ExportMismatch(LumenaryError):
    """The exported network answers differently from the one that was trained."""


class ExportFailed(LumenaryError):
    """The exported files could not be written."""


def export_network(
    trained: TrainedNetwork, folder: Path, *, check_images: NDArray[np.uint8]
) -> None:
    """Write both files and compare their answers on real stills.

    ``model.keras`` holds the plain network, to retrain from. ``model.onnx`` takes
    ``image`` (float32, shape (n, size, size, 3), RGB, 0 to 255, any n) and gives
    ``logits``, ``embedding`` and ``feature_map``.

    Parameters
    ----------
    trained
        What came out of training.
    folder
        Receives both files; made if need be.
    check_images
        Prepared stills to compare on, at least one: uint8, shape (n, size, size, 3).

    Raises
    ------
    ExportMismatch
        If any probability differs by more than 1e-4; both files are then removed.
    ExportFailed
        If the files cannot be written.
    """
    onnx_path, keras_path = folder / ONNX_FILE, folder / KERAS_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with known_warnings_ignored(), _on_cpu():
            trained.network.save(keras_path)
            _write_onnx(trained.network, onnx_path)
        check_export(trained.network, onnx_path, check_images)
    except ExportMismatch:
        _remove(onnx_path, keras_path)
        raise
    except OSError as error:
        _remove(onnx_path, keras_path)
        raise ExportFailed(
            f"The trained model couldn't be written to {folder}: "
            f"{error.strerror or error}.",
            hint="No model was published. Check the free space and your permissions.",
            details=repr(error),
        ) from error


def check_export(
    network: "keras.Model", onnx_path: Path, images: NDArray[np.uint8]
) -> None:
    """Compare an ONNX file's probabilities with the network's.

    Parameters
    ----------
    network
        The classifier that was exported.
    onnx_path
        The file to check.
    images
        uint8, shape (n, size, size, 3), n at least 1.

    Raises
    ------
    ExportMismatch
        If any probability differs by more than 1e-4.
    ValueError
        If there are no images.
    """
    if not len(images):
        msg = "expected at least one still to compare on"
        raise ValueError(msg)
    with _on_cpu():
        expected = network.predict_on_batch(images)
    actual = _softmax(_onnx_logits(onnx_path, images))
    difference = float(np.abs(expected - actual).max())
    if not difference <= LARGEST_DIFFERENCE:  # also refuses NaN
        raise ExportMismatch(
            "The exported model answers differently from the one that was trained.",
            hint="It was not published. Please report this with the details.",
            details=f"largest difference of a probability on {len(images)} stills: "
            f"{difference:.2e}, allowed {LARGEST_DIFFERENCE:.0e}",
        )


def _on_cpu() -> AbstractContextManager[None]:
    """Compute in true float32: GPUs since Ampere round to TF32 (10 bits) by default."""
    device: AbstractContextManager[None] = import_keras().device("cpu:0")
    return device


def _write_onnx(network: "keras.Model", path: Path) -> None:
    model = with_outputs(network, [LOGITS, EMBEDDING, FEATURE_MAP])
    # Keras names the outputs by the keys of the dict only after a first call
    model(np.zeros((1, *network.input_shape[1:]), np.float32))
    model.export(path, format="onnx", opset_version=OPSET, verbose=False)


def _remove(*paths: Path) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _onnx_logits(path: Path, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # Windows builds send them by default
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (logits,) = session.run([LOGITS], {INPUT: images.astype(np.float32)})
    return np.asarray(logits, np.float32)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
