"""A classification that was cut short goes on, and ends as if nothing had been."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.control import Control
from core.jobs.earlier_findings import EarlierFindings
from core.jobs.events import (
    Cancelled,
    ClassifiedStill,
    Notice,
    Progress,
    StillsClassified,
    StillsFound,
)
from core.jobs.findings_record import FINDINGS_FILE
from core.jobs.requests import ClassifyRequest, Thresholds
from core.jobs.resuming import unfinished_runs
from core.jobs.run import JOB_FILE
from core.library.model_folder import open_folder, write_card
from core.paths import UserFolders
from tests.core.jobs.classify_runs import (
    ClassifyRun,
    digests,
    findings_of,
    write_class_folders,
)
from tests.small_model import card, write_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("colours")
    write_model(folder, name="colours")
    return folder


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty stills and a file that is none, among them. Read only."""
    root = write_class_folders(tmp_path_factory.mktemp("снимки 🩺"), each=20)
    (root / "green" / "notes.jpg").write_text("no image")
    return root


@pytest.fixture(scope="module")
def whole(
    stills: Path, model: Path, tmp_path_factory: pytest.TempPathFactory
) -> ClassifyRun:
    """The same folder classified without any interruption."""
    return classified(stills, model, tmp_path_factory.mktemp("home"))


def classified(
    folder: Path,
    model: Path,
    home: Path,
    on_rows: Callable[[list[ClassifiedStill], Control], None] = lambda _r, _c: None,
    **wanted: object,
) -> ClassifyRun:
    request = ClassifyRequest(folder=folder, model=str(model), **wanted)
    return ClassifyRun(request, home, on_rows)


def cancel_after(count: int) -> Callable[[list[ClassifiedStill], Control], None]:
    def cancel(rows: list[ClassifiedStill], control: Control) -> None:
        if len(rows) >= count:
            control.cancel()

    return cancel


def cut_copy(run: Path, to: Path, end: int) -> Path:
    """Copy a run as a kill would have left it when its record had ``end`` bytes."""
    to.mkdir()
    shutil.copy(run / JOB_FILE, to)
    (to / FINDINGS_FILE).write_bytes((run / FINDINGS_FILE).read_bytes()[:end])
    return to


def after_lines(record: bytes, lines: int) -> int:
    return len(b"".join(record.splitlines(keepends=True)[: lines + 1]))


@pytest.fixture
def cut(whole: ClassifyRun, tmp_path: Path) -> Callable[[int], Path]:
    """Return the run as it was after so many rows."""
    record = (whole.folder / FINDINGS_FILE).read_bytes()
    return lambda rows: cut_copy(
        whole.folder, tmp_path / f"after-{rows}", after_lines(record, rows)
    )


def test_a_resumed_run_ends_like_one_that_was_not_interrupted(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    first = classified(stills, model, tmp_path, cancel_after(1), threads=1)
    assert isinstance(first.end, Cancelled)
    assert 0 < len(first.rows) < 61
    before = digests(first.folder)
    second = classified(stills, model, tmp_path, resume=first.folder)
    assert second.outcome == whole.outcome
    assert second.rows == whole.rows
    assert digests(first.folder) == before
    assert second.folder != first.folder


def test_what_is_taken_over_is_told_after_how_many_stills_there_are(
    stills: Path, model: Path, cut: Callable[[int], Path], tmp_path: Path
) -> None:
    run = classified(stills, model, tmp_path, resume=cut(16))
    (notice,) = run.all(Notice)
    assert notice.message.startswith("16 of 61 findings are taken over from the run of")
    (found,) = run.all(StillsFound)
    first_rows = run.all(StillsClassified)[0]
    order = [run.events.index(event) for event in (found, notice, first_rows)]
    assert order == sorted(order)
    activities = [progress.activity for progress in run.all(Progress)]
    assert activities.index("Taking over findings") < activities.index(
        "Classifying stills"
    )


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(part=st.floats(0, 1), garbage=st.binary(max_size=30))
def test_a_record_cut_or_damaged_anywhere_is_gone_on_with(
    stills: Path,
    model: Path,
    whole: ClassifyRun,
    tmp_path_factory: pytest.TempPathFactory,
    part: float,
    garbage: bytes,
) -> None:
    home = tmp_path_factory.mktemp("home")
    record = (whole.folder / FINDINGS_FILE).read_bytes()
    begin = record.index(b"\n") + 1
    end = begin + round(part * (len(record) - begin))
    run = cut_copy(whole.folder, home / "cut", end)
    with (run / FINDINGS_FILE).open("ab") as stream:
        stream.write(garbage)
    assert classified(stills, model, home, resume=run).outcome == whole.outcome


def test_at_every_byte_no_more_is_lost_than_the_line_that_was_cut(
    stills: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    record = (whole.folder / FINDINGS_FILE).read_bytes()
    begin = record.index(b"\n") + 1
    files = [stills / row.file for row in whole.rows]
    run = cut_copy(whole.folder, tmp_path / "cut", begin)
    earlier = EarlierFindings((run,))
    with (run / FINDINGS_FILE).open("ab", buffering=0) as stream:
        for end in range(begin, len(record)):
            stream.write(record[end : end + 1])
            lines = record[begin : end + 1].count(b"\n")
            if end % 7 and record[end : end + 1] != b"\n":
                continue  # within a line only every seventh byte: it takes its time
            rows = [row for _, row in earlier.beside(files, stills)]
            assert rows == whole.rows[:lines] + [None] * (61 - lines)


def test_work_that_is_interrupted_again_and_again_loses_nothing(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    first = classified(stills, model, tmp_path, cancel_after(40), threads=1)
    done = sum(not row.error for row in first.rows)
    second = classified(
        stills, model, tmp_path, cancel_after(1), threads=1, resume=first.folder
    )
    assert len(second.rows) < done, "it was stopped before it came as far"
    third = classified(stills, model, tmp_path, resume=second.folder)
    assert any(f"{done} of 61" in notice.message for notice in third.all(Notice))
    assert third.outcome == whole.outcome


def test_runs_that_name_each_other_in_a_circle_are_gone_on_with(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    first = classified(stills, model, tmp_path, cancel_after(40), threads=1)
    second = classified(
        stills, model, tmp_path, cancel_after(1), threads=1, resume=first.folder
    )
    job = (second.folder / JOB_FILE).read_text(encoding="utf-8")
    circle = job.replace(str(first.folder), str(second.folder))
    (first.folder / JOB_FILE).write_text(circle, encoding="utf-8")
    third = classified(stills, model, tmp_path, resume=first.folder)
    assert third.outcome == whole.outcome


@pytest.fixture
def own_stills(stills: Path, tmp_path: Path) -> Path:
    """A copy of the folder that a test may change, and the run finds unchanged."""
    return Path(shutil.copytree(stills, tmp_path / "stills"))


def changed_meanwhile(
    folder: Path, model: Path, home: Path, change: Callable[[], object]
) -> tuple[ClassifyRun, ClassifyRun]:
    """Return a run resumed after a change, and one that knows only what is now."""
    first = classified(folder, model, home, cancel_after(40), threads=1)
    assert len(first.rows) < 61
    change()
    resumed = classified(folder, model, home, resume=first.folder)
    return resumed, classified(folder, model, home)


def test_a_still_that_changed_is_classified_anew(
    own_stills: Path, model: Path, tmp_path: Path
) -> None:
    still = own_stills / "blue" / "003.png"
    other = own_stills / "red" / "002.png"

    resumed, fresh = changed_meanwhile(
        own_stills, model, tmp_path, lambda: shutil.copy(other, still)
    )
    assert resumed.outcome == fresh.outcome
    assert {row.file: row.predicted_class for row in resumed.rows}[
        "blue/003.png"
    ] == "red"
    assert any("not taken over after all" in n.message for n in resumed.all(Notice))


def test_what_could_not_be_read_is_tried_again(
    own_stills: Path, model: Path, tmp_path: Path
) -> None:
    poor = own_stills / "green" / "notes.jpg"
    resumed, fresh = changed_meanwhile(
        own_stills,
        model,
        tmp_path,
        lambda: shutil.copy(own_stills / "red" / "002.png", poor),
    )
    assert resumed.outcome == fresh.outcome
    assert resumed.result.unreadable == 0


def test_a_still_that_is_gone_has_no_row_any_more(
    own_stills: Path, model: Path, tmp_path: Path
) -> None:
    gone = own_stills / "blue" / "009.png"
    assert gone.is_file()
    resumed, fresh = changed_meanwhile(own_stills, model, tmp_path, gone.unlink)
    assert resumed.rows == fresh.rows
    assert len(resumed.rows) == 60


def test_a_still_that_was_added_is_classified_where_it_stands(
    own_stills: Path, model: Path, tmp_path: Path
) -> None:
    new = own_stills / "blue" / "000 new.png"
    resumed, fresh = changed_meanwhile(
        own_stills,
        model,
        tmp_path,
        lambda: shutil.copy(own_stills / "red" / "002.png", new),
    )
    assert resumed.rows == fresh.rows
    assert resumed.rows[0].file == "blue/000 new.png"


def test_a_finished_run_is_taken_over_but_for_what_changed(
    own_stills: Path, model: Path, tmp_path: Path
) -> None:
    first = classified(own_stills, model, tmp_path)
    again = classified(own_stills, model, tmp_path, resume=first.folder)
    assert again.outcome == first.outcome
    assert any(
        "60 of 61 findings are taken over" in n.message for n in again.all(Notice)
    )
    activities = [progress.activity for progress in again.all(Progress)]
    assert "Classifying stills" not in activities
    shutil.copy(own_stills / "red" / "002.png", own_stills / "blue" / "003.png")
    shutil.copy(own_stills / "red" / "002.png", own_stills / "new.png")
    later = classified(own_stills, model, tmp_path, resume=again.folder)
    found = {row.file: row.predicted_class for row in later.rows}
    assert len(found) == 62
    assert found["blue/003.png"] == found["new.png"] == "red"


def test_chosen_stills_are_gone_on_with(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    chosen = (*sorted(stills.glob("red/*.png")), stills / "blue" / "003.png")
    wanted = {"stills": chosen, "threads": 1}
    first = classified(stills, model, tmp_path, cancel_after(8), **wanted)
    assert len(first.rows) < len(chosen)
    second = classified(stills, model, tmp_path, resume=first.folder, **wanted)
    assert second.outcome == classified(stills, model, tmp_path, **wanted).outcome


def refused(
    folder: Path, model: Path, home: Path, resume: Path, **wanted: object
) -> str:
    run = classified(folder, model, home, resume=resume, **wanted)
    assert run.failure.is_bad_request
    assert not (run.folder / FINDINGS_FILE).exists()
    return run.failure.user_message


def test_what_was_asked_for_must_be_the_same(
    stills: Path, model: Path, cut: Callable[[int], Path], tmp_path: Path
) -> None:
    run = cut(8)
    some = tuple(stills.glob("red/*.png"))
    assert "another folder" in refused(stills / "red", model, tmp_path, run)
    assert "other stills" in refused(stills, model, tmp_path, run, stills=some)
    assert "other thresholds" in refused(
        stills, model, tmp_path, run, thresholds=Thresholds(review_below=0.9)
    )


def test_another_model_of_the_same_name_takes_nothing_over(
    stills: Path, model: Path, cut: Callable[[int], Path], tmp_path: Path
) -> None:
    other = tmp_path / "trained anew"
    shutil.copytree(model, other)
    network = onnx.load(other / "model.onnx")
    network.doc_string = "trained anew"
    onnx.save(network, other / "model.onnx")
    own = open_folder(model).card
    write_card(other, card(other, name=own.name, decisions=own.decisions))
    assert "another model" in refused(stills, other, tmp_path, cut(8))


def test_a_run_without_findings_can_not_be_gone_on_with(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    assert "no findings" in refused(stills, model, tmp_path, tmp_path / "nothing")
    headless = cut_copy(whole.folder, tmp_path / "headless", 5)
    assert "no findings" in refused(stills, model, tmp_path, headless)


def test_a_run_whose_request_is_lost_is_not_guessed_at(
    stills: Path, model: Path, cut: Callable[[int], Path], tmp_path: Path
) -> None:
    run = cut(8)
    (run / JOB_FILE).write_text("{}")
    assert "can't be read" in refused(stills, model, tmp_path, run)
    assert findings_of(run)


@pytest.mark.skipif(os.name == "nt", reason="not told on Windows")
def test_a_run_that_is_still_at_work_is_left_alone(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    def look(_rows: list[ClassifiedStill], _control: Control) -> None:
        (at_work,) = UserFolders(tmp_path).runs.iterdir()
        assert unfinished_runs(at_work.parent) == ()
        home = tmp_path / "other home"
        assert "still at work" in refused(stills, model, home, at_work)
        at_work.rename(tmp_path / "seen")

    run = classified(stills, model, tmp_path, look)
    assert "was removed while it ran" in run.failure.user_message, "it was looked at"
