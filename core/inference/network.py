"""The exported network, run by ONNX Runtime: pixels in, named arrays out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from core.errors import LumenaryError

OUTPUTS: Final = ("logits", "embedding", "feature_map")
"""What every exported network gives: before softmax, pooled, last convolution."""
_ERRORS_ONLY: Final = 3
_RUNTIME: Final = onnxruntime.capi.onnxruntime_pybind11_state
_RUNTIME_ERRORS: Final[tuple[type[Exception], ...]] = (
    *(
        found
        for found in vars(_RUNTIME).values()
        if isinstance(found, type) and issubclass(found, Exception)
    ),
    UnicodeDecodeError,
)
"""ONNX Runtime's exceptions share no root of their own; the last one comes where names
in the file, and so what it says of them, are no text."""


class NetworkUnusable(LumenaryError):
    """An ONNX file is missing, damaged, or not a network of this program."""


class Network:
    """A network that may be run from several threads at once.

    Pixels are scaled inside the network.
    """

    def __init__(self, onnx_path: Path, *, threads: int = 1) -> None:
        """Load a network.

        Parameters
        ----------
        onnx_path
            A file with the input ``image`` and the outputs ``OUTPUTS``.
        threads
            Cores that one call of :meth:`run` uses. Calling from as many threads as
            there are cores, one core each, is faster than the other way round: what
            stands between two calls is spread as well.

        Raises
        ------
        NetworkUnusable
            If the file is missing or is not such a network.
        """
        onnxruntime.disable_telemetry_events()  # Windows builds send them by default
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        try:
            self._session = onnxruntime.InferenceSession(
                str(onnx_path), options, providers=["CPUExecutionProvider"]
            )
        except _RUNTIME_ERRORS as error:
            raise _unusable(onnx_path, str(error)) from error
        self._input, self._shapes = self._checked_ports(onnx_path)

    @property
    def size(self) -> int:
        """Side of the stills that it takes, in pixels."""
        return int(self._shapes[self._input][1])

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return int(self._shapes["logits"][1])

    @property
    def width(self) -> int:
        """Length of its embeddings."""
        return int(self._shapes["embedding"][1])

    def run(
        self, images: NDArray[np.uint8], outputs: Sequence[str]
    ) -> dict[str, NDArray[np.float32]]:
        """Return the named outputs for a batch; only these are copied out.

        Parameters
        ----------
        images
            Shape (n, size, size, 3), uint8, RGB, as
            :func:`core.images.preprocessing.prepare` makes them.
        outputs
            Some of ``OUTPUTS``.

        Returns
        -------
        dict
            ``logits`` (n, k), ``embedding`` (n, d), ``feature_map`` (n, h, w, d).
        """
        pixels = images.astype(np.float32)
        answers = self._session.run(list(outputs), {self._input: pixels})
        return dict(zip(outputs, answers, strict=True))

    def _checked_ports(self, path: Path) -> tuple[str, dict[str, list[int]]]:
        inputs = self._session.get_inputs()
        shapes = {port.name: port.shape for port in self._session.get_outputs()}
        if missing := [name for name in OUTPUTS if name not in shapes]:
            raise _unusable(path, f"no output {missing}, only {list(shapes)}")
        shape = inputs[0].shape
        if len(inputs) != 1 or len(shape) != 4 or shape[1] != shape[2]:
            raise _unusable(path, f"expected one input (n, s, s, 3), got {shape}")
        return inputs[0].name, shapes | {inputs[0].name: shape}


def _unusable(path: Path, details: str) -> NetworkUnusable:
    return NetworkUnusable(
        f"“{path.name}” in {path.parent} is not a network that Lumenary can run.",
        hint="Import the model again from its archive, or train it anew.",
        details=details,
    )
