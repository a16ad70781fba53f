"""Reviewed stills as a labelled folder: what may teach a class, and nothing else."""

import csv
import os
import unicodedata
from pathlib import Path

import pytest

from core.control import Control
from core.dataset.known_groups import known_groups_from_csv
from core.dataset.scanning import scan_labelled_folder
from core.files import sha256_of
from core.jobs.events import Cancelled, Event, Progress
from core.jobs.requests import CopyCorrectionsRequest
from core.jobs.results import CopyCorrectionsResult
from core.review.corrections import Verdict
from tests.core.jobs.reviewed_folder import (
    NOW,
    ReviewedFolder,
    failed,
    finished,
    home_with_a_model,
    write_stills,
)

NAMES = [
    "exam 1/a.png",
    "exam 1/b.png",
    "exam 2/a.png",
    "exam 2/B.PNG",
    "обследование 🩺/=ё.png",
    "top.png",
    "long/" + "x" * 240 + ".png",
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_with_a_model(tmp_path / "home")


@pytest.fixture
def reviewed(tmp_path: Path, home: Path) -> ReviewedFolder:
    root = tmp_path / "снимки"
    write_stills(root, NAMES)
    return ReviewedFolder.of(root, home, "colours")


def copied(reviewed: ReviewedFolder, out: Path) -> CopyCorrectionsResult:
    request = CopyCorrectionsRequest(run=reviewed.run, out=out)
    return finished(reviewed.outcome(request), CopyCorrectionsResult)


def failure(reviewed: ReviewedFolder, out: Path) -> str:
    request = CopyCorrectionsRequest(run=reviewed.run, out=out)
    end = failed(reviewed.outcome(request))
    return f"{end.user_message} {end.hint}"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_stills_with_one_finding_are_copied_whoever_named_it(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    out = tmp_path / "copies"
    reviewed.review("exam 1/a.png", Verdict.AGREE, "red")
    reviewed.review("exam 2/a.png", Verdict.CORRECT, "red")
    reviewed.review("top.png", Verdict.CORRECT, "blue")
    before = {name: (reviewed.root / name).stat().st_mtime_ns for name in NAMES}
    result = copied(reviewed, out)
    assert (result.copied, result.by_class) == (3, {"blue": 1, "red": 2})
    assert (result.left_out, result.unreadable) == ({}, 0)
    assert files(out) == {
        *("red/a.png", "red/a (2).png", "blue/top.png"),
        *("corrections.csv", "groups.csv"),
    }
    rows = {row["source"]: row for row in table(out / "corrections.csv")}
    for name in ("exam 1/a.png", "exam 2/a.png", "top.png"):
        row = rows[name]
        assert (out / row["file"]).read_bytes() == (reviewed.root / name).read_bytes()
        assert row["digest"] == sha256_of(out / row["file"])
        assert row["file"].split("/")[0] == row["class"]
        assert (row["reader"], row["reviewed_at"]) == ("Dr Ё", NOW.isoformat())
    assert before == {name: (reviewed.root / name).stat().st_mtime_ns for name in NAMES}


def test_what_teaches_no_single_class_is_left_out_and_counted(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    out = tmp_path / "copies"
    reviewed.review(NAMES[0], Verdict.CORRECT, "blue", "red")
    reviewed.review(NAMES[1], Verdict.NONE_OF_THESE)
    reviewed.review(NAMES[2], Verdict.CANNOT_JUDGE)
    reviewed.review(NAMES[3], Verdict.AGREE)
    reviewed.review(NAMES[4], Verdict.CORRECT, "green")
    result = copied(reviewed, out)
    assert result.left_out == {
        "with several findings": 1,
        "with none of the model's classes": 1,
        "that the reader could not judge": 1,
        "that the program and the reader refused": 1,
    }
    assert "Left out: 1 still with several findings." in result.notices
    assert any("one class" in notice for notice in result.notices)
    assert files(out / "green") == {"=ё.png"}


def test_the_folder_can_be_trained_on_by_examinations(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    out = tmp_path / "copies"
    for name in NAMES[:3]:
        reviewed.review(name, Verdict.CORRECT, "red")
    reviewed.review(NAMES[4], Verdict.CORRECT, "blue")
    copied(reviewed, out)
    folder = scan_labelled_folder(out)
    assert folder.classes == ("blue", "red")
    groups = known_groups_from_csv(out / "groups.csv", folder)
    assert groups.group_of == {
        "red/a.png": "exam 1",
        "red/b.png": "exam 1",
        "red/a (2).png": "exam 2",
        "blue/=ё.png": "обследование 🩺",
    }
    assert groups.notices == ()


def test_a_folder_of_a_class_is_no_examination(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "labelled"
    write_stills(root, ["red/a.png", "red/exam 7/b.png", "blue/c.png"])
    reviewed = ReviewedFolder.of(root, home, "colours")
    for name in ("red/a.png", "red/exam 7/b.png", "blue/c.png"):
        reviewed.review(name, Verdict.CORRECT, "green")
    copied(reviewed, tmp_path / "copies")
    groups = table(tmp_path / "copies" / "groups.csv")
    assert groups == [{"file": "green/b.png", "group": "exam 7"}]


@pytest.mark.parametrize("above", ["", "green/"])
def test_all_that_lies_in_one_topmost_folder_is_of_one_patient(
    tmp_path: Path, home: Path, above: str
) -> None:
    names = [
        f"{above}Exam 2024-01/{rest}.png"
        for rest in ("colon/a", "rectum/b", "rectum/close/c", "d")
    ]
    names += [f"{above}Exam 2024-02/colon/e.png", "top.png"]
    write_stills(tmp_path / "stills", names)
    reviewed = ReviewedFolder.of(tmp_path / "stills", home, "colours")
    for name in names:
        reviewed.review(name, Verdict.CORRECT, "red")
    result = copied(reviewed, tmp_path / "copies")
    groups = table(tmp_path / "copies" / "groups.csv")
    assert {row["file"]: row["group"] for row in groups} == {
        **{f"red/{name}.png": "Exam 2024-01" for name in "abcd"},
        "red/e.png": "Exam 2024-02",
    }
    said = " ".join(result.notices)
    assert "one topmost folder are taken for one patient's: 2 in groups.csv" in said
    assert "1 still lay in no such folder" in said


def test_names_that_differ_only_in_case_are_kept_apart(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    reviewed.review("exam 1/b.png", Verdict.CORRECT, "red")
    reviewed.review("exam 2/B.PNG", Verdict.CORRECT, "red")
    copied(reviewed, tmp_path / "copies")
    names = files(tmp_path / "copies" / "red")
    assert len({name.casefold() for name in names}) == 2


def test_a_name_without_room_for_a_number_is_the_digest(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    reviewed.review(NAMES[6], Verdict.CORRECT, "red")
    copied(reviewed, tmp_path / "copies")
    digest = sha256_of(reviewed.root / NAMES[6])
    assert files(tmp_path / "copies" / "red") == {f"{digest}.png"}
    (row,) = table(tmp_path / "copies" / "corrections.csv")
    assert row["source"] == NAMES[6]


def test_a_still_that_changed_or_went_after_the_review_is_not_copied(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    for name in NAMES[:3]:
        reviewed.review(name, Verdict.CORRECT, "red")
    (reviewed.root / NAMES[0]).write_bytes((reviewed.root / "top.png").read_bytes())
    (reviewed.root / NAMES[1]).unlink()
    result = copied(reviewed, tmp_path / "copies")
    assert result.copied == 1
    assert result.unreadable == 2
    assert result.left_out == {
        "that changed after the review": 1,
        "that are gone or cannot be read": 1,
    }


def test_the_same_still_is_copied_once_from_where_it_still_is(
    tmp_path: Path, home: Path
) -> None:
    root = tmp_path / "stills"
    write_stills(root, ["a.png"])
    for name in ("exam/b.png", "exam/c.png"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes((root / "a.png").read_bytes())
    reviewed = ReviewedFolder.of(root, home, "colours")
    reviewed.review("a.png", Verdict.CORRECT, "red")
    (root / "a.png").write_bytes(b"another")
    result = copied(reviewed, tmp_path / "copies")
    assert result.copied == 1
    assert result.left_out == {"that are the same as another": 2}
    (row,) = table(tmp_path / "copies" / "corrections.csv")
    assert row["source"] == "exam/b.png"


@pytest.mark.skipif(os.name != "posix", reason="names that Windows does not have")
def test_names_that_the_disk_spells_otherwise_are_found(
    tmp_path: Path, home: Path
) -> None:
    decomposed = unicodedata.normalize("NFD", "обследование ё")
    root = tmp_path / "stills"
    write_stills(root, [f"{decomposed}/й.png"])
    reviewed = ReviewedFolder.of(root, home, "colours")
    reviewed.review(f"{decomposed}/й.png", Verdict.CORRECT, "red")
    assert copied(reviewed, tmp_path / "copies").copied == 1


def test_nothing_to_copy_is_said_and_makes_no_folder(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    out = tmp_path / "copies"
    assert "Review some stills first" in failure(reviewed, out)
    reviewed.review(NAMES[0], Verdict.CANNOT_JUDGE)
    assert "1 still that the reader could not judge" in failure(reviewed, out)
    assert not out.exists()


def test_a_folder_that_is_there_is_not_added_to(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    reviewed.review(NAMES[0], Verdict.CORRECT, "red")
    (tmp_path / "copies").mkdir()
    assert "exists already" in failure(reviewed, tmp_path / "copies")
    assert files(tmp_path / "copies") == set()


def test_copies_never_go_among_the_originals(reviewed: ReviewedFolder) -> None:
    reviewed.review(NAMES[0], Verdict.CORRECT, "red")
    assert "lies within" in failure(reviewed, reviewed.root / "exam 1" / "copies")
    assert files(reviewed.root) == set(NAMES)


def test_cancelling_leaves_nothing_behind(
    reviewed: ReviewedFolder, tmp_path: Path
) -> None:
    for name in NAMES[:5]:
        reviewed.review(name, Verdict.CORRECT, "red")
    control = Control()

    def cancel(event: Event) -> None:
        if isinstance(event, Progress):
            control.cancel()

    out = tmp_path / "out" / "copies"
    request = CopyCorrectionsRequest(run=reviewed.run, out=out)
    assert isinstance(reviewed.outcome(request, control, cancel), Cancelled)
    assert list(out.parent.iterdir()) == []
