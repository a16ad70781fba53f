"""What is deleted is gone; what is in use, can be gone on with or is no run stays."""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.control import Control
from core.errors import BadRequest
from core.jobs.events import ClassifiedStill
from core.jobs.growing_file import mark_as_growing
from core.jobs.requests import DrawSamplesRequest, TrainRequest
from core.jobs.run import EVENTS_FILE, new_job, save_job
from core.keeping.deletion import Deleted, StillNeeded, delete
from core.keeping.places import PlaceKey, kept_paths, places
from core.training.checkpoints import Checkpoints
from tests.core.jobs.classify_runs import digests
from tests.core.keeping.used_home import UsedHome
from tests.core.training.kept_epochs import checkpoint


@pytest.fixture
def home(tmp_path: Path) -> UsedHome:
    return UsedHome(tmp_path)


@pytest.mark.parametrize("key", list(PlaceKey))
def test_deleting_a_place_leaves_all_others_originals_and_models(
    home: UsedHome, key: PlaceKey
) -> None:
    home.fill()
    os.utime(home.folders.home / ".lumenary-ab12_xyz", (1, 1))
    before = {place.key: place for place in places(home.folders)}
    stills, models = digests(home.stills), digests(home.folders.models)
    if not before[key].deletable:
        with pytest.raises(BadRequest, match="not deleted here"):
            delete(home.folders, key)
        return
    gone = delete(home.folders, key)
    after = {place.key: place for place in places(home.folders)}
    assert gone.left == ()
    assert gone.count == before[key].count > 0
    assert gone.bytes == before[key].bytes - after[key].bytes > 0
    assert after[key].count == 0
    assert {k: v for k, v in after.items() if k != key} == {
        k: v for k, v in before.items() if k != key
    }
    assert (digests(home.stills), digests(home.folders.models)) == (stills, models)


def test_a_run_at_work_stays_and_so_does_the_one_that_it_goes_on_with(
    home: UsedHome,
) -> None:
    earlier = home.stop_classifying()
    ended = home.classify()
    meanwhile: list[Deleted] = []

    def delete_all(_rows: list[ClassifiedStill], _control: Control) -> None:
        meanwhile.append(delete(home.folders, PlaceKey.RUNS))
        meanwhile.append(delete(home.folders, PlaceKey.UNFINISHED))

    at_work = home.classify(on_rows=delete_all, resume=earlier)
    assert meanwhile
    assert f"The run “{at_work.name}” is at work." in meanwhile[0].left
    assert not ended.exists()
    assert earlier.exists(), "its findings are being taken over"
    assert at_work.exists()
    assert delete(home.folders, PlaceKey.RUNS).left == ()
    assert not at_work.exists()


def test_a_run_that_has_not_begun_stays(home: UsedHome) -> None:
    request = DrawSamplesRequest(out=home.stills / "drawn")
    run = save_job(new_job(request, home.folders)).parent
    assert delete(home.folders, PlaceKey.RUNS).count == 0
    assert run.exists()


def test_what_a_window_shows_stays_and_is_said(home: UsedHome) -> None:
    shown, other = home.classify(), home.classify()
    link = home.stills.parent / "another way to it"
    link.symlink_to(home.folders.runs)
    gone = delete(home.folders, PlaceKey.RUNS, in_use=[link / shown.name])
    assert shown.exists()
    assert not other.exists()
    assert gone.count == 1
    assert gone.left == (f"The run “{shown.name}” is shown or needed by a job.",)


def test_a_run_and_all_that_it_goes_on_with_can_be_resumed(home: UsedHome) -> None:
    first = home.stop_classifying()
    second = home.stop_classifying(resume=first)
    assert set(kept_paths(home.folders, PlaceKey.UNFINISHED)) == {first, second}
    assert delete(home.folders, PlaceKey.RUNS).count == 0
    assert delete(home.folders, PlaceKey.UNFINISHED).count == 2
    assert list(home.folders.runs.iterdir()) == []


def test_an_interrupted_training_is_deleted_only_if_that_is_asked(
    home: UsedHome,
) -> None:
    request = TrainRequest(folder=home.stills, name="ours")
    run = save_job(new_job(request, home.folders)).parent
    (run / EVENTS_FILE).touch()  # its worker began, and was killed
    Checkpoints(run / "checkpoints").save(checkpoint(1))
    assert delete(home.folders, PlaceKey.RUNS).count == 0
    assert run.exists()
    assert delete(home.folders, PlaceKey.UNFINISHED).count == 1
    assert not run.exists()


def test_only_those_begun_before_some_days(home: UsedHome) -> None:
    young = home.classify()
    old = young.rename(young.with_name("2020-01-02T03-04-05-classify-abcd"))
    young = home.classify()
    gone = delete(home.folders, PlaceKey.RUNS, older_than=timedelta(days=30))
    assert (gone.count, old.exists(), young.exists()) == (1, False, True)
    with pytest.raises(BadRequest, match="by their age"):
        delete(home.folders, PlaceKey.REVIEWS, older_than=timedelta(days=1))


def test_what_is_no_run_stays_among_the_runs(home: UsedHome) -> None:
    home.classify()
    own = home.write(home.folders.runs / "my collection" / "1.png")
    note = home.write(home.folders.runs / "note.txt")
    link = home.folders.runs / "2020-01-02T03-04-05-classify-abcd"
    link.symlink_to(home.stills)
    assert delete(home.folders, PlaceKey.RUNS).count == 1
    assert own.exists()
    assert note.exists()
    assert link.is_symlink()
    assert any(home.stills.rglob("*.png"))


def test_a_link_in_the_cache_goes_and_what_it_leads_to_stays(home: UsedHome) -> None:
    home.cache(1)
    (home.folders.cache / "elsewhere").symlink_to(home.stills)
    before = digests(home.stills)
    assert delete(home.folders, PlaceKey.PREPARED).count == 2
    assert digests(home.stills) == before
    assert kept_paths(home.folders, PlaceKey.PREPARED) == []


def test_prepared_stills_stay_while_a_job_may_need_them(home: UsedHome) -> None:
    home.cache()

    def try_it(_rows: list[ClassifiedStill], _control: Control) -> None:
        with pytest.raises(StillNeeded, match="may need the prepared stills"):
            delete(home.folders, PlaceKey.PREPARED)

    home.classify(on_rows=try_it)
    marked = 1  # the model from outside that classified was found safe
    assert delete(home.folders, PlaceKey.PREPARED).count == 3 + marked


def test_leftovers_of_a_day_are_swept_wherever_results_were_written(
    home: UsedHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    results = tmp_path / "results"
    results.mkdir()
    run = home.classify(out=results / "table.csv")
    shared = tmp_path / "temporary" / "lumenary-open_abc"
    private = tmp_path / "temporary" / "lumenary-workbook"
    for folder, mode in (shared, 0o755), (private, 0o700):
        folder.mkdir(parents=True, mode=mode)
    private = private.rename(private.with_name("lumenary-book_abc"))
    old = [
        home.write(home.folders.home / ".lumenary-abcdefgh"),
        home.write(home.folders.models / ".lumenary-12345678" / "card.json").parent,
        home.write(home.folders.models / ".removed-12345678" / "a" / "b").parent.parent,
        home.write(run / "fold 1" / ".lumenary-abcd_fgh"),
        home.write(results / ".lumenary-abcdefgh"),
        home.write(private / "sheet").parent,
    ]
    others = [
        home.write(results / ".lumenary-manifest.jsonl.part"),  # of a sort to resume
        home.write(results / ".lumenary-notes-of-mine"),
        home.write(shared / "of somebody else").parent,
    ]
    young = home.write(home.folders.home / ".lumenary-yyyyyyyy" / "of today").parent
    for path in [*old, *others]:
        for each in (*path.rglob("*"), path):
            os.utime(each, (1, 1))
    os.utime(young, (1, 1))  # what is in it was written today
    delete(home.folders, PlaceKey.LEFTOVERS)
    assert [path for path in old if path.exists()] == []
    assert all(path.exists() for path in (*others, young, run, results / "table.csv"))


@pytest.mark.parametrize("locks", [True, False])
def test_what_work_of_several_days_made_is_no_leftover(
    home: UsedHome, locks: bool
) -> None:
    """A model's folder is made before the first epoch and filled after the last."""
    begun = datetime.now() - timedelta(days=2)
    events = home.write(
        home.folders.runs / f"{begun:%Y-%m-%dT%H-%M-%S}-train-abcd" / EVENTS_FILE
    )
    stage = home.write(home.folders.models / ".lumenary-12345678" / "a").parent
    killed = home.write(home.folders.models / ".lumenary-abcdefgh" / "a").parent
    _touch(stage, (begun + timedelta(seconds=2)).timestamp())
    _touch(killed, (begun - timedelta(seconds=2)).timestamp())
    with events.open("a") as stream:
        if locks:
            mark_as_growing(stream)
            os.utime(events, (1, 1))
        delete(home.folders, PlaceKey.LEFTOVERS)
        assert stage.exists()
        assert not killed.exists()
    os.utime(events, (1, 1))
    delete(home.folders, PlaceKey.LEFTOVERS)
    assert not stage.exists()


def _touch(folder: Path, seconds: float) -> None:
    for each in (*folder.rglob("*"), folder):
        os.utime(each, (seconds, seconds))


@pytest.mark.skipif(
    os.name != "posix" or os.getuid() == 0, reason="needs permissions that are heeded"
)
def test_what_cannot_be_deleted_is_said(home: UsedHome) -> None:
    home.cache()
    folder = home.folders.prepared / "key" / "00"
    folder.chmod(0o500)
    try:
        gone = delete(home.folders, PlaceKey.PREPARED)
    finally:
        folder.chmod(0o700)
    assert len(gone.left) == 3
    assert "Permission denied" in gone.left[0]
