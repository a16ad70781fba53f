"""Checkpoints of a training that goes on even where they cannot be written."""

from collections.abc import Callable

from core.files import WriteFailed
from core.training.checkpoints import Checkpoint, Checkpoints
from core.training.history import EpochResult

_NOT_KEPT = (
    "The state of the training after {epoch} couldn't be kept, so that it can't be "
    "resumed from here: if it is interrupted, it begins again {where}. Training goes "
    "on. {error}"
)


class Keeper:
    """Saves checkpoints; says once if that fails, and tries again after each epoch.

    Parameters
    ----------
    checkpoints
        Where to; ``None`` keeps nothing.
    notice
        Is told if something could not be kept.
    """

    def __init__(
        self, checkpoints: Checkpoints | None, *, notice: Callable[[str], None]
    ) -> None:
        self._checkpoints = checkpoints
        self._notice = notice
        self._last: EpochResult | None = None
        self._was_said = False

    def began_with(self, checkpoint: Checkpoint) -> None:
        """Remember what stands on the disk already."""
        self._last = checkpoint.history[-1]

    def keep(self, checkpoint: Checkpoint) -> None:
        """Save a checkpoint if that is possible."""
        if self._checkpoints is None:
            return
        try:
            self._checkpoints.save(checkpoint)
        except WriteFailed as error:
            self._say(checkpoint.history[-1], error)
        else:
            self._last = checkpoint.history[-1]

    def _say(self, lost: EpochResult, error: WriteFailed) -> None:
        if self._was_said:
            return
        self._was_said = True
        where = (
            "from the beginning" if self._last is None else f"after {_of(self._last)}"
        )
        self._notice(
            _NOT_KEPT.format(epoch=_of(lost), where=where, error=error.user_message)
        )


def _of(result: EpochResult) -> str:
    return f"epoch {result.epoch} of phase {result.phase}"
