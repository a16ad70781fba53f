"""Turns what training says into the events of a job."""

from core.jobs.channel import Reporter
from core.jobs.events import EpochFinished, PhaseStarted
from core.training.trainer import EpochResult


class TrainingEvents:
    """A listener of training that reports; see ``TrainingListener``."""

    def __init__(self, report: Reporter) -> None:
        self._report = report
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

    def epoch_finished(self, result: EpochResult) -> None:
        """Report an epoch's numbers."""
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
                seconds_left=result.seconds_left,
                best=result.best,
                gpu_memory_mib=result.gpu_memory_mib,
            )
        )

    def notice(self, text: str) -> None:
        """Report something that the user should know."""
        self._report.warn(text)
