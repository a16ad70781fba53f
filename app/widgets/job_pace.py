"""How long a job takes still, from what its worker says of parts of it."""

import time
from collections.abc import Callable

from core.jobs.events import EpochFinished, Event, LearningEnded, Progress
from core.time_span import TimeSpan

_EPOCH = "Phase "
"""How the activity of an epoch's steps begins; see ``core/jobs/training_events.py``."""


class JobPace:
    """Tells the time left of a whole training once it is known, else of an activity.

    Parameters
    ----------
    clock
        Returns seconds, from any beginning.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: tuple[TimeSpan, float] | None = None
        """The time left of a training, and when it was told."""

    def take(self, event: Event) -> None:
        """Learn from an event."""
        if isinstance(event, EpochFinished | LearningEnded) and event.left is not None:
            self._told = event.left, self._clock()

    def time_left(self, progress: Progress) -> TimeSpan | None:
        """Return how long it still takes; ``None`` as long as that is not known.

        Of a training it is known after its first epoch: the time left of one epoch, or
        of one of the steps that finish the model, would be taken for it.
        """
        if self._told is not None:
            left, moment = self._told
            return left.after(self._clock() - moment)
        if progress.seconds_left is None or progress.activity.startswith(_EPOCH):
            return None
        return TimeSpan.of(progress.seconds_left)
