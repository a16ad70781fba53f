"""A classification tells what it passes over, once, before the first row."""

from pathlib import Path

import pytest

from core.jobs.events import Notice, StillsClassified
from core.jobs.findings_record import FINDINGS_FILE
from core.jobs.requests import ClassifyRequest
from tests.core.jobs.classify_runs import ClassifyRun, write_class_folders
from tests.small_model import write_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("colours")
    write_model(folder, name="colours")
    return folder


def classified(folder: Path, model: Path, home: Path) -> ClassifyRun:
    return ClassifyRun(ClassifyRequest(folder=folder, model=str(model)), home)


def test_files_that_are_no_stills_are_told_before_the_first_row(
    model: Path, tmp_path: Path
) -> None:
    folder = write_class_folders(tmp_path / "stills", each=2)
    for name in ("1.dcm", "2.dcm", "red/film.gif"):
        (folder / name).write_bytes(b"no still")
    run = classified(folder, model, tmp_path)
    (notice,) = run.all(Notice)
    assert notice.message == (
        "Passed over: 3 files that are no stills (2 .dcm, 1 .gif)."
    )
    first_rows = run.all(StillsClassified)[0]
    assert run.events.index(notice) < run.events.index(first_rows)
    assert len(run.rows) == 6


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["1.dcm", "a/2.DCM"], "; there are 2 .dcm files: export them as JPEG or PNG"),
        (["1.dcm"], "; there is 1 .dcm file: export them as JPEG or PNG first."),
        (["1.dcm", "a.txt"], "; there is 1 .dcm file: export"),
        (["1.gif", "a.txt"], ", but other files: 1 .gif, 1 .txt."),
        ([], "”."),
    ],
)
def test_a_folder_without_stills_says_what_there_is(
    model: Path, tmp_path: Path, names: list[str], words: str
) -> None:
    folder = tmp_path / "stills"
    (folder / "a").mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"no still")
    run = classified(folder, model, tmp_path)
    assert run.failure.user_message.startswith("There are no stills in “")
    assert words in run.failure.user_message
    assert not (run.folder / FINDINGS_FILE).exists()
