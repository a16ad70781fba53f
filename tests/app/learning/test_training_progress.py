"""What a training's events add up to: steps, epochs, the best one, the time left."""

from app.learning.training_progress import TrainingProgress
from app.learning.training_steps import Step, steps_of
from core.jobs.events import (
    EpochFinished,
    Event,
    LearningEnded,
    Notice,
    PhaseStarted,
    Progress,
    Severity,
)
from core.time_span import TimeSpan

EXPECTED = TimeSpan(40, 100)


def epoch(
    phase: int,
    number: int,
    *,
    epochs: int = 2,
    left: TimeSpan | None = None,
    best: bool = False,
    memory: float | None = None,
) -> EpochFinished:
    return EpochFinished(
        phase=phase,
        epoch=number,
        epochs=epochs,
        loss=0.5,
        accuracy=0.8,
        val_loss=0.6,
        val_accuracy=0.7,
        learning_rate=1e-3,
        seconds=10,
        left=left,
        best=best,
        gpu_memory_mib=memory,
    )


def at_work(activity: str, done: int = 1, total: int | None = 4) -> Progress:
    return Progress(activity=activity, done=done, total=total)


def after(progress: TrainingProgress, *events: Event) -> TrainingProgress:
    for moment, event in enumerate(events, start=1):
        progress.take(event, float(moment))
    return progress


FINISHING = (
    at_work("Writing the model", 0, None),
    at_work("Learning what it knows"),
    at_work("Fitting thresholds"),
    at_work("Answering the test part"),
    at_work("Writing the report", 0, None),
)
LEARNING = (
    at_work("Reading stills"),
    PhaseStarted(phase=1, epochs=2),
    epoch(1, 1, best=True),
    epoch(1, 2),
    PhaseStarted(phase=2, epochs=1),
    epoch(2, 1, epochs=1, best=True, memory=800),
)


def test_every_step_is_met_in_its_order() -> None:
    progress = TrainingProgress((2, 1))
    met = [progress.step]
    for event in (*LEARNING, *FINISHING):
        progress.take(event, 0)
        if progress.step is not met[-1]:
            met.append(progress.step)
    assert tuple(met) == progress.steps == steps_of((2, 1), None)


def test_a_phase_without_epochs_is_no_step() -> None:
    assert Step.PHASE_1 not in steps_of((0, 3), None)
    assert steps_of((0, 3), 5)[-1] is Step.FOLDS


def test_a_phase_that_never_began_is_not_done() -> None:
    whole = after(TrainingProgress((2, 1)), *LEARNING, *FINISHING)
    assert whole.left_out == ()
    stopped = after(TrainingProgress((2, 1)), *LEARNING[:3])
    assert stopped.step is Step.PHASE_1
    assert stopped.left_out == ()
    assert after(stopped, *FINISHING).left_out == (Step.PHASE_2,)


def test_last_and_best_epoch_and_the_memory_are_known() -> None:
    progress = after(TrainingProgress((2, 1)), *LEARNING[:4])
    assert progress.last == epoch(1, 2)
    assert progress.best == epoch(1, 1, best=True)
    assert progress.gpu_memory_mib is None
    after(progress, *LEARNING[4:])
    assert progress.best == progress.last
    assert progress.gpu_memory_mib == 800
    assert [each.phase for each in progress.history] == [1, 1, 2]


def test_epochs_told_again_by_a_resumed_training_need_no_phase() -> None:
    progress = after(TrainingProgress((2, 4)), epoch(1, 2), epoch(2, 1, epochs=4))
    assert progress.step is Step.PHASE_2
    assert progress.share == 0.25


def test_the_share_of_a_phase_counts_the_epoch_that_runs() -> None:
    progress = after(TrainingProgress((4, 0)), PhaseStarted(phase=1, epochs=4))
    assert progress.share == 0
    after(progress, epoch(1, 1, epochs=4), at_work("Phase 1, epoch 2", 2, 4))
    assert progress.share == (1 + 0.5) / 4


def test_time_left_comes_from_the_estimate_until_epochs_tell_better() -> None:
    progress = TrainingProgress((2, 1), expected=EXPECTED, began=10)
    assert progress.time_left(10) == TimeSpan(40, 100)
    assert progress.time_left(30) == TimeSpan(20, 80)
    progress.take(epoch(1, 1, left=TimeSpan(30, 70)), 40)
    assert progress.time_left(40) == TimeSpan(30, 70)
    assert progress.time_left(45) == TimeSpan(25, 65)


def test_the_time_left_goes_on_running_while_the_model_is_finished() -> None:
    progress = after(TrainingProgress((2, 1), began=0), *LEARNING)
    progress.take(LearningEnded(left=TimeSpan.of(20)), 90)
    for event in FINISHING:
        progress.take(event, 94)
    assert progress.time_left(95) == TimeSpan.of(15)
    assert progress.time_left(1_000) == TimeSpan.of(0)


def test_a_stop_shortens_the_time_left_at_once() -> None:
    progress = after(TrainingProgress((2, 1)), epoch(1, 1, left=TimeSpan(60, 600)))
    progress.take(LearningEnded(left=TimeSpan.of(20)), 10)
    assert progress.time_left(10) == TimeSpan.of(20)


def test_an_epoch_of_an_earlier_version_leaves_what_was_expected() -> None:
    progress = TrainingProgress((2, 1), expected=EXPECTED)
    progress.take(epoch(1, 1), 10)
    assert progress.time_left(10) == TimeSpan(30, 90)


def test_nobody_claims_to_know_the_time_before_anything_was_measured() -> None:
    progress = after(TrainingProgress((2, 1)), at_work("Reading stills"))
    assert progress.time_left(1) is None


def test_folds_are_counted_and_leave_the_curves_alone() -> None:
    progress = TrainingProgress((2, 1), folds=2)
    moment = 0.0
    for event in (*LEARNING, *FINISHING):
        moment += 1
        progress.take(event, moment)
    learnt = len(progress.epochs)
    for fold in (1, 2):
        for event in (*LEARNING[1:], *FINISHING):
            moment += 1
            progress.take(event, moment)
            assert progress.step is Step.FOLDS
            assert progress.fold == fold
    assert len(progress.epochs) == learnt
    assert progress.steps[-1] is Step.FOLDS


def test_epochs_of_folds_tell_the_time_left_and_are_no_epochs_of_the_training() -> None:
    progress = after(TrainingProgress((2, 1), folds=3), *LEARNING, *FINISHING)
    progress.take(PhaseStarted(phase=1, epochs=1), 200)
    progress.take(epoch(1, 1, left=TimeSpan(100, 300)), 210)
    assert progress.time_left(220) == TimeSpan(90, 290)
    assert len(progress.epochs) == 3


def test_warnings_are_kept_and_news_are_not() -> None:
    told = [Notice(severity=s, message=str(s)) for s in Severity]
    assert after(TrainingProgress((1, 1)), *told).warnings == ["warning"]
