"""What a support bundle holds, and above all what it does not."""

import getpass
import json
import platform
import re
import zipfile
from pathlib import Path

import pytest

from app.support.bundle_parts import LARGEST_LOG, MOST_RUNS, bundle_parts
from app.support.run_parts import LARGEST_EVENTS
from app.support.support_bundle import bundle_path, write_bundle
from core.control import Cancelled, Control
from core.errors import BadRequest
from core.files import WriteFailed
from core.jobs.requests import DrawSamplesRequest
from core.jobs.run import new_job, save_job
from core.paths import UserFolders
from tests.app.support import telltale_home
from tests.app.support.telltale_home import WORDS


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> UserFolders:
    home = tmp_path_factory.mktemp("home") / "Дом 🏥 Quixwell" / "Daten"
    return telltale_home.fill(home)


@pytest.fixture(scope="module")
def unzipped(
    folders: UserFolders, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Each member of a bundle without names, as it is read back from the disk."""
    target = tmp_path_factory.mktemp("out") / "bundle.zip"
    write_bundle(bundle_parts(folders, with_names=False), target, replace=False)
    with zipfile.ZipFile(target) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


@pytest.mark.parametrize("word", WORDS)
def test_no_name_stands_anywhere(unzipped: dict[str, str], word: str) -> None:
    forms = {word, ascii(word)[1:-1], word.encode().hex()}
    for name, text in unzipped.items():
        for form in forms:
            assert form.casefold() not in name.casefold()
            assert form.casefold() not in text.casefold(), (name, form)


def test_the_zip_itself_carries_no_name_outside_its_members(
    folders: UserFolders, tmp_path: Path
) -> None:
    target = tmp_path / "Quixwell Ямщиков.zip"
    write_bundle(bundle_parts(folders, with_names=False), target, replace=False)
    data = target.read_bytes()
    for word in WORDS:
        assert word.encode() not in data
    with zipfile.ZipFile(target) as bundle:
        assert not bundle.comment
        assert {member.extra for member in bundle.infolist()} == {b""}
        assert {member.comment for member in bundle.infolist()} == {b""}


def test_neither_the_user_nor_the_computer_is_named(unzipped: dict[str, str]) -> None:
    logs = "".join(text for name, text in unzipped.items() if name != "README.txt")
    for name in (getpass.getuser(), platform.node(), str(Path.home())):
        if name and name not in "localhost":
            assert not re.search(rf"\b{re.escape(name)}\b", logs), name


def test_what_helps_is_there(unzipped: dict[str, str]) -> None:
    assert "tensorflow: " in unzipped["versions.txt"]
    assert '"theme": "system"' in unzipped["settings.json"]
    assert '"reader": "[a name]"' in unzipped["settings.json"]
    crash = unzipped["crashes/crash-1.log"]
    assert "Fatal Python error: Segmentation fault" in crash
    assert 'File "app/running.py", line 30 in run' in crash
    assert "WARNING could not read […]" in unzipped["window/window-1.log"]
    worker = unzipped["runs/01/worker.log"]
    assert 'File "keras/src/losses.py", line 7 in fit' in worker
    assert "FileNotFoundError: [Errno 2] No such file or directory" in worker


def test_a_job_is_told_by_its_numbers_and_choices(unzipped: dict[str, str]) -> None:
    jobs = {
        job["request"]["kind"]: job["request"]
        for number in (1, 2)
        if (job := json.loads(unzipped[f"runs/0{number}/job.json"])["job"])
    }
    assert set(jobs) == {"classify", "train"}
    assert jobs["classify"]["folder"] == "[path]"
    assert jobs["classify"]["model"] == "[text]"
    assert jobs["train"]["choices"]["device"] == "auto"
    assert jobs["train"]["choices"]["seed"] == 42
    assert jobs["train"]["about"]["licences"] == "[1]"
    events = unzipped["runs/01/events.jsonl"].splitlines()
    assert json.loads(events[0])["event"] == "started"
    assert json.loads(events[2])["is_bug"] is True
    assert events[3] == "cannot be understood by this version"


def test_models_are_counted_and_named_only_if_they_came_along(
    unzipped: dict[str, str],
) -> None:
    models = json.loads(unzipped["models.json"])
    names = [model["name"] for model in models]
    assert names.count("[a model]") == 2
    assert {"starter", "sample"} <= set(names)
    assert "--  model 2: " in unzipped["versions.txt"]


def test_with_names_logs_and_requests_are_as_they_were_written(
    folders: UserFolders,
) -> None:
    texts = {p.name: p.text for p in bundle_parts(folders, with_names=True)}
    everything = "".join(texts.values())
    assert telltale_home.LOGGED_ONLY in texts["runs/01/worker.log"]
    assert telltale_home.FOLDER in texts["runs/01/job.json"]
    assert telltale_home.MODEL in texts["models.json"]
    assert "they hold names of files" in texts["README.txt"]
    assert '"reader": "[a name]"' in texts["settings.json"]
    assert "e" * 64 not in everything, "notes and what they belong to"
    for reader in (telltale_home.READER, ascii(telltale_home.READER)[1:-1]):
        assert reader not in everything
    assert "could not read [the reader]" in texts["runs/01/worker.log"]


def test_the_readme_lists_every_part(unzipped: dict[str, str]) -> None:
    for name in set(unzipped) - {"README.txt"}:
        assert f"  {name}: " in unzipped["README.txt"]


def test_an_empty_home_makes_a_bundle(tmp_path: Path) -> None:
    parts = bundle_parts(UserFolders(tmp_path / "nothing"), with_names=False)
    assert [part.name for part in parts] == [
        *("README.txt", "versions.txt", "settings.json", "kept.txt", "models.json"),
    ]


def test_its_size_is_bounded(tmp_path: Path) -> None:
    folders = UserFolders(tmp_path / "home")
    line = "2026-03-04 05:06:07,890 WARNING could not read the file\n"
    for _ in range(MOST_RUNS + 2):
        run = save_job(new_job(DrawSamplesRequest(out=tmp_path), folders)).parent
        (run / "worker.log").write_text(line * (4 * LARGEST_LOG // len(line)))
        (run / "events.jsonl").write_text("no event\n" * (LARGEST_EVENTS // 4))
    parts = bundle_parts(folders, with_names=False)
    assert sum(part.name.endswith("worker.log") for part in parts) == MOST_RUNS
    assert sum(part.size for part in parts) < 5e6
    target = tmp_path / "bundle.zip"
    assert write_bundle(parts, target, replace=False) == target.stat().st_size < 1e6
    log = next(part.text for part in parts if part.name == "runs/01/worker.log")
    assert "what stood here was left out" in log


def test_nothing_of_the_users_is_changed(tmp_path: Path) -> None:
    folders = telltale_home.fill(tmp_path / "home")
    (folders.home / "settings.json").write_text("{ damaged")
    before = _content(folders.home)
    bundle_parts(folders, with_names=False)
    assert _content(folders.home) == before


def test_it_stops_when_asked(folders: UserFolders) -> None:
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        bundle_parts(folders, with_names=False, control=control)


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    target = bundle_path(tmp_path / "study v1.2")
    assert target.name == "study v1.2.zip"
    target.write_bytes(b"mine")
    with pytest.raises(BadRequest, match="already"):
        write_bundle((), target, replace=False)
    assert target.read_bytes() == b"mine"
    assert write_bundle((), target, replace=True)


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteFailed):
        write_bundle((), tmp_path / "file" / "bundle.zip", replace=False)


def _content(folder: Path) -> dict[str, bytes]:
    """All files, but for the notes on which models were gone through before."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "checked-models"
    }
