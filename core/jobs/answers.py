"""What an exported network says of prepared stills, raw and decided upon."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cores import available_cores
from core.dataset.prepared import PreparedStills
from core.inference.calibration import probabilities
from core.inference.classifier import BATCH
from core.inference.decisions import Decision, decide
from core.inference.network import Network
from core.inference.refusal import RefusalModel
from core.jobs.context import JobContext
from core.library.card import Decisions

_OUTPUTS = ("logits", "embedding")


@dataclass(frozen=True, slots=True, eq=False)
class NetworkAnswers:
    """Raw outputs for n stills."""

    logits: NDArray[np.float32]
    """Shape (n, k)."""
    embedding: NDArray[np.float32]
    """Shape (n, d)."""

    def at(self, positions: NDArray[np.int64]) -> "NetworkAnswers":
        """Return the outputs at some positions, in that order."""
        return NetworkAnswers(self.logits[positions], self.embedding[positions])


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A model's answers for some stills."""

    probabilities: NDArray[np.float64]
    """Calibrated, shape (n, k)."""
    decisions: tuple[Decision, ...]

    def at(self, positions: NDArray[np.int64]) -> "Answers":
        """Return the answers at some positions, in that order."""
        return Answers(
            self.probabilities[positions],
            tuple(self.decisions[i] for i in positions),
        )

    def joined(self, other: "Answers") -> "Answers":
        """Return these answers followed by others."""
        return Answers(
            np.concatenate([self.probabilities, other.probabilities]),
            self.decisions + other.decisions,
        )


def decided(
    raw: NetworkAnswers, refusal: RefusalModel, decisions: Decisions
) -> Answers:
    """Return calibrated probabilities and what each still's answer is worth."""
    calibrated = probabilities(raw.logits, decisions.temperature)
    distances = refusal.distance(raw.embedding)
    return Answers(
        calibrated,
        tuple(
            decide(float(confidence), float(distance), decisions)
            for confidence, distance in zip(
                calibrated.max(axis=1), distances, strict=True
            )
        ),
    )


def run_network(
    network: Network,
    images: PreparedStills,
    indices: NDArray[np.int64],
    activity: str,
    context: JobContext,
) -> NetworkAnswers:
    """Return the network's outputs for the stills at ``indices``, in that order."""
    batches = [indices[i : i + BATCH] for i in range(0, len(indices), BATCH)]
    progress = context.report.activity(activity)

    def run(batch: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        context.control.check()
        return network.run(images.batch(int(i) for i in batch), _OUTPUTS)

    found: dict[str, list[NDArray[np.float32]]] = {name: [] for name in _OUTPUTS}
    with ThreadPoolExecutor(available_cores()) as threads:
        for done, outputs in enumerate(threads.map(run, batches), start=1):
            for name in _OUTPUTS:
                found[name].append(outputs[name])
            progress(min(done * BATCH, len(indices)), len(indices))
    logits, embedding = (_joined(found[name]) for name in _OUTPUTS)
    return NetworkAnswers(logits, embedding)


def _joined(arrays: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate(arrays) if arrays else np.empty((0, 0), np.float32)
