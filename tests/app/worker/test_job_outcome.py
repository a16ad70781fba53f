"""How the end of a job is said."""

from pathlib import Path

import pytest

from app.worker.job_outcome import OutcomeKind, died, told
from app.worker.process_end import Ending, ProcessEnd
from core.jobs.events import Cancelled
from core.jobs.requests import (
    ClassifyRequest,
    DrawSamplesRequest,
    Job,
    TrainRequest,
)
from core.paths import UserFolders
from core.training.checkpoints import CHECKPOINTS_FOLDER
from tests.core.training.kept_epochs import saved

JOB = Job(
    id="one",
    program_version="1",
    home=Path("home"),
    request=DrawSamplesRequest(out=Path("out")),
)


def test_a_cancel_is_no_problem() -> None:
    outcome = told(JOB, Cancelled(message="Cancelled."), 1)
    assert outcome.kind is OutcomeKind.CANCELLED
    assert outcome.problem is None


@pytest.mark.parametrize(
    ("end", "is_bug", "hint"),
    [
        (ProcessEnd(Ending.EXITED, 1), True, "Start the work again"),
        (ProcessEnd(Ending.CRASHED, 11), True, "Start the work again"),
        (ProcessEnd(Ending.CRASHED, 9), False, "memory"),
        (ProcessEnd(Ending.CRASHED, 0xC0000005), True, "Start the work again"),
        (ProcessEnd(Ending.NEVER_STARTED, reason="No such"), False, "install"),
        (ProcessEnd(Ending.ABANDONED), False, "Start the work again"),
    ],
)
def test_a_death_says_what_to_do(end: ProcessEnd, is_bug: bool, hint: str) -> None:
    outcome = died(JOB, end, 1, log="the log")
    assert outcome.problem is not None
    assert outcome.sentence == str(end)
    assert outcome.problem.is_bug is is_bug
    assert hint in outcome.problem.hint
    assert outcome.problem.details == f"{end.details}\n\nthe log"


def test_only_of_a_classification_findings_are_said_to_be_kept() -> None:
    request = ClassifyRequest(folder=Path("stills"))
    classifies = JOB.model_copy(update={"request": request})
    hints = [
        outcome.problem.hint
        for job in (JOB, classifies)
        if (outcome := died(job, ProcessEnd(Ending.CRASHED, 9), 1, log="")).problem
    ]
    assert ["findings so far are kept" in hint for hint in hints] == [False, True]


def test_a_training_with_a_finished_epoch_is_gone_on_with(tmp_path: Path) -> None:
    request = TrainRequest(folder=Path("stills"), name="colon")
    trains = JOB.model_copy(update={"home": tmp_path, "request": request})
    for end in (ProcessEnd(Ending.CRASHED, 9), ProcessEnd(Ending.EXITED, 1)):
        assert "tart the work again" in hint_of(trains, end)
    saved(UserFolders(tmp_path).runs / "one" / CHECKPOINTS_FOLDER, 1)
    for end in (ProcessEnd(Ending.CRASHED, 9), ProcessEnd(Ending.EXITED, 1)):
        assert "press “go on” on the train page" in hint_of(trains, end).lower()
        assert "start the work again" not in hint_of(trains, end).lower()


def hint_of(job: Job, end: ProcessEnd) -> str:
    problem = died(job, end, 1, log="").problem
    assert problem is not None
    return problem.hint


def test_the_codes_of_windows_are_told_as_one_looks_them_up() -> None:
    assert "0xc0000005" in ProcessEnd(Ending.CRASHED, 0xC0000005).details
