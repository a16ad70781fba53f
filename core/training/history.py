"""What is known after each epoch, and who is told."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Protocol

from core.files import atomic_write
from core.time_span import TimeSpan


@dataclass(frozen=True, slots=True)
class EpochResult:
    """One epoch: training with augmentation, then the validation stills as they are."""

    phase: int
    """1 or 2."""
    epoch: int
    """Counted from 1 in each phase."""
    epochs: int
    """Of this phase, if nothing stops it early."""
    loss: float
    """Mean categorical cross-entropy in nats, each still by its class's weight, without
    the penalty on the network's weights."""
    accuracy: float
    """Share of right answers, 0 to 1."""
    val_loss: float
    val_accuracy: float
    learning_rate: float
    seconds: float
    """Training and validation; what is written afterwards is not among it."""
    best: bool = False
    """Whether no epoch before it had a validation loss as low."""
    gpu_memory_mib: float | None = None
    """The most that was held of a GPU's memory so far; ``None`` on a processor."""
    warm_up: float = 0.0
    """Of the seconds, those in which TensorFlow compiled: in a phase's first epoch."""
    validating: float = 0.0
    """Of the seconds, those of validation, without its warm-up."""


class TrainingListener(Protocol):
    """Who is told how training goes; called from the thread that trains."""

    def phase_started(self, phase: int, epochs: int) -> None:
        """Sent before the first epoch of a phase."""

    def step(self, phase: int, epoch: int, done: int, total: int) -> None:
        """Sent after each batch of training stills."""

    def epoch_finished(self, result: EpochResult, left: TimeSpan) -> None:
        """Sent after each epoch, with how long learning still takes."""

    def notice(self, text: str) -> None:
        """Sent when the user should know something; a sentence."""


def write_history(path: Path, history: Sequence[EpochResult]) -> None:
    """Write the epochs as CSV, a column for each field, whole or not at all.

    Raises
    ------
    WriteFailed
        If the file cannot be written.
    """
    with atomic_write(path, newline="") as stream:
        rows = csv.DictWriter(stream, [field.name for field in fields(EpochResult)])
        rows.writeheader()
        rows.writerows(asdict(result) for result in history)
