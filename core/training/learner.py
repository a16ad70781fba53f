"""The network while it learns: the only thing that training steps touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import LumenaryError
from core.recipes.recipe import PhaseSettings, Recipe
from core.training.devices import Precision
from core.training.feeding import Batch
from core.training.initial_weights import (
    BackboneWeights,
    WeightsKind,
)
from core.training.keras_import import import_keras, import_tensorflow
from core.training.network_state import NetworkState
from core.training.networks import (
    LOGITS,
    build_network,
    prepare_random_backbone,
    set_trainable,
    with_outputs,
)
from core.training.weights_reading import Values, load_backbone_weights

if TYPE_CHECKING:
    import keras


class OutOfMemory(LumenaryError):
    """The device's memory does not suffice for a batch."""

    def __init__(self, batch: int) -> None:
        super().__init__(
            f"The memory isn't enough to train with {batch} stills at a time.",
            hint="Close other programs, or train on the CPU with --device cpu.",
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How well some stills were answered."""

    loss: float
    """Mean categorical cross-entropy in nats, each still by its class's weight."""
    accuracy: float
    """Share of right answers, 0 to 1."""


class Learner:
    """A network that learns in phases and answers in between.

    Parameters
    ----------
    network
        The float32 classifier that is to come out of training.
    computing
        The same network in the precision that training uses; ``network`` itself where
        that is float32.
    precision
        Of ``computing``.
    """

    def __init__(
        self,
        network: "keras.Model",
        computing: "keras.Model",
        *,
        precision: Precision = "float32",
    ) -> None:
        self._network = network
        self._computing = computing
        self._model = with_outputs(computing, [LOGITS], precision=precision)
        # Never compiled, hence traced once: compile() throws away what was traced
        self._answering = with_outputs(computing, [LOGITS], precision=precision)

    @property
    def weights(self) -> Values:
        """A copy of all weights."""
        values: Values = self._computing.get_weights()
        return values

    @property
    def state(self) -> NetworkState:
        """A copy of all that the next step depends on; only within a phase."""
        return NetworkState(
            weights=self.weights,
            seeds=[each.numpy() for each in self._seeds],
            optimizer=[each.numpy() for each in self._model.optimizer.variables],
        )

    def resume(self, state: NetworkState) -> None:
        """Go on from a state of the phase that was started last.

        Raises
        ------
        ValueError
            If it belongs to another network or another phase.
        """
        self.restore(state.weights)
        _assign(self._seeds, state.seeds)
        _assign(self._model.optimizer.variables, state.optimizer)

    def restore(self, weights: Values) -> None:
        """Go back to earlier weights."""
        self._computing.set_weights(weights)

    def start_phase(self, phase: PhaseSettings) -> None:
        """Choose what learns, with a fresh optimizer."""
        keras = import_keras()
        set_trainable(self._computing, phase.trainable)
        optimizer = keras.optimizers.Adam(phase.learning_rate)
        # On one device there is nothing to sum over devices; Keras does it all the
        # same, and TensorFlow then holds on to the whole traced step for ever (40 MB)
        optimizer._all_reduce_sum_gradients = list
        self._model.compile(
            optimizer,
            loss={LOGITS: keras.losses.CategoricalCrossentropy(from_logits=True)},
            metrics={LOGITS: [keras.metrics.CategoricalAccuracy(name="accuracy")]},
            weighted_metrics={
                LOGITS: [
                    keras.metrics.CategoricalCrossentropy(
                        from_logits=True, name="cross_entropy"
                    )
                ]
            },
            jit_compile=False,  # slower on a CPU
        )
        # Variables made inside the first step would have it traced twice (7 s, not 3)
        self._model.optimizer.build(self._model.trainable_variables)

    def learn(self, batch: Batch) -> Score:
        """Make one step of the optimizer.

        Raises
        ------
        OutOfMemory
            If the batch does not fit; the weights are those before the step.
        """
        exhausted = import_tensorflow().errors.ResourceExhaustedError
        try:
            logs: dict[str, Any] = self._model.train_on_batch(
                batch.images,
                {LOGITS: batch.targets},
                sample_weight={LOGITS: batch.weights},
                return_dict=True,
            )
        except (exhausted, MemoryError) as error:
            raise OutOfMemory(len(batch.images)) from error
        return Score(float(logs["cross_entropy"]), float(logs["accuracy"]))

    def answer(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return logits, float32, shape (n, classes), for some stills.

        Raises
        ------
        OutOfMemory
            If the stills do not fit.
        """
        exhausted = import_tensorflow().errors.ResourceExhaustedError
        try:
            logits = self._answering.predict_on_batch(images)[LOGITS]
        except (exhausted, MemoryError) as error:
            raise OutOfMemory(len(images)) from error
        return np.asarray(logits, np.float32)

    @property
    def _seeds(self) -> "list[keras.Variable]":
        """Where dropout's random numbers stand: ``get_weights`` leaves them out."""
        weights = {id(variable) for variable in self._computing.weights}
        return [each for each in self._computing.variables if id(each) not in weights]

    def finished(self) -> "keras.Model":
        """Return the float32 classifier with the present weights."""
        if self._network is not self._computing:
            self._network.set_weights(self._computing.get_weights())
        return self._network


def _assign(
    variables: "Sequence[keras.Variable]", values: Sequence[NDArray[Any]]
) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def build_learner(
    recipe: Recipe,
    *,
    classes: int,
    weights: BackboneWeights,
    calibration: NDArray[np.uint8],
    precision: Precision,
) -> Learner:
    """Build a recipe's network with its initial weights.

    Parameters
    ----------
    recipe
        Gives network and size.
    classes
        Number of classes.
    weights
        What the backbone knows.
    calibration
        Training stills, shape (n, size, size, 3), from which a random backbone's
        normalisation is set.
    precision
        Of the arithmetic in training.

    Raises
    ------
    InitialWeightsError
        If the weights do not fit the network.
    """
    size = recipe.preprocessing.size
    network = build_network(recipe.network, size=size, classes=classes)
    load_backbone_weights(network, weights, network=recipe.network, size=size)
    if weights.kind is WeightsKind.RANDOM:
        prepare_random_backbone(network, calibration)
    if precision == "float32":
        return Learner(network, network)
    computing = build_network(
        recipe.network, size=size, classes=classes, precision=precision
    )
    computing.set_weights(network.get_weights())
    return Learner(network, computing, precision=precision)
