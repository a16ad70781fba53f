"""Which runs are offered to be gone on with, whatever state their folders are in."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BadRequest
from core.jobs.channel import JsonLines
from core.jobs.events import (
    Cancelled,
    ClassifiedStill,
    Event,
    Failed,
    Finished,
    Started,
    StillsFound,
)
from core.jobs.findings_record import FINDINGS_FILE, FindingsRecord, RecordHeader
from core.jobs.requests import (
    ClassifyRequest,
    DrawSamplesRequest,
    Job,
    JobRequest,
    Thresholds,
)
from core.jobs.results import ClassifyResult
from core.jobs.resuming import earlier_run, unfinished_run, unfinished_runs
from core.jobs.run import EVENTS_FILE, JOB_FILE

STILLS = Path("/stills")
KEY = "0" * 64
TOLD: tuple[Event, ...] = (
    Started(job="x", kind="classify"),
    StillsFound(total=500, by_folder={}),
)
STOPPED = Failed(user_message="The disk is full.")


def result(run: Path) -> ClassifyResult:
    return ClassifyResult(
        model="m",
        run=run,
        table=run / "results.csv",
        stills=3,
        unreadable=0,
        accepted=3,
        review=0,
        refused=0,
        by_class={},
        seconds=1,
    )


class Runs:
    """A folder of run folders, each a second younger than the one made before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def add(
        self,
        end: Event | None = None,
        *,
        rows: int = 3,
        request: JobRequest | None = None,
        key: str = KEY,
        **wanted: object,
    ) -> Path:
        """Write a run as a job leaves it; ``None`` for one that was killed."""
        self._made += 1
        name = f"2026-01-02T03-{self._made // 60:02}-{self._made % 60:02}-classify"
        run = self.folder / name
        run.mkdir(parents=True)
        asked = request or ClassifyRequest(**{"folder": STILLS, "model": "m"} | wanted)
        job = Job(id=name, program_version="1", home=self.folder, request=asked)
        (run / JOB_FILE).write_text(job.model_dump_json(), encoding="utf-8")
        with (run / EVENTS_FILE).open("w", encoding="utf-8") as stream:
            for event in (*TOLD, *([end] if end else [])):
                JsonLines(stream).emit(event)
        if isinstance(asked, ClassifyRequest):
            self._record(run, asked, rows, key)
        return run

    def finish(self, **wanted: object) -> Path:
        return self.add(Finished(result=result(self.folder)), **wanted)

    def _record(self, run: Path, request: ClassifyRequest, rows: int, key: str) -> None:
        header = RecordHeader(
            folder=request.folder,
            model="m",
            model_key=key,
            classes=("a",),
            thresholds=request.thresholds,
            with_truth=False,
            started="2026-01-02T03:04:05+00:00",
        )
        with FindingsRecord(run, header) as record:
            record.write(
                ClassifiedStill(
                    file=f"{number}.png",
                    predicted_class="a",
                    confidence=1,
                    decision="accept",
                )
                for number in range(rows)
            )

    def offered(self) -> list[Path]:
        return [one.run for one in unfinished_runs(self.folder)]


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path / "runs")


def test_where_nothing_was_run_nothing_is_offered(runs: Runs) -> None:
    assert runs.offered() == []


@pytest.mark.parametrize("end", [None, Cancelled(), STOPPED])
def test_a_run_that_did_not_finish_is_offered_with_how_far_it_came(
    runs: Runs, end: Event | None
) -> None:
    run = runs.add(end, rows=120)
    (found,) = unfinished_runs(runs.folder)
    assert (found.run, found.done, found.total) == (run, 120, 500)
    assert found.request.folder == found.header.folder == STILLS


def test_a_last_event_that_was_cut_is_no_end(runs: Runs) -> None:
    run = runs.finish()
    events = run / EVENTS_FILE
    events.write_bytes(events.read_bytes()[:-20])
    assert runs.offered() == [run]


def test_the_newest_comes_first(runs: Runs) -> None:
    made = [runs.add(folder=Path(f"/{number}")) for number in range(5)]
    assert runs.offered() == made[::-1]


def test_a_finished_run_ends_what_was_before_it_and_nothing_after(runs: Runs) -> None:
    runs.add()
    runs.add(Cancelled())
    runs.finish()
    assert runs.offered() == []
    later = runs.add()
    assert runs.offered() == [later]


def test_what_others_finished_ends_nothing(runs: Runs) -> None:
    run = runs.add()
    runs.finish(stills=(STILLS / "a.png",))
    runs.finish(key="1" * 64)
    runs.finish(folder=STILLS / "below")
    assert runs.offered() == [run]


def test_a_run_that_was_gone_on_with_gives_way_and_lends_its_rows(runs: Runs) -> None:
    first = runs.add(rows=400)
    second = runs.add(rows=8, resume=first)
    (found,) = unfinished_runs(runs.folder)
    assert (found.run, found.done) == (second, 400)
    shutil.rmtree(second)
    assert runs.offered() == [first]


def test_a_run_without_a_row_is_no_gain(runs: Runs) -> None:
    runs.add(rows=0)
    assert runs.offered() == []
    without = runs.add()
    (without / FINDINGS_FILE).unlink()
    assert runs.offered() == []


def test_other_jobs_are_passed_over(runs: Runs) -> None:
    runs.add(request=DrawSamplesRequest(out=Path("/samples")))
    assert runs.offered() == []


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    name=st.sampled_from([JOB_FILE, EVENTS_FILE, FINDINGS_FILE]),
    content=st.binary(max_size=80) | st.just(b"[1]\n") | st.just(b'{"total": "x"}\n'),
    keep=st.integers(0, 400),
)
def test_a_damaged_folder_never_hides_the_others(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes, keep: int
) -> None:
    runs = Runs(tmp_path_factory.mktemp("runs"))
    whole = runs.add(folder=Path("/other"))
    broken = runs.add()
    file = broken / name
    file.write_bytes(file.read_bytes()[:keep] + content)
    assert set(runs.offered()) - {broken} == {whole}


def test_folders_in_the_place_of_files_are_passed_over(runs: Runs) -> None:
    whole = runs.add(folder=Path("/other"))
    for name in (JOB_FILE, EVENTS_FILE, FINDINGS_FILE):
        run = runs.add()
        (run / name).unlink()
        (run / name).mkdir()
    (runs.folder / "a file").write_text("no run")
    assert whole in runs.offered()
    assert len(runs.offered()) == 2, "only the events can be done without"


REQUEST = ClassifyRequest(folder=STILLS, model="the same by another name")


def taken_over(runs: Runs, request: ClassifyRequest = REQUEST) -> Path | None:
    found = earlier_run(runs.folder, request, KEY)
    return found.run if found else None


def test_a_finished_run_can_be_shown_again(runs: Runs) -> None:
    assert taken_over(runs) is None
    runs.add(rows=400)
    runs.finish(rows=500)
    newest = runs.finish(rows=500)
    found = earlier_run(runs.folder, REQUEST, KEY)
    assert found is not None
    assert (found.run, found.finished, found.done) == (newest, True, 500)


def test_what_was_begun_anew_and_soon_stopped_hides_no_findings(runs: Runs) -> None:
    far = runs.add(rows=1200)
    runs.add(Cancelled(), rows=248)
    assert taken_over(runs) == far == unfinished_run(runs.folder, REQUEST, KEY)
    finished = runs.finish(rows=500)
    runs.add(Cancelled(), rows=248)
    assert taken_over(runs) == finished
    further = runs.add(rows=600)
    found = earlier_run(runs.folder, REQUEST, KEY)
    assert found is not None
    assert (found.run, found.finished) == (further, False)


def test_a_finished_run_lends_its_own_rows_only(runs: Runs) -> None:
    before = runs.add(rows=400)
    runs.finish(rows=300, resume=before)
    found = earlier_run(runs.folder, REQUEST, KEY)
    assert found is not None
    assert found.done == 300, "a hundred files went meanwhile"


def test_what_was_asked_for_otherwise_is_not_shown_again(runs: Runs) -> None:
    runs.finish(thresholds=Thresholds(review_below=0.5))
    runs.finish(key="1" * 64)
    runs.finish(stills=(STILLS / "a.png",))
    assert taken_over(runs) is None
    strict = Thresholds(review_below=0.5)
    assert taken_over(runs, REQUEST.model_copy(update={"thresholds": strict}))


def test_only_an_unfinished_run_is_gone_on_with(runs: Runs) -> None:
    runs.finish()
    with pytest.raises(BadRequest, match="no unfinished classification"):
        unfinished_run(runs.folder, REQUEST, KEY)


def test_of_equals_the_newest_that_fits_is_found(runs: Runs) -> None:
    request = ClassifyRequest(folder=STILLS, model="the same by another name")
    with pytest.raises(BadRequest, match="no unfinished classification"):
        unfinished_run(runs.folder, request, KEY)
    runs.add()
    fits = runs.add()
    runs.add(thresholds=Thresholds(review_below=0.5))
    runs.add(key="1" * 64)
    runs.add(stills=(STILLS / "a.png",))
    assert unfinished_run(runs.folder, request, KEY) == fits
    strict = request.model_copy(update={"thresholds": Thresholds(refusal_scale=0.5)})
    with pytest.raises(BadRequest, match="with these thresholds"):
        unfinished_run(runs.folder, strict, KEY)


def test_events_of_a_later_program_do_not_confuse(runs: Runs) -> None:
    run = runs.add()
    with (run / EVENTS_FILE).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"event": "later", "total": 501}) + "\n")
    (found,) = unfinished_runs(runs.folder)
    assert found.run == run
