"""Networks built from a recipe: backbone, pooling, head; normalisation frozen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.recipes.recipe import DenseLayer, HeadLayer, NetworkSettings, Trainable
from core.training.devices import Precision
from core.training.keras_import import import_keras

if TYPE_CHECKING:
    import keras

INPUT = "image"
BACKBONE = "backbone"
EMBEDDING = "embedding"
FEATURE_MAP = "feature_map"
LOGITS = "logits"
PROBABILITIES = "probabilities"
SCALING = "scaling"

_RESIDUAL_DAMPING = 0.3
"""Of ten residual branches: 1 / sqrt(10), which keeps the sum's variance (De and Smith
2020)."""


def build_backbone(network: NetworkSettings, *, size: int) -> "keras.Model":
    """Build the convolutional part with random weights.

    Input: float32, shape (n, size, size, 3), RGB, -1 to 1. Output: the last
    convolution's map, shape (n, size / 32, size / 32, channels).
    """
    return import_keras().applications.MobileNetV2(
        input_shape=(size, size, 3),
        alpha=network.alpha,
        include_top=False,
        weights=None,
        name=BACKBONE,
    )


def build_network(
    network: NetworkSettings,
    *,
    size: int,
    classes: int,
    precision: Precision = "float32",
) -> "keras.Model":
    """Build the classifier of a recipe with random weights.

    Input ``image``: shape (n, size, size, 3), RGB, 0 to 255; scaling to -1..1 is a
    layer inside. Output: float32 probabilities, shape (n, classes). The layers
    ``embedding`` and ``logits`` carry these names.

    Parameters
    ----------
    network
        Backbone and head, as the recipe gives them.
    size
        Side of the input in pixels.
    classes
        Number of classes.
    precision
        Arithmetic between input and logits; weights are float32 always.
    """
    keras = import_keras()
    with _dtype_policy(precision):
        image = keras.Input((size, size, 3), name=INPUT, dtype="float32")
        scaled = keras.layers.Rescaling(1 / 127.5, offset=-1.0, name=SCALING)(image)
        features = build_backbone(network, size=size)(scaled)
        values = keras.layers.GlobalAveragePooling2D(name=EMBEDDING)(features)
        for number, layer in enumerate(network.head, start=1):
            values = _head_layer(layer, number)(values)
        logits = keras.layers.Dense(classes, name=LOGITS, dtype="float32")(values)
        softmax = keras.layers.Softmax(name=PROBABILITIES, dtype="float32")(logits)
        return keras.Model(image, softmax, name="classifier")


def with_outputs(
    network: "keras.Model", outputs: Sequence[str], *, precision: Precision = "float32"
) -> "keras.Model":
    """Return a model that shares ``network``'s layers and gives a dict of outputs.

    Parameters
    ----------
    network
        Made by :func:`build_network`.
    outputs
        Any of ``logits`` (n, classes), ``embedding`` (n, channels) and
        ``feature_map`` (n, rows, columns, channels).
    precision
        The precision that ``network`` was built with; a compiled model needs it to
        scale its loss.
    """
    keras = import_keras()
    tensors = {
        LOGITS: network.get_layer(LOGITS).output,
        EMBEDDING: network.get_layer(EMBEDDING).output,
        FEATURE_MAP: network.get_layer(EMBEDDING).input,
    }
    with _dtype_policy(precision):
        return keras.Model(network.input, {name: tensors[name] for name in outputs})


def set_trainable(network: "keras.Model", part: Trainable) -> None:
    """Let the head or all layers learn; compile the model again afterwards.

    BatchNormalization never learns: in a functional model ``training=True`` reaches
    the backbone whatever its call said (Keras 3), and its statistics would be
    replaced by those of a few augmented stills.
    """
    network.get_layer(BACKBONE).trainable = part is Trainable.ALL
    for layer in normalisation_layers(network):
        layer.trainable = False


def normalisation_layers(network: "keras.Model") -> list[Any]:
    """Return the backbone's BatchNormalization layers, from input to output."""
    kind = import_keras().layers.BatchNormalization
    return [
        layer for layer in network.get_layer(BACKBONE).layers if isinstance(layer, kind)
    ]


def prepare_random_backbone(network: "keras.Model", images: NDArray[np.uint8]) -> None:
    """Make a random backbone fit to learn although its normalisation is frozen.

    A fresh network normalises with mean 0 and variance 1, which is wrong for every
    layer: frozen like that, signals die out (the embedding's standard deviation is
    3e-12) and nothing is learnt. So each layer's statistics are set to those of
    ``images`` by one pass in training mode with momentum 0, a data-dependent
    initialisation (Krähenbühl et al. 2016). Residual branches are damped before, as
    deep random networks otherwise turn every still into noise (De and Smith 2020).
    Measured at width 0.35 and 32 pixels, light against dark stills: accuracy 0.5
    without either and without damping, 1.0 with both.

    Parameters
    ----------
    network
        Made by :func:`build_network`, with random weights.
    images
        Training stills, shape (n, size, size, 3), uint8, RGB; some dozens do.
    """
    _damp_residual_branches(network)
    layers = normalisation_layers(network)
    momenta = [layer.momentum for layer in layers]
    scaled = network.get_layer(SCALING)(images.astype(np.float32))
    for layer in layers:
        layer.trainable, layer.momentum = True, 0.0
    network.get_layer(BACKBONE)(scaled, training=True)
    for layer, momentum in zip(layers, momenta, strict=True):
        layer.trainable, layer.momentum = False, momentum


def _damp_residual_branches(network: "keras.Model") -> None:
    backbone = network.get_layer(BACKBONE)
    sums = [layer.name for layer in backbone.layers if layer.name.endswith("_add")]
    for name in sums:
        last = backbone.get_layer(f"{name.removesuffix('_add')}_project_BN")
        last.gamma.assign(last.gamma * _RESIDUAL_DAMPING)


def _head_layer(layer: HeadLayer, number: int) -> Any:
    keras = import_keras()
    if isinstance(layer, DenseLayer):
        return keras.layers.Dense(
            layer.units,
            activation=layer.activation,
            kernel_regularizer=keras.regularizers.L2(layer.l2) if layer.l2 else None,
            name=f"head_{number}",
        )
    return keras.layers.Dropout(layer.rate, name=f"head_{number}")


@contextmanager
def _dtype_policy(precision: Precision) -> Iterator[None]:
    """Build layers with a precision; keras.applications takes it from here only."""
    config = import_keras().config
    before = config.dtype_policy()
    config.set_dtype_policy(precision)
    try:
        yield
    finally:
        config.set_dtype_policy(before)
