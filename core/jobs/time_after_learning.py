"""How long a training still takes after its last epoch: the model, and the folds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.dataset.splits import DEFAULT_FRACTIONS
from core.recipes.recipe import TrainingSettings
from core.time_span import TimeSpan
from core.training.history import EpochResult
from core.training.learning_time import ALL_LAYERS_TO_HEAD, learning_left, pace_of

_EXPORT_TO_COMPILING: Final = 2.3
"""Writing and checking the network takes so many times what compiling a step of all its
layers does; both build the same graph. 11.1 against 4.8 s of processor time."""
_REPORT_TO_COMPILING: Final = 1.1
"""The same of thresholds, baselines, intervals and the report, nearly all of which is
importing the libraries for it: 5.0 against 4.8 s of processor time."""

_ENDING_SECONDS: Final = 3.0
"""Publishing the model, and the end of TensorFlow's process: 1 to 6 s."""


@dataclass(frozen=True, slots=True)
class AfterLearning:
    """What follows the last epoch of a training.

    Parameters
    ----------
    training
        The recipe's.
    stills
        That the finished network answers: of all parts.
    validation
        Stills that each epoch is validated on.
    folds
        Trainings of a cross-validation that come after this one, each on ``share`` of
        what this one learns from.
    all_layers_to_head
        As it was measured; the folds' time rests on it until phase 2 has run.
    """

    training: TrainingSettings
    stills: int
    validation: int
    folds: int = 0
    share: float = 1.0
    all_layers_to_head: float = ALL_LAYERS_TO_HEAD

    @property
    def without_folds(self) -> "AfterLearning":
        """What follows where training was stopped: the folds are left out."""
        return replace(self, folds=0)

    def time(self, history: Sequence[EpochResult]) -> TimeSpan:
        """Return the seconds from the last epoch to the end.

        Parameters
        ----------
        history
            All epochs so far, at least one.
        """
        pace = pace_of(history, all_layers_to_head=self.all_layers_to_head)
        answering = self.stills * _of_one(history, self.validation)
        of_model = finishing(pace.compiling, answering)
        if not self.folds:
            return TimeSpan.of(of_model)
        phases, patience = self.training.phases, self.training.patience
        learning = learning_left(phases, (), pace, patience=patience)
        fold = learning * self.share + TimeSpan.of(of_model)
        return TimeSpan.of(of_model) + fold * self.folds


def finishing(compiling: float, answering: float) -> float:
    """Return the seconds that make a model and its report of the best weights.

    Parameters
    ----------
    compiling
        Seconds that compiling a step of all layers takes.
    answering
        Seconds for the answers to all stills.
    """
    building = (_EXPORT_TO_COMPILING + _REPORT_TO_COMPILING) * compiling
    return building + answering + _ENDING_SECONDS


def share_of_fold(folds: int | None) -> float:
    """Return what a fold learns from, in parts of what a training itself does."""
    if folds is None:
        return 1.0
    train, validation, _ = DEFAULT_FRACTIONS
    return (1 - 1 / folds) / (train + validation)


def _of_one(history: Sequence[EpochResult], validation: int) -> float:
    return history[-1].validating / max(validation, 1)
