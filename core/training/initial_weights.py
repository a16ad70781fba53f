"""What the backbone knows before training: decided in a fixed order, never guessed.

Only numbers are read from a file, into a network built from a recipe; see
``weights_reading``.
"""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.errors import LumenaryError
from core.files import sha256_of
from core.recipes.recipe import NetworkSettings

_WHOLE_MODEL_SUFFIX = ".keras"
_PUBLISHED_SIZES = (96, 128, 160, 192, 224)


class InitialWeightsError(LumenaryError):
    """Initial weights are missing, damaged or made for another network."""


class WeightsKind(StrEnum):
    """Where initial weights come from."""

    FILE = "file"
    MODEL = "model"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class ModelBackbone:
    """A model of the library whose backbone may be taken over."""

    name: str
    path: Path
    """Its ``model.keras``."""
    network: NetworkSettings
    size: int
    classes: int
    licence: str
    key: str | None = None
    """:attr:`core.library.card.ModelCard.key`."""


@dataclass(frozen=True, slots=True)
class BackboneWeights:
    """Initial weights that were decided on, with what the card says of them."""

    kind: WeightsKind
    origin: str
    """A sentence: 'ImageNet, from file x', 'backbone of model starter', 'random'."""
    licence: str
    path: Path | None = None
    sha256: str | None = None
    model: ModelBackbone | None = None
    """The network that the file belongs to, where it is a model of the library."""


def resolve_initial_weights(
    network: NetworkSettings,
    *,
    size: int,
    file: Path | None = None,
    random: bool = False,
    model: ModelBackbone | None = None,
    model_was_named: bool = False,
) -> BackboneWeights:
    """Return the first of: a named file, random, a model's backbone, Keras's own file.

    Nothing is downloaded. Random weights are taken only when they are asked for. A
    model with another backbone or width is passed over where it is merely the default.

    Parameters
    ----------
    network
        The network that is going to be trained.
    size
        Side of its input in pixels.
    file
        Weights named by the user.
    random
        The user asked for random weights.
    model
        The model whose backbone to take where no file is named.
    model_was_named
        The user chose this model: refuse it instead of passing over it.

    Raises
    ------
    InitialWeightsError
        If a file is missing or a whole model, a named model is of another kind, or
        nothing is left.
    """
    if file is not None:
        _refuse_whole_model(file)
        return _from_file(
            file, origin=f"from file {file.name}", licence="see its maker"
        )
    if random:
        return BackboneWeights(
            WeightsKind.RANDOM,
            origin="random, calibrated on the stills",
            licence="none",
        )
    if model is not None and _same_backbone(model.network, network):
        return _from_model(model)
    if model is not None and model_was_named:
        raise _other_backbone(model, network)
    return imagenet_kept_by_keras(network, size=size)


def imagenet_kept_by_keras(network: NetworkSettings, *, size: int) -> BackboneWeights:
    """Take Keras's own ImageNet weights where Keras has kept them; fetch nothing.

    Raises
    ------
    InitialWeightsError
        If they are not there; it says which file would do.
    """
    rows = size if size in _PUBLISHED_SIZES else 224
    name = (
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_"
        f"{network.alpha}_{rows}_no_top.h5"
    )
    path = _keras_folder() / "models" / name
    if not path.is_file():
        raise InitialWeightsError(
            "There are no initial weights for this recipe's network on this computer, "
            "and Lumenary downloads nothing.",
            hint="Nothing was started. Name a model with --initial-model, or a file "
            f"with --initial-weights: Keras publishes “{name}”. Random weights have to "
            "be asked for: they need far more stills.",
            details=f"Looked for {path}",
        )
    return _from_file(
        path, origin="ImageNet, downloaded from Keras", licence="Apache-2.0"
    )


def _keras_folder() -> Path:
    """Return where Keras keeps what it has downloaded, as its own settings say."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")


def _same_backbone(one: NetworkSettings, other: NetworkSettings) -> bool:
    return (one.backbone, one.alpha) == (other.backbone, other.alpha)


def _from_file(path: Path, *, origin: str, licence: str) -> BackboneWeights:
    return BackboneWeights(
        WeightsKind.FILE, origin, licence, path=path, sha256=_readable_sha256(path)
    )


def _from_model(model: ModelBackbone) -> BackboneWeights:
    return BackboneWeights(
        WeightsKind.MODEL,
        origin=f"backbone of model {model.name}",
        licence=model.licence,
        path=model.path,
        sha256=_readable_sha256(model.path),
        model=model,
    )


def _refuse_whole_model(file: Path) -> None:
    if file.suffix.lower() == _WHOLE_MODEL_SUFFIX:
        raise InitialWeightsError(
            f"“{file.name}” is a whole model, not a file of weights.",
            hint="Nothing was started. To begin from a model of the library, name it "
            "with --initial-model; --initial-weights takes a .weights.h5 or .h5 file.",
            details=str(file),
        )


def _readable_sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise InitialWeightsError(
            f"The initial weights “{path}” couldn't be read: "
            f"{error.strerror or error}.",
            hint="Nothing was started. Check the name and your permissions.",
            details=repr(error),
        ) from error


def _other_backbone(
    model: ModelBackbone, network: NetworkSettings
) -> InitialWeightsError:
    return InitialWeightsError(
        f"The model “{model.name}” can't lend its backbone to this recipe: it is "
        f"{model.network.backbone} of width {model.network.alpha}, and the recipe's "
        f"is {network.backbone} of width {network.alpha}.",
        hint="Nothing was started. Name another model, or a file of weights.",
    )
