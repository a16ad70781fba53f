"""How the end of a job is said."""

from pathlib import Path

import pytest

from app.job_outcome import OutcomeKind, died, sentence_of, told
from app.process_end import Ending, ProcessEnd
from core.jobs.events import Cancelled
from core.jobs.requests import DrawSamplesRequest, Job
from core.jobs.results import ClassifyResult, ExportFindingsResult, JobResult

JOB = Job(
    id="one",
    program_version="1",
    home=Path("home"),
    request=DrawSamplesRequest(out=Path("out")),
)


def classified(stills: int, unreadable: int) -> ClassifyResult:
    return ClassifyResult(
        model="small",
        run=Path("run"),
        table=Path("findings.csv"),
        stills=stills,
        unreadable=unreadable,
        accepted=stills - unreadable,
        review=0,
        refused=0,
        by_class={},
        seconds=1,
    )


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (classified(1, 0), "Classified 1 still in 12 s."),
        (classified(1_200, 0), "Classified 1,200 stills in 12 s."),
        (
            classified(120, 3),
            "Classified 117 of 120 stills in 12 s; 3 could not be read.",
        ),
        (
            ExportFindingsResult(table=Path("a/b.csv"), stills=3, reviewed=1),
            "Wrote b.csv in 12 s.",
        ),
    ],
)
def test_what_was_made_in_a_line(result: JobResult, sentence: str) -> None:
    assert sentence_of(result, 12) == sentence


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


def test_the_codes_of_windows_are_told_as_one_looks_them_up() -> None:
    assert "0xc0000005" in ProcessEnd(Ending.CRASHED, 0xC0000005).details
