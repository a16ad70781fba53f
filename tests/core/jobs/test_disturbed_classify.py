"""Files, folders and disks that go away, change or fill up while a folder is read."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.control import Control
from core.jobs.events import ClassifiedStill, Notice, StillsFound
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.jobs.requests import ClassifyRequest
from core.jobs.resuming import unfinished_run
from core.library.model_folder import open_folder
from core.paths import UserFolders
from tests.core.jobs.classify_runs import (
    ClassifyRun,
    digests,
    findings_of,
    write_class_folders,
)
from tests.small_model import write_model

Disturbance = Callable[[list[ClassifiedStill], Control], None]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("colours")
    write_model(folder, name="colours")
    return folder


@pytest.fixture
def stills(tmp_path: Path) -> Path:
    """Ninety stills in three folders, for a test to take away."""
    return write_class_folders(tmp_path / "stills", each=30)


def classified(
    folder: Path,
    model: Path,
    home: Path,
    disturb: Disturbance = lambda _r, _c: None,
    **wanted: object,
) -> ClassifyRun:
    request = ClassifyRequest(folder=folder, model=str(model), threads=1, **wanted)
    return ClassifyRun(request, home, disturb)


def once(change: Callable[[], object]) -> Disturbance:
    """Return what does a change when the first rows have been sent."""
    changes = iter([change])

    def disturb(_rows: list[ClassifiedStill], _control: Control) -> None:
        for do in changes:
            do()

    return disturb


def warnings_of(run: ClassifyRun) -> str:
    return "\n".join(notice.message for notice in run.all(Notice))


def rows_of(table: Path) -> list[dict[str, str]]:
    """Return the rows of a table after a look that none is half-written."""
    content = table.read_bytes()
    assert content.endswith(b"\r\n")
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert all(None not in row.values() for row in rows)
    return rows


def assert_kept(run: ClassifyRun, table: Path | None = None) -> None:
    """Check that all rows that were sent are on the disk, and nothing half-written."""
    assert (run.folder / FINDINGS_FILE).read_bytes().endswith(b"\n")
    assert list(read_record(run.folder / FINDINGS_FILE)[1])[: len(run.rows)] == run.rows
    partial = table or run.folder / "results.partial.csv"
    assert len(rows_of(partial)) >= len(run.rows)
    assert not partial.with_name(partial.name.replace(".partial", "")).exists()


def test_each_still_that_vanishes_is_told_with_a_reason(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    def vanish() -> None:
        (stills / "blue" / "087.png").unlink()  # the walk has seen its name
        (stills / "red" / "002.png").unlink()  # the walk has not come so far
        shutil.rmtree(stills / "green")

    run = classified(stills, model, tmp_path, once(vanish))
    assert run.all(StillsFound)[0].total == 90
    assert len(run.rows) == 58
    told = warnings_of(run)
    assert "32 of 90 stills were gone before their turn came" in told
    for gone in (stills / "blue" / "087.png", stills / "green"):
        assert f"“{gone}” is gone" in told


def test_a_chosen_still_that_vanishes_has_a_row_with_a_reason(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    chosen = tuple(sorted(stills.rglob("*.png")))
    run = classified(stills, model, tmp_path, once(chosen[-1].unlink), stills=chosen)
    assert [(row.file, row.error) for row in run.rows if row.error] == [
        ("red/089.png", "The file is not there.")
    ]
    assert len(run.rows) == 90


def test_a_still_that_changes_is_named_by_the_bytes_that_were_classified(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    target = stills / "red" / "089.png"
    red = target.read_bytes()
    blue = (stills / "blue" / "000.png").read_bytes()
    run = classified(stills, model, tmp_path, once(lambda: target.write_bytes(blue)))
    row = run.rows[-1]
    assert row.file == "red/089.png"
    assert (row.digest, row.predicted_class) == (run.rows[0].digest, "blue")
    target.write_bytes(red)


def test_a_still_that_is_being_written_is_cut_short_and_not_guessed_at(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    target = stills / "red" / "089.png"
    half = target.read_bytes()[:1000]
    run = classified(stills, model, tmp_path, once(lambda: target.write_bytes(half)))
    assert run.rows[-1].error == "The file is cut short."
    assert run.result.unreadable == 1


@pytest.fixture
def whole(stills: Path, model: Path, tmp_path: Path) -> ClassifyRun:
    """The same folder without any disturbance, in a home of its own."""
    return classified(stills, model, tmp_path / "undisturbed")


def test_a_folder_that_goes_away_stops_the_work_instead_of_failing_each_still(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    before = digests(stills)
    away = tmp_path / "away"
    run = classified(stills, model, tmp_path, once(lambda: stills.rename(away)))
    assert "can't be reached any more" in run.failure.user_message
    assert "resume" in run.failure.hint
    assert not run.failure.is_bug
    assert 0 < len(run.rows) < 90
    assert not any(row.error for row in run.rows)
    assert_kept(run)
    away.rename(stills)
    again = classified(stills, model, tmp_path, resume=run.folder)
    assert again.outcome == whole.outcome
    assert digests(stills) == before


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may read everything"
)
def test_a_folder_that_may_not_be_read_any_more_stops_the_work(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    run = classified(stills, model, tmp_path, once(lambda: stills.chmod(0)))
    stills.chmod(0o755)
    assert "can't be reached any more" in run.failure.user_message
    assert_kept(run)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that is in use")
def test_a_run_folder_that_is_removed_is_said_and_what_stands_elsewhere_is_kept(
    stills: Path, model: Path, tmp_path: Path
) -> None:
    before = digests(stills)
    runs = UserFolders(tmp_path).runs
    table = tmp_path / "mine" / "table.csv"
    run = classified(
        stills, model, tmp_path, once(lambda: shutil.rmtree(runs)), out=table
    )
    assert "was removed while it ran" in run.failure.user_message
    assert not run.failure.is_bug
    partial = table.with_name("table.partial.csv")
    assert len(rows_of(partial)) == len(run.rows)
    assert str(partial) in warnings_of(run)
    assert not table.exists()
    assert not run.folder.exists(), "nothing is made again in its place"
    assert digests(stills) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that is in use")
def test_a_table_that_is_removed_is_said_and_the_findings_are_kept(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    table = tmp_path / "mine" / "table.csv"
    run = classified(
        stills, model, tmp_path, once(lambda: shutil.rmtree(table.parent)), out=table
    )
    assert "removed" in run.failure.user_message
    assert "kept in" not in run.failure.hint
    again = classified(stills, model, tmp_path, resume=run.folder)
    assert again.outcome == whole.outcome


def limited_child(limit: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command none of whose files may become larger than ``limit`` bytes."""

    def limit_files() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=limit_files,
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows limits no process's files")
@pytest.mark.parametrize("limit", [700, 5_000, 20_000])
def test_where_the_disk_is_full_nothing_is_half_written(
    stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path, limit: int
) -> None:
    before = digests(stills)
    home = UserFolders.from_environment()
    table = tmp_path / "mine" / "table.csv"
    command = ("classify", stills, "--model", model, "--out", table)
    child = limited_child(limit, *command)
    assert child.returncode == 3
    assert "Couldn't write" in child.stderr
    assert "File too large" in child.stderr
    assert "Traceback" not in child.stderr
    assert not table.exists()
    (run,) = home.runs.iterdir()
    findings = findings_of(run)
    assert findings == whole.outcome[1][: len(findings)]
    assert not findings or findings.endswith(b"\n")
    rows = rows_of(table.with_name("table.partial.csv"))
    assert len(rows) == findings.count(b"\n")
    assert digests(stills) == before
    if findings:
        assert "--resume" in child.stderr
        request = ClassifyRequest(folder=stills, model=str(model))
        found = unfinished_run(home.runs, request, open_folder(model).card.key)
        again = classified(stills, model, home.home, resume=found)
        assert again.outcome == whole.outcome


@pytest.fixture
def own_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB that may be taken away, or a skip that says so."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=400k", "none", str(folder)]
    if mount is None or subprocess.run(command, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def test_a_disk_that_is_taken_away_leaves_an_empty_folder_that_is_not_believed(
    own_disk: Path, model: Path, tmp_path: Path
) -> None:
    write_class_folders(own_disk, each=30)

    def take_away() -> None:
        subprocess.run(["umount", "-l", str(own_disk)], check=True)

    run = classified(own_disk, model, tmp_path, once(take_away))
    assert own_disk.is_dir()
    assert "can't be reached any more" in run.failure.user_message
    assert not any(row.error for row in run.rows)
    assert "is gone" not in warnings_of(run), "said once, and not of each still"
    assert_kept(run)


def test_a_disk_that_is_full_from_the_beginning_gets_no_empty_table(
    own_disk: Path, stills: Path, model: Path, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="No space left"):
        fill_up(own_disk)
    run = classified(stills, model, tmp_path, out=own_disk / "table.csv")
    assert "Nothing was classified" in run.failure.hint
    assert [path.name for path in own_disk.iterdir()] == ["other.bin"]


def fill_up(disk: Path) -> None:
    with (disk / "other.bin").open("wb", buffering=0) as stream:
        while stream.write(bytes(4096)) == 4096:
            pass


def test_a_real_disk_that_fills_up_keeps_whole_rows_only(
    own_disk: Path, stills: Path, model: Path, whole: ClassifyRun, tmp_path: Path
) -> None:
    table = own_disk / "table.csv"

    def almost_fill_up() -> None:
        with pytest.raises(OSError, match="No space left"):
            fill_up(own_disk)

    run = classified(stills, model, tmp_path, once(almost_fill_up), out=table)
    assert "No space left" in run.failure.user_message
    rows_of(own_disk / "table.partial.csv")
    assert not table.exists()
    again = classified(stills, model, tmp_path, resume=run.folder)
    assert again.outcome == whole.outcome
