"""One epoch: the training stills once, then the validation stills as they are."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.recipes.recipe import PhaseSettings
from core.training.feeding import Batch, LabelledImages, TrainingFeed, equal_chunks
from core.training.history import TrainingListener
from core.training.learner import OutOfMemory, Score
from core.training.learning_time import Laps
from core.training.network_state import NetworkState
from core.training.stopping import StopPoint
from core.training.weights_reading import Values

_T = TypeVar("_T")

_HALVED = (
    "The memory wasn't enough for {before} stills at a time; training goes on with "
    "{after} at a time. It takes longer, and nothing is lost."
)


class LearningNetwork(Protocol):
    """What a training asks of its network; see ``Learner``."""

    @property
    def weights(self) -> Values:
        """A copy of all weights."""

    @property
    def state(self) -> NetworkState:
        """A copy of all that the next step depends on; only within a phase."""

    def restore(self, weights: Values) -> None:
        """Go back to earlier weights."""

    def resume(self, state: NetworkState) -> None:
        """Go on from a state of the phase that was started last."""

    def start_phase(self, phase: PhaseSettings) -> None:
        """Choose what learns."""

    def learn(self, batch: Batch) -> Score:
        """Make one step, or raise ``OutOfMemory``."""

    def answer(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return logits, or raise ``OutOfMemory``."""


class EpochRunner:
    """Trains and validates, with smaller batches once the memory was not enough.

    Parameters
    ----------
    learner
        The network.
    feed
        Training stills.
    validation
        Validation stills, at least one; only preprocessed.
    batch
        Stills in a batch, at most.
    stop
        Looked at before each step.
    listener
        Is told of steps and of smaller batches.
    """

    def __init__(
        self,
        learner: LearningNetwork,
        feed: TrainingFeed,
        validation: LabelledImages,
        *,
        batch: int,
        stop: StopPoint,
        listener: TrainingListener,
    ) -> None:
        self._learner = learner
        self._feed = feed
        self._validation = validation
        self._stop = stop
        self._listener = listener
        self.epochs_begun = 0
        """Of all phases: order and augmentation follow from it."""
        self.batch = batch
        self.warm_up = 0.0
        """Seconds of the last epoch that only the first of a phase needs."""
        self.validating = 0.0
        """Seconds of the last validation, without its warm-up."""
        self._has_answered = False

    def train(self, phase: int, epoch: int) -> Score:
        """Go through the training stills once; return the mean over them.

        No still is learnt twice: where the memory falls short in the middle, the epoch
        begins anew from the weights it began with.
        """
        self.epochs_begun += 1
        begin = self._learner.weights
        return self._with_enough_memory(
            lambda: self._train(phase, epoch),
            undo=lambda: self._learner.restore(begin),
        )

    def validate(self) -> Score:
        """Answer the validation stills as they are."""
        return self._with_enough_memory(self._validate)

    def _train(self, phase: int, epoch: int) -> Score:
        total = self._feed.batches(self.batch)
        scores: list[Score] = []
        laps = Laps()
        with closing(self._feed.epoch(self.epochs_begun, self.batch)) as batches:
            for batch in batches:
                self._stop.check()
                scores.append(self._learner.learn(batch))
                laps.lap()
                self._listener.step(phase, epoch, len(scores), total)
                if self._stop.cuts_epoch_short:
                    break
        self.warm_up = laps.warm_up
        return _mean(scores)

    def _validate(self) -> Score:
        part = self._validation
        chunks = equal_chunks(part.indices, self.batch)
        self.warm_up += self._first_answer(chunks[0])
        begin = time.monotonic()
        logits: list[NDArray[np.float32]] = []
        for chunk in chunks:
            self._stop.check()
            logits.append(self._learner.answer(part.images.batch(chunk)))
        self.validating = time.monotonic() - begin
        return score(
            np.concatenate(logits)[: len(part)],
            part.labels,
            self._feed.weights_of(part.labels),
        )

    def _first_answer(self, chunk: Sequence[int]) -> float:
        """Have answering compiled, once; return the seconds that this takes.

        Validation may have a single batch, whose time would tell nothing of the next.
        """
        if self._has_answered:
            return 0.0
        begin = time.monotonic()
        self._learner.answer(self._validation.images.batch(chunk))
        self._has_answered = True
        return time.monotonic() - begin

    def _with_enough_memory(
        self, work: Callable[[], _T], *, undo: Callable[[], None] = lambda: None
    ) -> _T:
        """Do the work; if need be undo it and do it again with half the batch.

        Of an epoch undone, the optimizer's averages of past gradients remain.
        """
        while True:
            try:
                return work()
            except OutOfMemory:
                if self.batch == 1:
                    raise
                undo()
                before, self.batch = self.batch, self.batch // 2
                self._listener.notice(_HALVED.format(before=before, after=self.batch))


def score(
    logits: NDArray[np.float32],
    labels: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> Score:
    """Return cross-entropy and accuracy of logits of shape (n, classes).

    Stills count in the loss as they do in training: an epoch that is better for rare
    classes must not look worse because frequent ones paid for it.
    """
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    losses = log_sums - shifted[np.arange(len(labels)), labels]
    right = logits.argmax(axis=1) == labels
    return Score(float(np.average(losses, weights=weights)), float(right.mean()))


def _mean(scores: Sequence[Score]) -> Score:
    """Return the mean over batches, which all have the same size."""
    return Score(
        float(np.mean([each.loss for each in scores])),
        float(np.mean([each.accuracy for each in scores])),
    )
