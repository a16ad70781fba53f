"""Turns what training says into the events of a job."""

from core.jobs.channel import Reporter
from core.jobs.events import EpochFinished, LearningEnded, PhaseStarted
from core.jobs.time_after_learning import AfterLearning
from core.time_span import TimeSpan
from core.training.trainer import EpochResult


class TrainingEvents:
    """A listener of training that reports; see ``TrainingListener``.

    Parameters
    ----------
    report
        Sends the events.
    after
        What follows the last epoch, for the time left.
    """

    def __init__(self, report: Reporter, after: AfterLearning) -> None:
        self._report = report
        self._after = after
        self._history: list[EpochResult] = []
        self._steps = report.activity("Training")

    def phase_started(self, phase: int, epochs: int) -> None:
        """Report the beginning of a phase."""
        self._report.event(PhaseStarted(phase=phase, epochs=epochs))

    def step(self, phase: int, epoch: int, done: int, total: int) -> None:
        """Report how far an epoch is, in batches."""
        if done <= 1:
            # the clock begins after the first step, which has nothing before it
            name = f"Phase {phase}, epoch {epoch}"
            self._steps = self._report.activity(name, already=done)
        self._steps(done, total)

    def epoch_finished(self, result: EpochResult, left: TimeSpan) -> None:
        """Report an epoch's numbers, and how long the whole job still takes."""
        self._history.append(result)
        self._report.event(
            EpochFinished(
                phase=result.phase,
                epoch=result.epoch,
                epochs=result.epochs,
                loss=result.loss,
                accuracy=result.accuracy,
                val_loss=result.val_loss,
                val_accuracy=result.val_accuracy,
                learning_rate=result.learning_rate,
                seconds=result.seconds,
                warm_up=result.warm_up,
                left=left + self._after.time(self._history),
                best=result.best,
                gpu_memory_mib=result.gpu_memory_mib,
            )
        )

    def learning_ended(self, *, stopped: bool) -> None:
        """Report that nothing more is learnt; if that was asked for, no fold either."""
        after = self._after.without_folds if stopped else self._after
        self._report.event(LearningEnded(left=after.time(self._history)))

    def notice(self, text: str) -> None:
        """Report something that the user should know."""
        self._report.warn(text)
