"""What a person reads in the terminal while a job runs."""

import pytest

from app.terminal.console_view import ConsoleView
from core.jobs.events import EpochFinished, Event, LearningEnded, PhaseStarted
from core.time_span import TimeSpan


def said(capsys: pytest.CaptureFixture[str], event: Event) -> str:
    with ConsoleView(json=False) as view:
        view.show(event)
    return capsys.readouterr().err


def epoch(left: TimeSpan | None) -> EpochFinished:
    return EpochFinished(
        phase=1,
        epoch=2,
        epochs=10,
        loss=0.51234,
        accuracy=0.8,
        val_loss=0.6,
        val_accuracy=0.75,
        learning_rate=1e-3,
        seconds=21.4,
        left=left,
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "(21 s)"),
        (TimeSpan.of(0), "(21 s)"),
        (TimeSpan.of(42.4), "(21 s, about 42 s left)"),
        (TimeSpan(120, 840), "(21 s, 2 to 14 min left)"),
        (TimeSpan.of(2 * 3600 + 1800), "(21 s, about 2 h 30 min left)"),
    ],
)
def test_an_epoch_says_how_good_it_was_and_how_long_it_still_takes(
    capsys: pytest.CaptureFixture[str], left: TimeSpan | None, words: str
) -> None:
    line = said(capsys, epoch(left))
    assert "epoch 2/10: loss 0.512, accuracy 80.0\N{NO-BREAK SPACE}%" in line
    assert line.rstrip().endswith(words)


def test_a_phase_is_a_number_for_the_recipe_says_what_learns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = said(capsys, PhaseStarted(phase=1, epochs=10))
    assert line == "Phase 1 of 2, up to 10 epochs\n"


def test_the_steps_that_finish_a_model_have_a_time_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = said(capsys, LearningEnded(left=TimeSpan.of(17)))
    assert line == "Learning has ended; the model is being finished, about 17 s left\n"
