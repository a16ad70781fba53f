"""What each kind of job says that it made."""

from pathlib import Path

import pytest

from app.worker.outcome_sentences import counted, sentence_of
from core.jobs.results import (
    ClassifyResult,
    EstimateTrainingResult,
    EvaluateResult,
    ExportFindingsResult,
    JobResult,
    ReviseLabelsResult,
    SortStillsResult,
    TrainResult,
    UndoSortResult,
)
from core.time_span import TimeSpan
from tests.core.library.test_evaluation_record import record


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


def sorted_(**changes: object) -> SortStillsResult:
    values = {
        "folder": Path("a/clinic sorted"),
        "manifest": None,
        "dry_run": False,
        "copied": {"polyp": 1000, "review": 200},
        "already": 0,
        "left_out": {},
        "renamed": 0,
        "renamed_examples": (),
        "examples": (),
    }
    return SortStillsResult.model_validate({**values, **changes})


def undone(kept: dict[str, int], removed: int = 2) -> UndoSortResult:
    return UndoSortResult(
        folder=Path("a/clinic sorted"),
        removed=removed,
        gone=0,
        kept=kept,
        failed=0,
        folders_removed=1,
        manifest=None,
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
            ExportFindingsResult(
                table=Path("clinic/exports/b.csv"), stills=3, reviewed=1
            ),
            f"Wrote b.csv to {Path('clinic/exports')} in 12 s.",
        ),
        (sorted_(dry_run=True), "Looked at 1,200 stills; none copied."),
        (sorted_(), "Copied 1,200 stills to “clinic sorted” in 12 s."),
        (
            sorted_(already=1199, left_out={"that could not be read": 1}),
            "Copied 1 still to “clinic sorted” in 12 s; 1,199 stood there already; "
            "1 still left out.",
        ),
        (undone({}), "Removed 2 copies from “clinic sorted” in 12 s."),
        (
            undone({"changed": 1}, removed=1),
            "Removed 1 copy from “clinic sorted” in 12 s; 1 file left there.",
        ),
        (
            EvaluateResult(
                folder=Path("r"), report=Path("r"), record=record(), unreadable=0
            ),
            "Measured “starter” on 4 stills in 12 s: balanced accuracy "
            "50.0\N{NO-BREAK SPACE}%.",
        ),
        (
            EstimateTrainingResult(
                stills=60,
                groups=20,
                takes=TimeSpan(250, 780),
                learning=TimeSpan(200, 700),
                after=TimeSpan.of(30),
                device="CPU, 2 cores",
                all_layers_to_head=2.5,
                notices=(),
            ),
            "Measured: a training takes 4 to 13 min.",
        ),
        (
            ReviseLabelsResult(
                folder=Path("r"), record_old=record(), record_new=None, report=None
            ),
            "No label is questioned any more; the revised numbers were removed.",
        ),
        (
            ReviseLabelsResult(
                folder=Path("r"), record_old=record(), record_new=record(), report=None
            ),
            "Measured “starter” on 4 stills with revised labels in 12 s: balanced "
            "accuracy 50.0\N{NO-BREAK SPACE}%.",
        ),
    ],
)
def test_what_was_made_in_a_line(result: JobResult, sentence: str) -> None:
    assert sentence_of(result, 12) == sentence


def test_going_on_is_said() -> None:
    sentence = sentence_of(classified(3, 1), 12, resumed=True)
    assert sentence == (
        "Classified 2 of 3 stills in 12 s, going on with an earlier run; "
        "1 could not be read."
    )


@pytest.mark.parametrize(
    ("count", "thing", "words"),
    [(1, "copy", "1 copy"), (2_000, "copy", "2,000 copies"), (0, "still", "0 stills")],
)
def test_things_are_counted(count: int, thing: str, words: str) -> None:
    assert counted(count, thing) == words


def test_a_training_took_as_long_here_as_on_its_page() -> None:
    result = TrainResult(
        model="colon 2",
        folder=Path("models/colon 2"),
        report=Path("report.html"),
        unreadable=0,
        balanced_accuracy=0.9,
        seconds=87,
    )
    assert sentence_of(result, 95) == "Trained “colon 2” in 87 s."
