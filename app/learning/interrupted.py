"""Trainings that something ended in their midst, and what can be done with them."""

from collections.abc import Container
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.jobs.interrupted_trainings import (
    InterruptedTraining,
    discard,
    interrupted_trainings,
)


class Interrupted(QObject):
    """Looks for them among the runs; the newest is offered.

    Parameters
    ----------
    runs
        Where runs stand.
    """

    changed = Signal()

    def __init__(self, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._found: tuple[InterruptedTraining, ...] = ()

    def newest(self, but: Container[Path | None] = ()) -> InterruptedTraining | None:
        """Return the one to be offered, none of the runs ``but``."""
        return next((one for one in self._found if one.run not in but), None)

    def of_run(self, run: Path | None) -> InterruptedTraining | None:
        """Return what is left of one run, if it can be gone on with."""
        return next((one for one in self._found if one.run == run), None)

    def look(self) -> None:
        """Look anew."""
        self._found = interrupted_trainings(self._runs)
        self.changed.emit()

    def discard(self, training: InterruptedTraining) -> None:
        """Remove what a training has learnt; it is not offered again.

        Raises
        ------
        core.errors.LumenaryError
            If it cannot be removed.
        """
        discard(training.run)
        self.look()


def place_of(training: InterruptedTraining) -> str:
    """Return how far a training came, in words."""
    return (
        f"in phase {training.phase}, after epoch {training.epoch} of {training.epochs}"
    )
