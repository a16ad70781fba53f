"""Checkpoints of a training that was never run: other numbers after each epoch."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.training.checkpoints import Checkpoint, Checkpoints
from core.training.history import EpochResult
from core.training.network_state import NetworkState

EPOCH = EpochResult(1, 1, 4, 0.9, 0.5, 0.8, 0.6, 1e-3, 1.5, best=True)


def state_after(epochs: int) -> NetworkState:
    """Different numbers after each epoch, of the kinds that Keras has."""
    return NetworkState(
        weights=[np.full((3, 2), epochs, np.float32), np.float32([epochs])],
        seeds=[np.array([7, epochs], np.uint32)],
        optimizer=[np.int64(epochs), np.full(12, epochs / 3, np.float32)],
    )


def checkpoint(epochs: int, *, best: int = 1) -> Checkpoint:
    """A training after some epochs, of which one was the best."""
    history = [
        replace(EPOCH, epoch=number, best=number == best)
        for number in range(1, epochs + 1)
    ]
    return Checkpoint(
        history=tuple(history),
        epochs_begun=epochs + 1,
        batch=8,
        precision="float32",
        stopped=False,
        network=state_after(epochs),
        best=[np.full(5, best, np.float32)],
    )


def saved(folder: Path, epochs: int, *, best: int = 1) -> Checkpoints:
    checkpoints = Checkpoints(folder)
    for number in range(1, epochs + 1):
        checkpoints.save(checkpoint(number, best=min(number, best)))
    return checkpoints
