"""A run's findings joined with the reviews that were given since."""

import csv
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import ValidationError

from core.control import Control
from core.files import sha256_of
from core.jobs.events import Cancelled, Event, Progress
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.jobs.requests import ExportFindingsRequest
from core.jobs.results import ExportFindingsResult
from core.paths import UserFolders
from core.review.corrections import Verdict
from tests.core.jobs.reviewed_folder import (
    ReviewedFolder,
    failed,
    finished,
    home_with_a_model,
    write_stills,
)
from tests.small_model import CLASSES

NAMES = ["exam 1/a.png", "exam 1/=b.png", "обследование 🩺/c.png"]


@pytest.fixture
def reviewed(tmp_path: Path) -> ReviewedFolder:
    root = tmp_path / "снимки"
    write_stills(root, NAMES)
    (root / "exam 1" / "broken.png").write_bytes(b"no image")
    home = home_with_a_model(tmp_path / "home")
    return ReviewedFolder.of(root, home, "colours")


def exported(reviewed: ReviewedFolder, out: Path) -> ExportFindingsResult:
    request = ExportFindingsRequest(run=reviewed.run, out=out)
    return finished(reviewed.outcome(request), ExportFindingsResult)


def csv_rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


def test_every_still_has_a_row_with_both_answers(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    reviewed.review(NAMES[0], Verdict.CORRECT, "blue", "red")
    out = tmp_path / "findings.csv"
    result = exported(reviewed, out)
    assert (result.table, result.stills, result.reviewed) == (out, 4, 1)
    rows = csv_rows(out)
    assert set(rows) == {*NAMES, "exam 1/broken.png"}
    row = rows[NAMES[0]]
    assert row["digest"] == sha256_of(reviewed.root / NAMES[0])
    assert row["decision"] in {"accept", "review", "refuse"}
    assert sum(float(row[f"p:{name}"]) for name in CLASSES) == pytest.approx(1)
    assert row["reader_findings"] == "blue;red"
    assert row["reader"] == "Dr Ё"
    header, _ = read_record(reviewed.run / FINDINGS_FILE)
    assert {row["model"] for row in rows.values()} == {"colours"}
    told = {datetime.fromisoformat(row["classified_at"]) for row in rows.values()}
    assert told == {header.started.replace(microsecond=0)}
    assert rows[NAMES[1]]["reader_verdict"] == ""
    assert rows["exam 1/broken.png"]["error"]


def test_a_review_of_another_model_is_not_this_models(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    record = reviewed.run / FINDINGS_FILE
    reviewed.review(NAMES[0], Verdict.CANNOT_JUDGE)
    header, rest = record.read_text(encoding="utf-8").split("\n", 1)
    key = header.partition('"model_key":"')[2][:64]
    other = header.replace(key, "0" * 64)
    record.write_text(f"{other}\n{rest}", encoding="utf-8")
    assert exported(reviewed, tmp_path / "t.csv").reviewed == 0


def about(path: Path) -> dict[Any, Any]:
    sheet = openpyxl.load_workbook(path)["About"]
    return {row[0].value: row[1].value for row in sheet.iter_rows()}


def test_a_workbook_says_whose_answers_these_are(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    exported(reviewed, tmp_path / "t.xlsx")
    said = about(tmp_path / "t.xlsx")
    assert said["Model"] == "colours"
    assert said["Folder"] == str(reviewed.root)
    for subject in ("It knows", "It does not know", "For research"):
        assert said[subject]
    assert "go to review" in said["Thresholds"]


def test_a_workbook_is_written_when_the_model_is_gone(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    shutil.rmtree(reviewed.home / "models")
    exported(reviewed, tmp_path / "t.xlsx")
    said = about(tmp_path / "t.xlsx")
    assert "not in the library" in said["About the model"]
    assert "not a medical device" in said["For research"]


def test_exporting_makes_no_log_of_reviews(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    exported(reviewed, tmp_path / "t.csv")
    assert not UserFolders(reviewed.home).review_log.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_cancelling_leaves_the_last_export(
    reviewed: ReviewedFolder, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / "out" / f"t.{ending}"
    out.parent.mkdir()
    out.write_text("the last export")
    control = Control()

    def cancel(event: Event) -> None:
        if isinstance(event, Progress):
            control.cancel()

    request = ExportFindingsRequest(run=reviewed.run, out=out)
    assert isinstance(reviewed.outcome(request, control, cancel), Cancelled)
    assert out.read_text() == "the last export"
    assert list(out.parent.iterdir()) == [out]


def test_a_folder_that_is_no_run_is_said(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    request = ExportFindingsRequest(run=tmp_path, out=tmp_path / "t.csv")
    failure = failed(reviewed.outcome(request))
    assert "can't be read" in failure.user_message
    assert not request.out.exists()


def test_a_damaged_log_of_reviews_is_said_and_not_passed_over(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    log = UserFolders(reviewed.home).review_log
    log.write_bytes(b"no database at all" * 400)
    request = ExportFindingsRequest(run=reviewed.run, out=tmp_path / "t.csv")
    failure = failed(reviewed.outcome(request))
    assert "is damaged" in failure.user_message
    assert not request.out.exists()


def test_no_place_for_temporary_files_is_said(
    reviewed: ReviewedFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    request = ExportFindingsRequest(run=reviewed.run, out=tmp_path / "t.xlsx")
    failure = failed(reviewed.outcome(request))
    assert "Couldn't write the workbook" in failure.user_message
    assert not request.out.exists()


def test_only_tables_can_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"\.csv or \.xlsx"):
        ExportFindingsRequest(run=tmp_path, out=tmp_path / "findings.pdf")
    capital = ExportFindingsRequest(run=tmp_path, out=tmp_path / "F.XLSX")
    assert capital.out.name == "F.XLSX"
