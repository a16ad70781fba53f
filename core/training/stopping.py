"""When training ends early, and when to warn: on request, or by the validation loss."""

import math
from collections.abc import Sequence
from itertools import pairwise

from core.control import Control
from core.training.history import EpochResult

OVERFITTING_EPOCHS = 3
"""Rises in succession that are called over-fitting. Three happen by chance in one of
24 places of a series without a trend; two in one of six."""

_OVERFITTING_RISE = 0.02
"""The rise over these epochs, as a part of the loss: less is not worth a word."""


class StopAndKeep(Exception):
    """The user asked to stop, and there is something to keep."""


class StopPoint:
    """What training looks at between two steps.

    Parameters
    ----------
    control
        Carries the user's requests.
    """

    def __init__(self, control: Control) -> None:
        self._control = control
        self.something_to_keep = False

    def check(self) -> None:
        """Leave training if the user asked for it.

        Raises
        ------
        Cancelled
            If asked to cancel.
        StopAndKeep
            If asked to stop, as soon as there is something to keep.
        """
        self._control.check()
        if self._control.stop_requested and self.something_to_keep:
            raise StopAndKeep

    @property
    def cuts_epoch_short(self) -> bool:
        """Whether to validate what was learnt so far, to have something to keep."""
        return self._control.stop_requested


class Patience:
    """Counts the epochs of a phase without a lower validation loss.

    Parameters
    ----------
    epochs
        How many are endured; 0 endures any number.
    """

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._lowest = math.inf
        self._waited = 0

    def is_exhausted_by(self, val_loss: float) -> bool:
        """Count an epoch; return whether it was the last one to be endured."""
        if val_loss < self._lowest:
            self._lowest, self._waited = val_loss, 0
        else:
            self._waited += 1
        return 0 < self._epochs <= self._waited

    @property
    def epochs_left(self) -> float:
        """How many epochs there are at least, should none be better from now on."""
        if not self._epochs:
            return math.inf
        first = math.isinf(self._lowest)  # which is better than nothing
        return first + self._epochs - self._waited


def is_overfitting(phase: Sequence[EpochResult]) -> bool:
    """Return whether validation got worse and training better, several times running.

    Parameters
    ----------
    phase
        The epochs of one phase so far.
    """
    last = phase[-OVERFITTING_EPOCHS - 1 :]
    if len(last) <= OVERFITTING_EPOCHS:
        return False
    if last[-1].val_loss < last[0].val_loss * (1 + _OVERFITTING_RISE):
        return False
    return all(
        after.val_loss > before.val_loss and after.loss < before.loss
        for before, after in pairwise(last)
    )
