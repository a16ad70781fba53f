"""Classifying as a job: what is told, when, and what can be read again afterwards."""

import csv
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.control import Cancelled as CancelRequested
from core.control import Control
from core.jobs.classify import ROWS_PER_EVENT, gathered
from core.jobs.events import (
    Cancelled,
    ClassifiedStill,
    Event,
    Finished,
    Notice,
    Progress,
    StillsClassified,
    StillsFound,
)
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.jobs.requests import ClassifyRequest, Thresholds
from core.jobs.run import new_job, run_job, save_job
from core.library.model_folder import open_folder
from core.paths import UserFolders
from core.percent import percent
from tests.core.jobs.classify_runs import ClassifyRun, write_class_folders
from tests.small_model import write_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("colours")
    write_model(folder, name="colours")
    return folder


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty stills, twenty in a folder for each class. Read only."""
    return write_class_folders(tmp_path_factory.mktemp("снимки 🩺"), each=20)


def classify(folder: Path, model: Path, home: Path, **wanted: object) -> ClassifyRun:
    request = ClassifyRequest(folder=folder, model=str(model), **wanted)
    return ClassifyRun(request, home)


def test_how_many_stills_there_are_is_told_once_and_before_any_answer(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    run = classify(stills, model, tmp_path)
    (found,) = run.all(StillsFound)
    assert found.total == len(run.rows) == 60
    assert found.by_folder == {"blue": 20, "green": 20, "red": 20}
    first_row = run.events.index(run.all(StillsClassified)[0])
    assert run.events.index(found) < first_row
    begun = run.events.index(
        Progress(activity="Classifying stills", done=0, total=found.total)
    )
    assert begun < first_row


def test_each_row_names_the_bytes_that_were_looked_at(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stills"
    shutil.copytree(stills / "red", folder)
    shutil.copy(folder / "002.png", folder / "copy.png")
    (folder / "notes.jpg").write_text("no image")
    run = classify(folder, model, tmp_path)
    assert {row.file: row.digest for row in run.rows} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
    }
    unreadable = {row.file for row in run.rows if row.error}
    assert unreadable == {"notes.jpg"}


def test_the_record_holds_every_row_as_it_was_sent(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    wanted = Thresholds(review_below=0.5)
    table = tmp_path / "elsewhere" / "table.csv"
    run = classify(stills, model, tmp_path, thresholds=wanted, out=table)
    header, rows = read_record(run.folder / FINDINGS_FILE)
    assert list(rows) == run.rows
    card = open_folder(model).card
    assert (header.folder, header.model, header.model_key) == (
        stills,
        "colours",
        hashlib.sha256((model / "model.onnx").read_bytes()).hexdigest(),
    )
    assert header.classes == card.classes
    assert header.thresholds == wanted
    assert header.with_truth
    assert header.started.tzinfo is not None


def test_a_row_that_was_sent_is_in_the_record_already(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    request = ClassifyRequest(folder=stills, model=str(model))
    job = new_job(request, UserFolders(tmp_path))
    folder = save_job(job).parent
    seen = 0

    def look(event: Event) -> None:
        nonlocal seen
        if isinstance(event, StillsClassified):
            seen += len(event.stills)
            assert len(list(read_record(folder / FINDINGS_FILE)[1])) == seen

    assert isinstance(run_job(job, folder, look, Control()), Finished)
    assert seen == 60


def test_what_was_classified_before_a_cancel_can_be_read_again(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    control = Control()
    request = ClassifyRequest(folder=stills, model=str(model), threads=1)
    job = new_job(request, UserFolders(tmp_path))
    folder = save_job(job).parent
    rows: list[ClassifiedStill] = []

    def cancel_at_the_first_row(event: Event) -> None:
        if isinstance(event, StillsClassified):
            rows.extend(event.stills)
            control.cancel()

    end = run_job(job, folder, cancel_at_the_first_row, control)
    assert isinstance(end, Cancelled)
    assert end.message == f"Stopped: {len(rows)} of 60 findings are kept."
    assert list(read_record(folder / FINDINGS_FILE)[1]) == rows
    assert 0 < len(rows) < 60


def test_some_stills_are_classified_as_they_would_be_among_all(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    everything = classify(stills, model, tmp_path)
    some = [everything.rows[index].file for index in (41, 3, 22, 3)]
    run = classify(stills, model, tmp_path, stills=tuple(stills / s for s in some))
    assert [row.file for row in run.rows] == sorted(set(some))
    assert run.all(StillsFound)[0].total == run.result.stills == 3
    by_file = {row.file: row for row in everything.rows}
    for row in run.rows:
        whole = by_file[row.file]
        assert (row.digest, row.predicted_class) == (
            whole.digest,
            whole.predicted_class,
        )
        assert row.true_class == whole.true_class


def test_a_still_from_elsewhere_is_a_bad_request_and_nothing_is_begun(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    other = stills / "red" / "002.png"
    run = classify(stills / "blue", model, tmp_path, stills=(other,))
    assert run.failure.is_bad_request
    assert str(other) in run.failure.user_message
    assert not (run.folder / FINDINGS_FILE).exists()


def test_one_file_is_named_relative_to_its_folder(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    still = stills / "red" / "002.png"
    run = classify(still, model, tmp_path)
    assert [row.file for row in run.rows] == ["002.png"]
    header, _ = read_record(run.folder / FINDINGS_FILE)
    assert header.folder == still.parent


@pytest.mark.parametrize("review_below", [0.0, 1.0])
def test_what_is_accepted_follows_the_users_threshold(
    stills: Path, model: Path, tmp_path: Path, review_below: float
) -> None:
    run = classify(
        stills, model, tmp_path, thresholds=Thresholds(review_below=review_below)
    )
    result = run.result
    assert result.accepted == (60 - result.refused if review_below == 0 else 0)
    (notice,) = run.all(Notice)
    assert percent(review_below) in notice.message


def test_a_smaller_scale_refuses_more_and_a_larger_one_fewer(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    refused = [
        classify(
            stills, model, tmp_path, thresholds=Thresholds(refusal_scale=scale)
        ).result.refused
        for scale in (0.5, 1, 1.5)
    ]
    assert refused[0] > refused[1] + 10
    assert refused[1] >= refused[2]


def test_the_models_own_thresholds_are_no_news(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    assert classify(stills, model, tmp_path).all(Notice) == []


def test_no_name_in_the_table_is_a_formula(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stills"
    folder.mkdir()
    names = ["+1.png", "-1.png", "=HYPERLINK(1).png", "@SUM(1).png", "plain.png"]
    for name in names:
        shutil.copy(stills / "red" / "002.png", folder / name)
    run = classify(folder, model, tmp_path)
    with run.result.table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["file"][0] not in "=+-@" for row in rows)
    assert [(folder / row["file"]).resolve() for row in rows] == [
        (folder / name).resolve() for name in names
    ]
    assert [row.file for row in run.rows] == names, "the program's own rows are plain"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def coming(
    clock: Clock, *, every: float, batches: int
) -> Iterator[list[ClassifiedStill]]:
    empty = ClassifiedStill(
        file="", predicted_class=None, confidence=None, decision=None
    )
    for _ in range(batches):
        clock.now += every
        yield [empty] * 8


def sizes(*, every: float, batches: int) -> list[int]:
    clock = Clock()
    rows = gathered(coming(clock, every=every, batches=batches), clock)
    return [len(together) for together in rows]


def test_quick_rows_travel_together_but_the_first_ones_do_not_wait() -> None:
    assert sizes(every=0.001, batches=10) == [8, ROWS_PER_EVENT, ROWS_PER_EVENT, 8]


def test_slow_rows_are_sent_as_they_come() -> None:
    assert sizes(every=0.3, batches=4) == [8, 8, 8, 8]


def test_rows_that_wait_at_a_cancel_are_not_lost() -> None:
    clock = Clock()

    def cancelled() -> Iterator[list[ClassifiedStill]]:
        yield from coming(clock, every=0.001, batches=3)
        raise CancelRequested

    rows = gathered(cancelled(), clock)
    assert [len(next(rows)), len(next(rows))] == [8, 16]
    with pytest.raises(CancelRequested):
        next(rows)
