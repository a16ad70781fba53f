"""``lumenary export``: from a classified folder to a table and to copies."""

import csv
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from core.files import sha256_of
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.paths import UserFolders
from core.review.corrections import Review, Verdict
from core.review.decisions_log import DecisionsLog
from tests.app.conftest import Lumenary
from tests.core.jobs.reviewed_folder import home_with_a_model, write_stills

NAMES = ["exam 1/a.png", "exam 2/=b.png"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home_with_a_model(Path(os.environ["LUMENARY_HOME"]))
    write_stills(tmp_path / "stills", NAMES)
    return tmp_path / "stills"


@pytest.fixture
def run(lumenary: Lumenary, folder: Path) -> Path:
    """The run folder as ``lumenary classify`` prints it."""
    done = lumenary("classify", folder, "--model", "colours")
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if "lumenary export" in line)
    return Path(line.partition(": ")[2])


def review(run: Path, still: Path, finding: str) -> None:
    header, _ = read_record(run / FINDINGS_FILE)
    answer = Review(Verdict.CORRECT, (finding,), "Dr Ё", datetime.now(UTC))
    with DecisionsLog(UserFolders.from_environment().review_log) as log:
        log.record(digest=sha256_of(still), model=header.model_key, review=answer)


def test_findings_go_into_both_forms_of_table(
    lumenary: Lumenary, run: Path, folder: Path, tmp_path: Path
) -> None:
    review(run, folder / NAMES[1], "blue")
    table, book = tmp_path / "t.csv", tmp_path / "t.xlsx"
    for out in (table, book):
        done = lumenary("export", "findings", run, "--out", out)
        assert done.returncode == 0, done.stderr
        assert "2 stills, 1 of them reviewed." in done.stdout
        assert str(out) in done.stdout
    with table.open(encoding="utf-8-sig", newline="") as stream:
        assert [row["reader_findings"] for row in csv.DictReader(stream)] == [
            "",
            "blue",
        ]
    assert openpyxl.load_workbook(book)["Findings"]["A3"].value == NAMES[1]


def test_corrections_go_into_a_labelled_folder(
    lumenary: Lumenary, run: Path, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "copies"
    nothing = lumenary("export", "corrections", run, "--out", out)
    assert nothing.returncode == 3
    assert "There is no reviewed still to copy." in nothing.stderr
    review(run, folder / NAMES[0], "red")
    done = lumenary("export", "corrections", run, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "Copied 1: red 1." in done.stdout
    assert (out / "red" / "a.png").is_file()
    again = lumenary("export", "corrections", run, "--out", out)
    assert again.returncode == 3
    assert "exists already" in again.stderr


def test_a_still_that_changed_gives_the_status_for_some_files(
    lumenary: Lumenary, run: Path, folder: Path, tmp_path: Path
) -> None:
    for name in NAMES:
        review(run, folder / name, "red")
    (folder / NAMES[0]).write_bytes(b"changed")
    done = lumenary("export", "corrections", run, "--out", tmp_path / "copies")
    assert done.returncode == 1
    assert "1 still that changed after the review" in done.stderr


def test_json_is_the_result(lumenary: Lumenary, run: Path, tmp_path: Path) -> None:
    done = lumenary("export", "findings", run, "--out", tmp_path / "t.csv", "--json")
    assert json.loads(done.stdout)["stills"] == 2


def test_a_table_of_another_kind_is_bad_use(
    lumenary: Lumenary, run: Path, tmp_path: Path
) -> None:
    done = lumenary("export", "findings", run, "--out", tmp_path / "t.pdf")
    assert done.returncode == 2
    assert ".csv or .xlsx" in done.stderr
