"""How long a job takes still, from what its worker says of parts of it."""

import time
from collections.abc import Callable

from core.jobs.events import EpochFinished, Event, PhaseStarted, Progress

_EPOCH = "Phase "
"""How the activity of an epoch's steps begins; see ``core/jobs/training_events.py``."""


class JobPace:
    """Tells the time left of a whole training from its epochs, else of an activity.

    Parameters
    ----------
    clock
        Returns seconds, from any beginning.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._training_ends: float | None = None

    def take(self, event: Event) -> None:
        """Learn from an event."""
        if isinstance(event, EpochFinished):
            self._training_ends = self._clock() + event.seconds_left
        elif isinstance(event, PhaseStarted) and event.phase == 1:
            self._training_ends = None

    def seconds_left(self, progress: Progress) -> float | None:
        """Return the seconds until the end; ``None`` as long as they are not known.

        Of a training that is the time if nothing stops it early, known after its first
        epoch: the time left of one epoch would be taken for it.
        """
        if not progress.activity.startswith(_EPOCH):
            return progress.seconds_left
        if self._training_ends is None:
            return None
        return max(self._training_ends - self._clock(), progress.seconds_left or 0.0)
