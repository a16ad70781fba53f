"""What follows the last epoch: the model always, folds where they are asked for."""

from dataclasses import replace

import pytest

from core.jobs.channel import Reporter
from core.jobs.events import EpochFinished, Event, LearningEnded
from core.jobs.time_after_learning import AfterLearning, finishing, share_of_fold
from core.jobs.training_events import TrainingEvents
from core.recipes.recipe import TrainingSettings
from core.time_span import TimeSpan
from core.training.learning_time import ALL_LAYERS_TO_HEAD_WARM_UP
from tests.core.training.drawn import phases
from tests.core.training.kept_epochs import EPOCH

TRAINING = TrainingSettings(phases=phases(4, 5), patience=2)
AFTER = AfterLearning(TRAINING, stills=100, validation=20)
HEAD = replace(EPOCH, phase=1, seconds=12.0, warm_up=10.0, validating=1.0)
ALL = replace(EPOCH, phase=2, seconds=15.0, warm_up=8.0, validating=1.0)


def test_the_model_takes_what_compiling_and_validating_took() -> None:
    assert AFTER.time([ALL]) == TimeSpan.of(finishing(8.0, 100 / 20))
    both = (10.0 * ALL_LAYERS_TO_HEAD_WARM_UP + 8.0) / 2
    assert AFTER.time([HEAD, ALL]) == TimeSpan.of(finishing(both, 100 / 20))
    assert finishing(2.0, 5.0) > finishing(1.0, 5.0) > finishing(1.0, 1.0) > 1.0


def test_more_stills_take_longer() -> None:
    more = replace(AFTER, stills=1_000)
    difference = more.time([HEAD]).most - AFTER.time([HEAD]).most
    assert difference == pytest.approx(900 / 20)


def test_each_fold_is_a_training_that_may_end_early() -> None:
    folds = replace(AFTER, folds=5, share=share_of_fold(5), all_layers_to_head=2.0)
    model = AFTER.time([HEAD]).most
    told = folds.time([HEAD])
    least = 10 + 12 + 3 * 2 + 3 * 4  # compiling, and patience + 1 epochs of each phase
    most = 10 + 12 + 4 * 2 + 5 * 4
    share = share_of_fold(5)
    assert told.least == pytest.approx(model + 5 * (share * least + model))
    assert told.most == pytest.approx(model + 5 * (share * most + model))
    assert folds.without_folds.time([HEAD]) == AFTER.time([HEAD])


def test_a_fold_learns_from_less_the_fewer_there_are() -> None:
    assert share_of_fold(None) == 1
    assert share_of_fold(2) < share_of_fold(5) < share_of_fold(20)


def told_by(after: AfterLearning, *, stopped: bool) -> list[Event]:
    events: list[Event] = []
    listener = TrainingEvents(Reporter(events.append), after)
    listener.epoch_finished(HEAD, TimeSpan(10, 60))
    listener.learning_ended(stopped=stopped)
    return events


def test_events_tell_the_time_until_the_end_of_the_job() -> None:
    epoch, ended = told_by(AFTER, stopped=False)
    rest = AFTER.time([HEAD])
    assert isinstance(epoch, EpochFinished)
    assert epoch.left == TimeSpan(10, 60) + rest
    assert ended == LearningEnded(left=rest)


def test_a_stop_leaves_the_folds_out() -> None:
    folds = replace(AFTER, folds=3)
    *_, ended = told_by(folds, stopped=True)
    *_, whole = told_by(folds, stopped=False)
    assert isinstance(ended, LearningEnded)
    assert isinstance(whole, LearningEnded)
    assert ended.left == AFTER.time([HEAD])
    assert whole.left.most > ended.left.most
