"""When training goes on, stops, keeps and warns: a network that follows a script."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.control import Cancelled, Control
from core.images.augmentation import Augmenter
from core.images.settings import AugmentationSettings
from core.recipes.recipe import PhaseSettings
from core.training.checkpoints import Checkpoints
from core.training.course import Course, TrainingDiverged
from core.training.epochs import EpochRunner
from core.training.feeding import Batch, TrainingFeed
from core.training.history import EpochResult
from core.training.keeping import Keeper
from core.training.learner import OutOfMemory, Score
from core.training.network_state import NetworkState
from core.training.stopping import StopPoint
from core.training.weights_reading import Values
from tests.core.training.drawn import Diary, part, phases

STILLS = 16


@dataclass
class ScriptedNetwork:
    """Its weights count its steps; its validation losses come from a list."""

    val_losses: Sequence[float]
    train_loss: float = 1.0
    memory_for: int = 1000
    """Stills that fit."""
    short_at_step: int = 0
    """The step, counted from 1, at which they don't fit once; 0 for none."""
    steps: int = 0
    validations: int = 0
    is_warm: bool = False
    begun_with: list[int] = field(default_factory=list)
    """Its weights at the beginning of each phase."""
    batches: list[int] = field(default_factory=list)

    @property
    def weights(self) -> Values:
        return [np.array([self.steps], np.float32)]

    def restore(self, weights: Values) -> None:
        self.steps = int(weights[0][0])

    @property
    def state(self) -> NetworkState:
        return NetworkState(self.weights, seeds=[], optimizer=[])

    def resume(self, state: NetworkState) -> None:
        self.restore(state.weights)

    def start_phase(self, phase: PhaseSettings) -> None:
        self.begun_with.append(self.steps)

    def learn(self, batch: Batch) -> Score:
        short = self.steps + 1 == self.short_at_step
        if short or len(batch.images) > self.memory_for:
            self.short_at_step = 0 if short else self.short_at_step
            raise OutOfMemory(len(batch.images))
        self.steps += 1
        self.batches.append(len(batch.images))
        self.train_loss *= 0.99
        return Score(self.train_loss, 0.5)

    def answer(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Answer all stills of a validation, which come as one batch.

        The very first answer is not looked at: it only has answering compiled.
        """
        if not self.is_warm:
            self.is_warm = True
            return np.zeros((len(images), 2), np.float32)
        loss = self.val_losses[self.validations]
        self.validations += 1
        wrong = np.log(np.expm1(np.float64(loss)))
        dark = np.arange(len(images)) % 2 == 0
        return np.where(dark[:, None], [0, wrong], [wrong, 0]).astype(np.float32)


@dataclass
class Rig:
    network: ScriptedNetwork
    course: Course
    runner: EpochRunner
    diary: Diary
    control: Control
    log: list[int]

    def epoch(self, history: Sequence[EpochResult]) -> None:
        self.log.append(len(history))


def rig(
    val_losses: Sequence[float],
    *,
    head: int,
    everything: int,
    patience: int = 0,
    batch: int = STILLS,
    diary: Diary | None = None,
    memory_for: int = 1000,
    checkpoints: Checkpoints | None = None,
) -> Rig:
    network = ScriptedNetwork(val_losses, memory_for=memory_for)
    control, listener = Control(), diary or Diary()
    stop = StopPoint(control)
    feed = TrainingFeed(
        part(STILLS, seed=1),
        Augmenter(AugmentationSettings()),
        class_weights=np.ones(2, np.float32),
        seed=1,
        threads=1,
    )
    runner = EpochRunner(
        network, feed, part(8, seed=2), batch=batch, stop=stop, listener=listener
    )
    made = Rig(network, None, runner, listener, control, [])  # type: ignore[arg-type]
    made.course = Course(
        network,
        runner,
        phases=phases(head, everything),
        patience=patience,
        stop=stop,
        listener=listener,
        log=made,
        keeper=Keeper(checkpoints, notice=listener.notice),
    )
    return made


def test_validation_loss_is_what_the_logits_say() -> None:
    run = rig([0.7], head=1, everything=0)
    run.course.run()
    assert run.diary.results[0].val_loss == pytest.approx(0.7, rel=1e-5)


def test_each_phase_begins_and_ends_with_the_best_weights() -> None:
    run = rig([0.9, 0.5, 0.8, 0.7, 0.4, 0.6], head=3, everything=3)
    run.course.run()
    # one step an epoch: phase 1 was best after its 2nd, phase 2 after 2 more
    assert run.network.begun_with == [0, 2]
    assert run.network.steps == 4
    assert not run.diary.notices
    assert run.log == [1, 2, 3, 4, 5, 6]


def test_phase_1_is_kept_when_phase_2_is_never_better() -> None:
    run = rig([0.9, 0.5, 0.6, 0.7], head=2, everything=2)
    run.course.run()
    assert run.network.steps == 2
    (notice,) = run.diary.notices
    assert "phase 1, epoch 2, are kept" in notice


def test_patience_ends_a_phase() -> None:
    run = rig([0.5, 0.6, 0.55, 0.4, 0.5, 0.5, 0.3], head=9, everything=2, patience=2)
    run.course.run()
    assert [(r.phase, r.epoch) for r in run.course.history] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 2),
    ]


def test_patience_of_zero_never_ends_a_phase() -> None:
    run = rig([0.1 * n for n in range(1, 8)], head=7, everything=0, patience=0)
    run.course.run()
    assert len(run.course.history) == 7


class CancelAtStep(Diary):
    """Asks for something at the given step of all."""

    def __init__(self, step: int, ask: str) -> None:
        super().__init__()
        self.at, self.ask = step, ask
        self.control: Control | None = None

    def step(self, phase: int, epoch: int, done: int, total: int) -> None:
        super().step(phase, epoch, done, total)
        if len(self.steps) == self.at and self.control:
            getattr(self.control, self.ask)()


def asked_at(step: int, ask: str) -> Rig:
    diary = CancelAtStep(step, ask)
    run = rig([0.9, 0.5, 0.4, 0.3], head=2, everything=2, batch=4, diary=diary)
    run.network.val_losses = [loss for loss in (0.9, 0.5, 0.4, 0.3) for _ in range(2)]
    diary.control = run.control
    return run


@pytest.mark.parametrize("step", [1, 4, 6, 9])
def test_cancel_takes_effect_before_the_next_step(step: int) -> None:
    run = asked_at(step, "cancel")
    with pytest.raises(Cancelled):
        run.course.run()
    assert run.network.steps == step


def test_stop_in_the_first_epoch_keeps_what_was_learnt() -> None:
    run = asked_at(2, "stop_and_keep")
    run.course.run()
    assert run.network.steps == 2
    assert len(run.course.history) == 1
    assert run.course.stopped_by_user


def test_stop_in_phase_1_skips_phase_2_and_keeps_the_best() -> None:
    run = asked_at(6, "stop_and_keep")
    run.course.run()
    assert run.diary.phases == [(1, 2)]
    assert run.network.steps == 4
    assert run.course.stopped_by_user


def test_stop_in_phase_2_keeps_the_best_of_all() -> None:
    run = asked_at(14, "stop_and_keep")
    run.course.run()
    assert len(run.course.history) == 3
    assert run.network.steps == 12


def test_too_little_memory_halves_the_batch_and_says_so() -> None:
    run = rig([0.5] * 9, head=1, everything=1, batch=16, memory_for=4)
    run.course.run()
    assert run.runner.batch == 4
    assert sum(run.network.batches) == 2 * STILLS
    assert [text[:38] for text in run.diary.notices[:2]] == [
        "The memory wasn't enough for 16 stills",
        "The memory wasn't enough for 8 stills ",
    ]


def test_steps_before_memory_fell_short_are_undone() -> None:
    run = rig([0.5, 0.5], head=1, everything=0, batch=8)
    run.network.short_at_step = 2
    run.course.run()
    assert run.network.batches == [8, 4, 4, 4, 4]
    assert run.network.steps == 4


def test_memory_for_not_even_one_still_is_an_error() -> None:
    run = rig([0.5], head=1, everything=0, memory_for=0)
    with pytest.raises(OutOfMemory, match="1 stills"):
        run.course.run()


def test_divergence_at_once_is_an_error() -> None:
    run = rig([np.nan], head=1, everything=1)
    with pytest.raises(TrainingDiverged):
        run.course.run()


def test_divergence_later_keeps_the_best_and_says_so() -> None:
    run = rig([0.5, np.nan], head=1, everything=3)
    run.course.run()
    assert run.network.steps == 1
    assert "grew beyond bounds" in run.diary.notices[0]
    assert len(run.course.history) == 1


def test_overfitting_is_said_once() -> None:
    run = rig([0.5, 0.6, 0.7, 0.8, 0.9, 1.0], head=6, everything=0)
    run.course.run()
    (notice,) = run.diary.notices
    assert "over-fitting, from epoch 2 of phase 1 on" in notice


def test_a_rise_that_hardly_shows_is_no_overfitting() -> None:
    run = rig([0.5, 0.501, 0.502, 0.503], head=4, everything=0)
    run.course.run()
    assert not run.diary.notices


def test_no_time_is_left_after_the_last_epoch() -> None:
    run = rig([0.5, 0.4, 0.3], head=2, everything=1)
    run.course.run()
    assert all(left.most == left.least for left in run.diary.left)
    assert run.diary.left[0].most > run.diary.left[2].most == 0


def test_the_time_left_is_a_span_as_long_as_a_phase_may_end_early() -> None:
    run = rig([0.5, 0.6, 0.7, 0.4, 0.5, 0.6], head=6, everything=6, patience=2)
    run.course.run()
    first, *_, last = run.diary.left
    assert 0 < first.least < first.most
    assert last.most == 0, "patience ended phase 2"
    assert [left.most > 0 for left in run.diary.left] == [True] * 5 + [False]


def test_epochs_that_are_told_again_have_a_time_left(tmp_path: Path) -> None:
    begun = rig([0.5, 0.4], head=2, everything=1, checkpoints=Checkpoints(tmp_path))
    with pytest.raises(IndexError):  # the script ends in phase 2
        begun.course.run()
    again = rig([0.3], head=2, everything=1)
    again.course.run(Checkpoints(tmp_path).newest())
    assert [left.most > 0 for left in again.diary.left] == [True, True, False]


def test_a_single_batch_of_validation_stills_tells_its_time_too() -> None:
    run = rig([0.5, 0.4], head=2, everything=0)
    run.course.run()
    first, second = run.course.history
    assert first.warm_up > 0
    assert second.warm_up < first.warm_up
    assert 0 < first.validating < first.seconds
