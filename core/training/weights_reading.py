"""Initial weights read into a network: numbers and nothing else, or a clear refusal."""

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.library.keras_file import check_keras_file, check_weights_file
from core.library.refused_file import FileRefused
from core.recipes.recipe import NetworkSettings
from core.training.initial_weights import (
    BackboneWeights,
    InitialWeightsError,
    ModelBackbone,
)
from core.training.keras_import import import_keras
from core.training.networks import BACKBONE, build_backbone, build_network

if TYPE_CHECKING:
    import keras

Values: TypeAlias = list[NDArray[np.float32]]
"""A network's weights in the order of its layers."""

_WEIGHTS_SUFFIXES = (".h5", ".hdf5")
_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    UserWarning,
    zipfile.BadZipFile,
)
"""What h5py, zipfile and Keras raise for files that are not what they should be."""


def load_backbone_weights(
    classifier: "keras.Model",
    weights: BackboneWeights,
    *,
    network: NetworkSettings,
    size: int,
) -> None:
    """Load initial weights into the backbone of a classifier.

    Parameters
    ----------
    classifier
        Made by :func:`build_network` from ``network`` and ``size``.
    weights
        Random weights leave the classifier as it is.
    network
        What the classifier was built from.
    size
        Side of its input in pixels.

    Raises
    ------
    InitialWeightsError
        If the file is damaged or belongs to another network; nothing is half loaded.
    """
    if weights.path is None:
        return
    if weights.model is not None:
        values = _values_of_model(weights.path, weights.model)
    else:
        values = _values_of_file(weights.path, network, size)
    if not all(np.isfinite(value).all() for value in values):
        raise _unfit(weights.path, "Some of its numbers are not finite.")
    classifier.get_layer(BACKBONE).set_weights(values)


def _values_of_model(path: Path, model: ModelBackbone) -> Values:
    _check(path, check_keras_file)
    donor = build_network(model.network, size=model.size, classes=model.classes)
    _load(donor, path)
    values: Values = donor.get_layer(BACKBONE).get_weights()
    return values


def _values_of_file(path: Path, network: NetworkSettings, size: int) -> Values:
    """Read a file of the backbone alone, or of it with ImageNet's 1000 classes."""
    if path.suffix not in _WEIGHTS_SUFFIXES:
        raise _unfit(path, "Expected a .weights.h5 or .h5 file of Keras.")
    _check(path, check_weights_file)
    alone = build_backbone(network, size=size)
    try:
        _load(alone, path)
    except InitialWeightsError:
        return _values_with_imagenet_classes(path, network)[: len(alone.weights)]
    values: Values = alone.get_weights()
    return values


def _values_with_imagenet_classes(path: Path, network: NetworkSettings) -> Values:
    whole = import_keras().applications.MobileNetV2(alpha=network.alpha, weights=None)
    _load(whole, path)
    values: Values = whole.get_weights()
    return values


def _check(path: Path, check: Callable[[Path], None]) -> None:
    """Look through a file that anybody may have made, before Keras is handed it."""
    try:
        check(path)
    except FileRefused as error:
        raise InitialWeightsError(
            f"“{path.name}” doesn't fit as initial weights: it {error.what}.",
            hint="Nothing was started, and nothing in the file was run. Name another "
            "file, or get it anew from someone you trust.",
            details=f"{path}: {error.details}",
        ) from error
    except OSError as error:
        raise _unfit(path, repr(error)) from error


def _load(model: "keras.Model", path: Path) -> None:
    """Load weights by Keras's own reader, which takes numbers and nothing else.

    Its warnings are refusals here: they mean that a layer kept its random weights.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            model.load_weights(path)
    except _DAMAGED as error:
        raise _unfit(path, f"Expected MobileNetV2: {_first_line(error)}") from error


def _unfit(path: Path, reason: str) -> InitialWeightsError:
    return InitialWeightsError(
        f"“{path.name}” doesn't fit as initial weights for this recipe's network: "
        "it is damaged, or was made for another network or another width.",
        hint="Nothing was started. Name another file, or a recipe with the network "
        "that the file was made for.",
        details=f"{path}: {reason}",
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
