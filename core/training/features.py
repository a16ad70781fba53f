"""Pooled features of a backbone as it was before training: likeness and baselines."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.dataset.prepared import PreparedStills
from core.recipes.recipe import Recipe
from core.training.devices import choose_device
from core.training.feeding import equal_chunks
from core.training.initial_weights import BackboneWeights
from core.training.keras_import import import_keras
from core.training.networks import EMBEDDING, build_network, with_outputs
from core.training.weights_reading import load_backbone_weights

_BATCH = 32


def frozen_features(
    recipe: Recipe,
    weights: BackboneWeights,
    images: PreparedStills,
    *,
    device: str,
    control: Control,
    progress: Callable[[int, int], None],
) -> NDArray[np.float32]:
    """Return what the initial backbone sees in each still, averaged over the image.

    Parameters
    ----------
    recipe
        Gives network and size.
    weights
        Initial weights; features of random ones mean little.
    images
        Prepared stills, all of them readable.
    device
        ``"auto"``, ``"cpu"`` or ``"gpu"``.
    control
        Checked before each batch.
    progress
        Called with the number done and the number of all stills.

    Returns
    -------
    float32, shape (stills, channels), in the order of ``images``.

    Raises
    ------
    Cancelled
        If asked to cancel.
    InitialWeightsError
        If the weights do not fit.
    """
    size = recipe.preprocessing.size
    chosen = choose_device(device, mixed_precision=False)
    pooled: list[NDArray[np.float32]] = []
    with import_keras().device(chosen.name):
        network = build_network(recipe.network, size=size, classes=1)
        load_backbone_weights(network, weights, network=recipe.network, size=size)
        describing = with_outputs(network, [EMBEDDING])
        for chunk in equal_chunks(range(len(images)), _BATCH):
            control.check()
            batch = images.batch(chunk)
            pooled.append(describing.predict_on_batch(batch)[EMBEDDING])
            progress(min(len(pooled) * len(chunk), len(images)), len(images))
    channels = describing.output[EMBEDDING].shape[-1]
    return np.concatenate([*pooled, np.empty((0, channels), np.float32)])[: len(images)]
