"""How long a training would take: told before it, by a few steps of each phase."""

from pathlib import Path

import pytest

from core.control import Control
from core.jobs.events import Event, Failed, Finished, Progress
from core.jobs.requests import EstimateTrainingRequest, TrainingChoices, TrainRequest
from core.jobs.results import EstimateTrainingResult
from core.jobs.run import new_job, run_job, save_job
from core.time_span import TimeSpan
from tests.core.jobs.small_training import SmallTraining, small_training


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallTraining:
    return small_training(tmp_path_factory.mktemp("training"))


def estimated(
    small: SmallTraining, **more: object
) -> tuple[EstimateTrainingResult, list[Event]]:
    """Run in this process: what it imports, other tests need as well."""
    asked = small.request.model_copy(update=more)
    request = EstimateTrainingRequest(
        **{name: getattr(asked, name) for name in shared_fields()}
    )
    events: list[Event] = []
    job = new_job(request, small.folders)
    last = run_job(job, save_job(job).parent, events.append, Control())
    assert isinstance(last, Finished), last
    assert isinstance(last.result, EstimateTrainingResult)
    return last.result, events


def shared_fields() -> set[str]:
    own = set(EstimateTrainingRequest.model_fields) - {"kind"}
    assert own <= set(TrainRequest.model_fields)
    return own


@pytest.mark.slow
def test_both_phases_are_measured_and_add_up(small: SmallTraining) -> None:
    result, events = estimated(small)
    assert 0 < result.learning.least < result.learning.most  # patience is 2
    assert result.after == TimeSpan.of(result.after.most)
    assert result.all_layers_to_head > 1
    for least_or_most in ("least", "most"):
        total, learning, after = (
            getattr(span, least_or_most)
            for span in (result.takes, result.learning, result.after)
        )
        assert total > learning + after > 0
    assert result.stills == 48
    assert 1 < result.groups < 48
    assert result.device.startswith("CPU, ")
    steps = [
        e for e in events if isinstance(e, Progress) and e.activity[:6] == "Timing"
    ]
    assert steps[-1].done == steps[-1].total
    assert not list((small.folders.home / "cache").glob("**/*.still"))

    longer, _ = estimated(
        small,
        choices=TrainingChoices(epochs=(0, 40), device="cpu", patience=0),
        folds=3,
    )
    assert longer.learning == TimeSpan.of(longer.learning.most)
    assert longer.after.most > 3 * 0.7 * longer.learning.most > 0


def test_what_is_no_labelled_folder_is_said(
    small: SmallTraining, tmp_path: Path
) -> None:
    job = new_job(EstimateTrainingRequest(folder=tmp_path), small.folders)
    last = run_job(job, save_job(job).parent, lambda event: None, Control())
    assert isinstance(last, Failed)
    assert not last.is_bug
