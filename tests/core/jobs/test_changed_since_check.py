"""A training says what has changed in its folder since that was checked."""

import shutil
from pathlib import Path

import pytest

from core.control import Control
from core.files import sha256_of
from core.images.settings import PreprocessingSettings
from core.jobs.changed_since_check import changed_since_check
from core.jobs.channel import Reporter
from core.jobs.context import JobContext, library_of, recipes_of
from core.jobs.curation import read_stills, scan
from core.jobs.requests import CheckDatasetRequest, GroupingRequest
from core.jobs.results import CheckDatasetResult
from core.paths import UserFolders
from core.review.dataset_decisions import DatasetDecisions
from tests.core.jobs.evaluated_folder import BY_LIKENESS, write_distinct
from tests.core.jobs.reviewed_folder import finished, outcome


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def labelled(tmp_path: Path, home: Path) -> Path:
    """Four stills of each of three classes, checked."""
    root = write_distinct(tmp_path / "labelled", each=4)
    check(root, home)
    return root


def check(folder: Path, home: Path) -> None:
    request = CheckDatasetRequest(
        folder=folder, grouping=BY_LIKENESS, with_embeddings=False
    )
    finished(outcome(request, home), CheckDatasetResult)


def add(folder: Path, count: int) -> None:
    """Add green stills that were not there."""
    more = write_distinct(folder.parent / "more", each=4 + count) / "green"
    for still in sorted(more.iterdir())[-count:]:
        shutil.copy(still, folder / "green" / f"new-{still.name}")


def said(folder: Path, home: Path) -> str:
    """Return what a training of the folder would say of it."""
    folders = UserFolders(home)
    context = JobContext(
        folders=folders,
        run_folder=folders.runs / "now",
        library=library_of(folders),
        recipes=recipes_of(folders),
        report=Reporter(lambda _: None),
        control=Control(),
    )
    scanned = scan(folder, GroupingRequest(), context)
    readable = read_stills(scanned, PreprocessingSettings(), context)
    return " ".join(changed_since_check(readable, folders.runs))


def test_nothing_is_said_of_a_folder_as_it_was_checked(
    labelled: Path, home: Path
) -> None:
    assert said(labelled, home) == ""


def test_what_came_went_and_changed_is_counted(labelled: Path, home: Path) -> None:
    red = sorted((labelled / "red").iterdir())
    red[0].unlink()
    red[1].write_bytes(red[1].read_bytes() + b"again")
    add(labelled, 2)
    words = said(labelled, home)
    assert words.startswith("The folder is not as it was checked on ")
    assert ": 2 stills were added, 1 changed and 1 was removed. " in words


def test_a_decision_changes_no_file(labelled: Path, home: Path) -> None:
    still = sorted((labelled / "red").iterdir())[0]
    with DatasetDecisions(UserFolders(home).review_log) as log:
        log.leave_out(sha256_of(still), reader="Ada")
    assert said(labelled, home) == ""
    check(labelled, home)
    with DatasetDecisions(UserFolders(home).review_log) as log:
        log.take_back(sha256_of(still), reader="Ada")
    assert said(labelled, home) == ""


def test_only_the_last_check_counts(labelled: Path, home: Path) -> None:
    add(labelled, 1)
    check(labelled, home)
    assert said(labelled, home) == ""


def test_of_two_checks_in_one_second_the_later_counts(
    labelled: Path, home: Path
) -> None:
    """A run's name has seconds, and then digits drawn by chance."""
    (first,) = (home / "runs").iterdir()
    add(labelled, 1)
    check(labelled, home)
    (second,) = set((home / "runs").iterdir()) - {first}
    for last_digits in "0000", "ffff":
        second = second.rename(first.with_name(f"{first.name[:-4]}{last_digits}"))
        assert said(labelled, home) == ""


def test_a_folder_that_was_never_checked_is_not_spoken_of(
    labelled: Path, home: Path, tmp_path: Path
) -> None:
    other = write_distinct(tmp_path / "other", each=3)
    assert said(other, home) == ""
    for record in (home / "runs").glob("*/dataset-check.json"):
        record.write_text("{")
    (labelled / "red" / "0.png").unlink(missing_ok=True)
    assert said(labelled, home) == ""
