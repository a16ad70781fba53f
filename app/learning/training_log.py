"""What a training did, line after line, for whoever unfolds the log."""

from datetime import datetime

from app.durations import in_words
from core.evaluation.wording import decimal, percent
from core.jobs.events import (
    EpochFinished,
    Event,
    Notice,
    PhaseStarted,
    Progress,
    Severity,
)


class TrainingLog:
    """Turns events into lines; progress gives one line when another activity begins."""

    def __init__(self) -> None:
        self._activity = ""

    def line(self, event: Event, now: datetime) -> str | None:
        """Return the line for an event, or none where it says nothing new."""
        words = self._words(event)
        return f"{now:%H:%M:%S}  {words}" if words else None

    def _words(self, event: Event) -> str:
        match event:
            case Progress(activity=activity):
                return self._words_of_activity(activity)
            case PhaseStarted(phase=phase, epochs=epochs):
                return f"Phase {phase} begins: up to {epochs} epochs"
            case EpochFinished():
                return epoch_in_words(event)
            case Notice(severity=severity, message=message):
                return f"! {message}" if severity is Severity.WARNING else message
            case _:
                return ""

    def _words_of_activity(self, activity: str) -> str:
        if activity == self._activity:
            return ""
        self._activity = activity
        # an epoch has a line of its own when it is done
        return "" if activity.startswith("Phase ") else activity


def epoch_in_words(epoch: EpochFinished) -> str:
    """Return an epoch's numbers in a line."""
    mark = " · best so far" if epoch.best else ""
    return (
        f"Phase {epoch.phase}, epoch {epoch.epoch} of {epoch.epochs}: "
        f"training loss {decimal(epoch.loss)}, {percent(epoch.accuracy)} right; "
        f"validation loss {decimal(epoch.val_loss)}, {percent(epoch.val_accuracy)} "
        f"right; {in_words(epoch.seconds)}{mark}"
    )
