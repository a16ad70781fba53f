"""What the window writes: tables and folders that hold the reader's answers."""

import csv
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.classifying.exports import Exports
from app.worker.job_line import JobTicket, TicketState
from app.worker.job_outcome import OutcomeKind
from tests.app.driven_window import DrivenWindow, write_stills

Key = Qt.Key


@pytest.fixture
def reviewed(window: DrivenWindow, tmp_path: Path) -> DrivenWindow:
    """A window with four stills, of which one is corrected and one agreed with."""
    folder = write_stills(
        tmp_path / "clinic" / "=examination", ["blue", "green", "red"]
    )
    (folder / "empty.png").touch()
    window.classify(tmp_path / "clinic")
    window.look_at("=examination/0.png")
    window.press(Key.Key_3)
    window.look_at("=examination/1.png")
    window.press(Key.Key_Return)
    return window


def write(window: DrivenWindow, kind: str, out: Path) -> None:
    """Have the window's own exports write somewhere."""
    (exports,) = window.application.window.findChildren(Exports)
    assert window.ended(lambda: exports.write(kind, out)).kind is OutcomeKind.FINISHED


def test_a_csv_holds_both_answers(reviewed: DrivenWindow, tmp_path: Path) -> None:
    write(reviewed, "csv", tmp_path / "findings.csv")
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 4, "also the unreadable one"
    assert all(name.startswith("./=examination/") for name in rows)
    corrected = rows["./=examination/0.png"]
    assert corrected["predicted_class"] == "blue"
    assert (corrected["reader_verdict"], corrected["reader_findings"]) == (
        "correct",
        "red",
    )
    assert corrected["reader"] == "Ada"
    assert rows["./=examination/1.png"]["reader_verdict"] == "agree"
    assert rows["./=examination/2.png"]["reader_verdict"] == ""
    assert rows["./=examination/empty.png"]["error"]


def test_a_workbook_holds_both_answers(reviewed: DrivenWindow, tmp_path: Path) -> None:
    write(reviewed, "xlsx", tmp_path / "findings.xlsx")
    book = openpyxl.load_workbook(tmp_path / "findings.xlsx")
    header, *cells = book["Findings"].iter_rows(values_only=True)
    rows = [dict(zip(header, row, strict=True)) for row in cells]
    assert [row["file"] for row in rows] == [row.file for row in reviewed.rows]
    assert [row["reader_findings"] for row in rows] == ["red", "green", None, None]
    header, *_, examination = book["Examinations"].iter_rows(values_only=True)
    counts = dict(zip(header, examination, strict=True))
    assert counts["examination"] == "=examination"
    assert (counts["stills"], counts["unreadable"], counts["reviewed"]) == (4, 1, 2)


def test_corrections_become_a_labelled_folder(
    reviewed: DrivenWindow, tmp_path: Path
) -> None:
    originals = {
        path: path.read_bytes()
        for path in (tmp_path / "clinic").rglob("*")
        if path.is_file()
    }
    write(reviewed, "folder", tmp_path / "corrections")
    copies = tmp_path / "corrections"
    folder = tmp_path / "clinic" / "=examination"
    assert [path.read_bytes() for path in copies.glob("red/*")] == [
        (folder / "0.png").read_bytes()
    ]
    assert [path.read_bytes() for path in copies.glob("green/*")] == [
        (folder / "1.png").read_bytes()
    ]
    assert originals == {path: path.read_bytes() for path in originals}


def test_an_answer_given_after_an_export_is_in_the_next(
    reviewed: DrivenWindow, tmp_path: Path
) -> None:
    write(reviewed, "csv", tmp_path / "one.csv")
    reviewed.look_at("=examination/2.png")
    reviewed.press(Key.Key_0)
    write(reviewed, "csv", tmp_path / "two.csv")
    assert "none_of_these" not in (tmp_path / "one.csv").read_text(encoding="utf-8")
    assert "none_of_these" in (tmp_path / "two.csv").read_text(encoding="utf-8")


def test_a_button_asks_where_to_write(reviewed: DrivenWindow, tmp_path: Path) -> None:
    reviewed.until(reviewed.button(reviewed.page.summary, "Export CSV").isEnabled)
    reviewed.click(reviewed.page.summary, "Export CSV")
    dialog = reviewed.take_dialog()
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles() == [str(tmp_path / "clinic findings.csv")]
    reviewed.ended(dialog.accept)
    assert (tmp_path / "clinic findings.csv").is_file()
    assert "clinic findings.csv" in reviewed.texts(reviewed.application.window)


def test_what_cannot_be_written_is_said(reviewed: DrivenWindow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (exports,) = reviewed.application.window.findChildren(Exports)
    out = tmp_path / "file" / "findings.csv"
    assert reviewed.ended(lambda: exports.write("csv", out)).kind is OutcomeKind.FAILED
    assert "findings.csv" in reviewed.take_problem().user_message
    assert reviewed.row("=examination/0.png").review is not None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_name_with_a_dot_gets_its_ending(
    reviewed: DrivenWindow, tmp_path: Path, kind: str
) -> None:
    write(reviewed, kind, tmp_path / "study v1.2")
    assert (tmp_path / f"study v1.2.{kind}").is_file()
    assert not (tmp_path / "study v1.2").exists()


def test_an_added_ending_replaces_nothing_unasked(
    reviewed: DrivenWindow, tmp_path: Path
) -> None:
    (tmp_path / "study v1.2.csv").write_text("mine")
    (exports,) = reviewed.application.window.findChildren(Exports)
    exports.write("csv", tmp_path / "study v1.2")
    problem = reviewed.take_problem()
    assert "study v1.2.csv" in problem.user_message
    assert not problem.is_bug
    assert (tmp_path / "study v1.2.csv").read_text() == "mine"
    assert not reviewed.application.is_working


def test_an_export_waits_while_other_work_runs_and_says_so(
    reviewed: DrivenWindow, tmp_path: Path
) -> None:
    other = reviewed.occupy("Training “colon 2”")
    asked: list[JobTicket] = []
    reviewed.application._exports.asked.connect(asked.append)
    for name in "a.csv", "b.csv":
        reviewed.application._exports.write("csv", tmp_path / name)
    waiting = reviewed.page.waiting
    assert waiting.isVisible()
    words = reviewed.texts(waiting)
    assert "Writing “a.csv”" in words
    assert "Waits for: Training “colon 2”\n" in words
    assert "Waits for: Training “colon 2” and 1 more" in words
    reviewed.click(waiting, "Take out: Writing “a.csv”")
    assert "and 1 more" not in reviewed.texts(waiting)
    other.cancel()
    reviewed.until(lambda: reviewed.application.line.is_idle)
    assert not waiting.isVisible()
    assert [ticket.state for ticket in asked] == [TicketState.ENDED] * 2
    assert (tmp_path / "b.csv").exists()
    assert not (tmp_path / "a.csv").exists()
