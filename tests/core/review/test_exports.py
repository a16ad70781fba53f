"""What an exported table says when it is read back, whatever files are called."""

import csv
import errno
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.files import WriteFailed
from core.review.corrections import Review, Verdict, agreed
from core.review.findings_csv import write_csv
from core.review.findings_workbook import TooManyStills, write_workbook
from core.review.reviewed_still import ReviewedStill

CLASSES = ("colon", "=ileum")
NOW = datetime(2026, 3, 1, 9, 30, 1, 250_000, tzinfo=timezone(timedelta(hours=3)))
ACCEPTED = ReviewedStill(
    file="exam 1/a.png",
    digest="0" * 63 + "1",
    predicted_class="colon",
    confidence=0.912345678,
    decision="accept",
    probabilities={"colon": 0.912345678, "=ileum": 0.087654322},
    error="",
    true_class=None,
    review=agreed("colon", reader="Dr Ё", time=NOW),
    model="=starter",
    classified_at=NOW - timedelta(days=1),
)
REFUSED = replace(
    ACCEPTED, predicted_class=None, confidence=None, decision="refuse", review=None
)
UNREADABLE = ReviewedStill(
    file="=cmd|' -C calc'!A0.png",
    digest="",
    predicted_class=None,
    confidence=None,
    decision=None,
    probabilities={},
    error="-215: the file is empty",
    true_class="colon",
    review=None,
    model="=starter",
    classified_at=NOW - timedelta(days=1),
)
BOTH = replace(
    ACCEPTED,
    file="exam 2/b.png",
    decision="review",
    review=Review(Verdict.CORRECT, CLASSES, "+Reader", NOW),
)
STILLS = (ACCEPTED, REFUSED, UNREADABLE, BOTH)
KEYS = [
    *("file", "examination", "digest", "predicted_class", "confidence", "decision"),
    *("p:colon", "p:=ileum", "error", "true_class"),
    *("reader_verdict", "reader_findings", "reader", "reviewed_at"),
    *("model", "classified_at"),
]
STRANGE_NAMES = [
    "Обследование №1/полип ё.png",
    "検査/ポリープ.png",
    "🩺/👩‍⚕️.png",
    "x" * 250 + "/" + "y" * 45 + ".png",
    "quote\"comma,semicolon;'.png",
    "line\nbreak.png",
    "control\x01\x1f.png",
    "no character \ufffe\uffff.png",
    "_x0041_.png",
    "<a href='&amp;'>.png",
    "http://example.org/a.png",
    "  spaces  .png",
    *("=1+1.png", "+1.png", "-1.png", "@a.png", "\t=1.png"),
]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def sheet_rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path)
    header, *rows = book[sheet].iter_rows()
    keys = [cell.value for cell in header]
    return [dict(zip(keys, (cell.value for cell in row), strict=True)) for row in rows]


@pytest.fixture(params=["csv", "xlsx"])
def rows_of(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Write stills in either form and return the rows as they are read back."""

    def csv_form(stills: Any) -> list[dict[str, Any]]:
        write_csv(tmp_path / "t.csv", CLASSES, stills)
        return csv_rows(tmp_path / "t.csv")

    def workbook_form(stills: Any) -> list[dict[str, Any]]:
        write_workbook(tmp_path / "t.xlsx", {}, CLASSES, stills)
        rows = sheet_rows(tmp_path / "t.xlsx", "Findings")
        return [{k: "" if v is None else v for k, v in row.items()} for row in rows]

    return {"csv": csv_form, "xlsx": workbook_form}[request.param]


def test_the_keys_are_those_that_programs_expect(rows_of: Any) -> None:
    assert list(rows_of(STILLS)[0]) == KEYS


def test_each_answer_stands_in_its_column(rows_of: Any) -> None:
    accepted, refused, unreadable, both = rows_of(STILLS)
    assert accepted["file"] == "exam 1/a.png"
    assert accepted["examination"] == "exam 1"
    assert accepted["digest"] == ACCEPTED.digest
    assert accepted["predicted_class"] == "colon"
    assert float(accepted["confidence"]) == pytest.approx(0.912345678, abs=1e-6)
    assert float(accepted["p:=ileum"]) == pytest.approx(0.087654322, abs=1e-6)
    assert accepted["reader_verdict"] == "agree"
    assert accepted["reader"] == "Dr Ё"
    assert accepted["reviewed_at"] == "2026-03-01T09:30:01+03:00"
    assert refused["predicted_class"] == refused["confidence"] == ""
    assert refused["decision"] == "refuse"
    assert refused["reader_verdict"] == refused["reviewed_at"] == ""
    assert unreadable["decision"] == unreadable["p:colon"] == ""
    assert unreadable["examination"] == unreadable["digest"] == ""
    assert unreadable["true_class"] == "colon"
    assert both["reader_verdict"] == "correct"
    assert both["reader_findings"] == "colon;=ileum"
    for row in (accepted, refused, unreadable, both):
        assert row["model"].removeprefix("'") == "=starter"
        assert row["classified_at"] == "2026-02-28T09:30:01+03:00"


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_any_name_comes_back(rows_of: Any, name: str) -> None:
    (row,) = rows_of([replace(ACCEPTED, file=name)])
    said = row["file"].removeprefix("./")
    assert said in {name, as_a_workbook_spells(name)}


def as_a_workbook_spells(name: str) -> str:
    """Return a name as openpyxl reads it, which leaves Excel's escapes as they are."""
    spelt = name.replace("_x0041_", "_x005F_x0041_")
    for sign in "\x01\x1f\ufffe\uffff":
        spelt = spelt.replace(sign, f"_x{ord(sign):04X}_")
    return spelt


def test_no_cell_of_a_csv_can_be_taken_for_a_formula(tmp_path: Path) -> None:
    stills = [replace(BOTH, file=f"{name}/a") for name in STRANGE_NAMES] + [UNREADABLE]
    write_csv(tmp_path / "t.csv", CLASSES, stills)
    for row in csv_rows(tmp_path / "t.csv"):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert row["error"] == "'-215: the file is empty"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    stills = [replace(BOTH, file=name, error=name) for name in STRANGE_NAMES]
    write_workbook(path, {"Model": "=1+1", "URL": "http://x"}, CLASSES, stills)
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "inlineStr", "n"}
                assert cell.hyperlink is None


def test_excel_is_told_that_a_csv_is_unicode(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", CLASSES, STILLS)
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbffile,")


def test_a_workbook_is_ready_to_sort_and_filter(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_workbook(path, {}, CLASSES, STILLS)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Findings", "Examinations", "About"]
    sheet = book["Findings"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:P5"
    assert sheet["E2"].number_format == "0.0%"
    assert sheet["G2"].number_format == "0.0000"
    assert sheet.column_dimensions["A"].width > 30


def test_examinations_are_counted_and_so_is_the_folder(tmp_path: Path) -> None:
    write_workbook(tmp_path / "t.xlsx", {}, CLASSES, STILLS)
    rows = sheet_rows(tmp_path / "t.xlsx", "Examinations")
    everything, first, top, second = rows
    assert [row["examination"] for row in rows] == ["(all)", "exam 1", None, "exam 2"]
    assert (everything["stills"], everything["unreadable"]) == (4, 1)
    assert everything["accepted"] == everything["to_review"] == 1
    assert everything["refused"] == 1
    assert everything["program:colon"] == 2
    assert (everything["reviewed"], everything["agreed"]) == (2, 1)
    assert everything["reader:colon"] == 2
    assert everything["reader:=ileum"] == second["reader:=ileum"] == 1
    assert (first["stills"], first["refused"], top["unreadable"]) == (2, 1, 1)


def test_folders_above_examinations_have_totals_that_the_whole_does_not_count_twice(
    tmp_path: Path,
) -> None:
    files = ["a/colon/1.png", "a/rectum/close/2.png", "a/z.png", "b/3.png", "top.png"]
    stills = [replace(ACCEPTED, file=file) for file in files]
    write_workbook(tmp_path / "t.xlsx", {}, CLASSES, stills)
    rows = sheet_rows(tmp_path / "t.xlsx", "Examinations")
    told = [(r["examination"], r["stills"], r["reviewed"], r["level"]) for r in rows]
    assert told == [
        ("(all)", 5, 5, 0),
        ("a", 3, 3, 1),
        ("a/colon", 1, 1, 2),
        ("a/rectum", 1, 1, 2),
        ("a/rectum/close", 1, 1, 3),
        ("b", 1, 1, 1),
        (None, 1, 1, 1),
    ]
    assert sum(row["stills"] for row in rows if row["level"] == 1) == 5


def test_about_says_what_it_was_told_and_what_each_column_means(
    tmp_path: Path,
) -> None:
    about = {"Model": "Полипы 🩺", "For research": "Not a medical device."}
    write_workbook(tmp_path / "t.xlsx", about, CLASSES, STILLS)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    said = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about.items() <= said.items()
    for sheet in ("Findings", "Examinations"):
        for cell in next(book[sheet].iter_rows()):
            key = cell.value.partition(":")[0] + ":…" if ":" in cell.value else None
            assert any((key or cell.value) in subject for subject in said if subject)


def test_more_stills_than_a_sheet_has_rows_are_said_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("the last export")
    with pytest.raises(TooManyStills, match="4 stills at most") as caught:
        write_workbook(path, {}, CLASSES, [ACCEPTED] * 5, most=4)
    assert "CSV" in caught.value.hint
    assert path.read_text() == "the last export"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_fails_leaves_the_last_one(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"t.{form}"
    path.write_text("the last export")

    def stills() -> Iterator[ReviewedStill]:
        yield ACCEPTED
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(WriteFailed, match="No space left"):
        write(path, stills())
    assert path.read_text() == "the last export"
    assert list(tmp_path.iterdir()) == [path]


def write(path: Path, stills: Any) -> None:
    if path.suffix == ".csv":
        write_csv(path, CLASSES, stills)
    else:
        write_workbook(path, {}, CLASSES, stills)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, form: str) -> None:
    def peak(count: int) -> int:
        stills = (
            replace(ACCEPTED, file=f"exam {n % 10}/{n}.png", digest=f"{n:064x}")
            for n in range(count)
        )
        tracemalloc.start()
        try:
            write(tmp_path / f"t.{form}", stills)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # imports
    assert peak(3000) < peak(300) + 200_000


def test_no_stills_make_an_empty_table(rows_of: Any) -> None:
    assert rows_of([]) == []


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    for form in ("csv", "xlsx"):
        with pytest.raises(WriteFailed, match="Couldn't write"):
            write(tmp_path / "taken" / f"t.{form}", STILLS)


def test_a_review_without_findings_leaves_its_cell_empty(rows_of: Any) -> None:
    review = Review(Verdict.CANNOT_JUDGE, (), "A", NOW.astimezone(UTC))
    (row,) = rows_of([replace(REFUSED, review=review)])
    assert row["reader_findings"] == ""
    assert row["reader_verdict"] == "cannot_judge"
    assert row["reviewed_at"] == "2026-03-01T06:30:01+00:00"
