"""Everything of a network that learning changes, as plain arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from numpy.typing import NDArray

from core.training.weights_reading import Values


@dataclass(frozen=True, slots=True, eq=False)
class NetworkState:
    """A network between two steps of learning.

    Keras's own files leave out the state of dropout's random numbers (``.keras``) or
    skip the optimizer's where it does not fit (``.weights.h5``), hence plain arrays.
    """

    weights: Values
    """In the order of the layers."""
    seeds: list[NDArray[Any]]
    """Where the random numbers of each dropout layer stand."""
    optimizer: list[NDArray[Any]]
    """Adam's steps, learning rate and averages of past gradients, in its own order."""

    def as_arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array under a name of its own, for one file."""
        return {
            f"{field.name}-{number:04}": values
            for field in fields(self)
            for number, values in enumerate(getattr(self, field.name))
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "NetworkState":
        """Return the state that :meth:`as_arrays` took apart."""
        return cls(**{field.name: _named(arrays, field.name) for field in fields(cls)})


def _named(arrays: Mapping[str, NDArray[Any]], name: str) -> list[NDArray[Any]]:
    return [arrays[key] for key in sorted(arrays) if key.startswith(f"{name}-")]
