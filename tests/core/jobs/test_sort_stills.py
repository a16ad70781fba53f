"""Sorting into folders: whole copies of what was classified, and nothing else."""

import errno
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.control import Control
from core.jobs.events import Cancelled, ClassifiedStill, Event, Progress
from core.jobs.requests import SortStillsRequest, Thresholds
from core.jobs.results import SortStillsResult
from core.jobs.sort_journal import SortBusy, SortJournal
from core.jobs.sort_manifest import MANIFEST_FILE, read_manifest
from tests.core.jobs.classified_folder import (
    STARTED,
    ClassifiedFolder,
    answer,
    skip_where_nothing_is_forbidden,
    tree,
    with_times,
    write_run,
)
from tests.core.jobs.reviewed_folder import failed, finished

FILES: dict[str, bytes] = {
    "exam 1/a.png": b"a1",
    "exam 1/b.png": b"b1",
    "exam 2/a.png": b"a2",
    "exam 2/A.PNG": b"A2",
    "обследование 🩺/полип ё №1.png": b"",
    "d" * 100 + "/" + "e" * 100 + "/" + "f" * 120 + ".png": b"deep",
    "CON.png": b"con",
    "damaged.png": b"damaged",
}


def answers() -> list[ClassifiedStill]:
    decisions = ["accept", "review", "accept", "accept", "refuse", "accept", "accept"]
    labels = ["polyp", "polyp", "polyp", "polyp", "polyp", "ulcer", "review"]
    found = [
        answer(name, data, decision, label)  # type: ignore[arg-type]
        for (name, data), decision, label in zip(
            FILES.items(), decisions, labels, strict=False
        )
    ]
    return [*found, answer("damaged.png", b"damaged", None)]


@pytest.fixture
def folder(tmp_path: Path) -> ClassifiedFolder:
    return ClassifiedFolder.of(tmp_path, FILES, answers())


def failure(folder: ClassifiedFolder, *, out: Path | None = None) -> str:
    request = SortStillsRequest(run=folder.run, out=out or folder.out)
    end = failed(folder.outcome(request))
    return f"{end.user_message} {end.hint}"


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != MANIFEST_FILE
    }


PLACES = {
    "polyp/a.png": b"a1",
    "review/b.png": b"b1",
    "polyp/a (2).png": b"a2",
    "polyp/A (3).PNG": b"A2",
    "refused/полип ё №1.png": b"",
    "ulcer/" + "f" * 120 + ".png": b"deep",
    "review (finding)/_CON.png": b"con",
}


def test_each_still_goes_into_the_folder_of_its_decision(
    folder: ClassifiedFolder,
) -> None:
    before = with_times(folder.root)
    result = folder.sort()
    assert files(folder.out) == PLACES
    assert result.copied == {
        "polyp": 3,
        "refused": 1,
        "review": 1,
        "review (finding)": 1,
        "ulcer": 1,
    }
    assert result.left_out == {"that could not be read when classified": 1}
    assert (result.renamed, result.already, result.dry_run) == (3, 0, False)
    assert result.manifest == folder.out / MANIFEST_FILE
    assert with_times(folder.root) == before
    copied = (folder.out / "polyp/a (2).png").stat()
    assert copied.st_mtime_ns == (folder.root / "exam 2/a.png").stat().st_mtime_ns


def test_the_manifest_says_what_was_made(folder: ClassifiedFolder) -> None:
    folder.sort()
    text = (folder.out / MANIFEST_FILE).read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    header, *rest = lines
    assert header["version"] == 1
    assert header["folder"] == str(folder.root)
    assert header["model"] == "colours"
    assert header["made_folder"] is True
    made = [line["made_folder"] for line in rest if "made_folder" in line]
    assert sorted(made) == sorted({place.split("/")[0] for place in PLACES})
    copies = {line["place"]: line for line in rest if "place" in line}
    assert set(copies) == set(PLACES)
    assert copies["polyp/a (2).png"]["source"] == "exam 2/a.png"
    assert copies["polyp/a (2).png"]["size"] == 2
    assert not (folder.out / "polyp/a.png").stat().st_mode & 0o111


def test_a_dry_run_writes_nothing_and_says_what_would_go_where(
    folder: ClassifiedFolder,
) -> None:
    before = tree(folder.base)
    dry = folder.sort(dry_run=True)
    home = {str(p.relative_to(folder.base)) for p in (folder.base / "home").rglob("*")}
    after = {k: v for k, v in tree(folder.base).items() if k not in home | {"home"}}
    assert after == before
    real = folder.sort()
    assert dry == real.model_copy(update={"dry_run": True, "manifest": None})
    assert {one.place for one in dry.examples} == set(PLACES)
    assert {one.place: one.source for one in dry.renamed_examples} == {
        "polyp/a (2).png": "exam 2/a.png",
        "polyp/A (3).PNG": "exam 2/A.PNG",
        "review (finding)/_CON.png": "CON.png",
    }


def test_what_changed_vanished_or_cannot_be_read_is_left_out(
    folder: ClassifiedFolder,
) -> None:
    (folder.root / "exam 1/a.png").write_bytes(b"a1!")
    (folder.root / "exam 1/b.png").unlink()
    (folder.root / "CON.png").unlink()
    (folder.root / "CON.png").mkdir()
    deep = next(name for name in FILES if name.startswith("ddd"))
    shutil.rmtree(folder.root / deep.split("/")[0])
    (folder.root / deep.split("/")[0]).write_bytes(b"a file now")
    result = folder.sort()
    assert result.left_out == {
        "that could not be read when classified": 1,
        "that can't be found any more": 2,
        "that changed since the classification": 2,
    }
    assert set(files(folder.out)) == {
        "polyp/a (2).png",
        "polyp/A (3).PNG",
        "refused/полип ё №1.png",
    }
    assert not (folder.out / "review").exists()


def test_nothing_to_copy_makes_nothing(tmp_path: Path) -> None:
    folder = ClassifiedFolder.of(tmp_path, {"a": b"a"}, [answer("a", b"a", None)])
    result = folder.sort()
    assert (result.copied, result.manifest) == ({}, None)
    assert not folder.out.exists()


def test_what_stands_there_is_kept_apart(folder: ClassifiedFolder) -> None:
    theirs = folder.base / "theirs"
    theirs.mkdir()
    (folder.out / "polyp").mkdir(parents=True)
    (folder.out / "polyp/A.png").write_bytes(b"mine")
    (folder.out / "ulcer").symlink_to(theirs)
    (folder.out / "Review").mkdir()
    (folder.out / "refused").write_bytes(b"a file")
    before = tree(folder.out)
    folder.sort()
    after = tree(folder.out)
    assert before.items() <= after.items()
    assert set(files(folder.out)) - {"polyp/A.png", "refused"} == {
        "polyp/a (2).png",
        "polyp/a (3).png",
        "polyp/A (4).PNG",
        "review (2)/b.png",
        "refused (2)/полип ё №1.png",
        "ulcer (2)/" + "f" * 120 + ".png",
        "review (finding)/_CON.png",
    }
    assert not any(theirs.iterdir())


def test_a_folder_among_the_originals_is_refused(folder: ClassifiedFolder) -> None:
    before = tree(folder.root)
    assert "lies within" in failure(folder, out=folder.root / "sorted")
    (folder.base / "link").symlink_to(folder.root)
    assert "lies within" in failure(folder, out=folder.base / "link" / "sorted")
    assert tree(folder.root) == before


def test_a_folder_that_links_lead_to_is_one_of_the_originals(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.png").write_bytes(b"a")
    still = answer("linked/a.png", b"a", "accept")
    folder = ClassifiedFolder.of(tmp_path, {}, [still])
    (folder.root / "linked").symlink_to(elsewhere)
    assert "lies within" in failure(folder, out=elsewhere / "sorted")
    folder.sort()
    assert files(folder.out) == {"polyp/a.png": b"a"}
    assert not (folder.out / "polyp/a.png").is_symlink()


def test_sorting_beside_a_classified_folder_of_a_findings_name(tmp_path: Path) -> None:
    still = answer("a.png", b"a", "accept")
    folder = ClassifiedFolder.of(tmp_path, {}, [])
    originals = tmp_path / "polyp"
    originals.mkdir()
    (originals / "a.png").write_bytes(b"a")
    write_run(tmp_path / "run 2", originals, [still], datetime.now(UTC))
    request = SortStillsRequest(run=tmp_path / "run 2", out=tmp_path)
    folder.outcome(request)
    assert tree(originals) == {"a.png": b"a"}
    assert (tmp_path / "polyp (2)/a.png").read_bytes() == b"a"


def test_links_to_stills_are_copied_as_what_they_lead_to(tmp_path: Path) -> None:
    folder = ClassifiedFolder.of(
        tmp_path,
        {"real.png": b"x"},
        [answer("real.png", b"x", "accept"), answer("link.png", b"x", "review")],
    )
    (folder.root / "link.png").symlink_to("real.png")
    folder.sort()
    assert files(folder.out) == {"polyp/real.png": b"x", "review/link.png": b"x"}
    assert not (folder.out / "review/link.png").is_symlink()


def test_sorting_again_changes_nothing(folder: ClassifiedFolder) -> None:
    first = folder.sort()
    before, times = tree(folder.out), with_times(folder.out / "polyp")
    again = folder.sort()
    assert tree(folder.out) == before
    assert with_times(folder.out / "polyp") == times
    assert again == first.model_copy(update={"already": 7})


def test_sorting_again_makes_what_is_missing_and_leaves_what_was_changed(
    folder: ClassifiedFolder,
) -> None:
    folder.sort()
    (folder.out / "polyp/a.png").unlink()
    (folder.out / "polyp/a (2).png").write_bytes(b"drawn on")
    again = folder.sort()
    assert files(folder.out) == {**PLACES, "polyp/a (2).png": b"drawn on"}
    assert sum(again.copied.values()) == 6
    assert sum(again.left_out.values()) == 2


def test_stills_that_the_run_found_later_are_added(folder: ClassifiedFolder) -> None:
    shutil.rmtree(folder.run)
    started = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    write_run(folder.run, folder.root, answers()[:3], started)
    assert sum(folder.sort().copied.values()) == 3
    shutil.rmtree(folder.run)
    write_run(folder.run, folder.root, answers(), started)
    assert folder.sort().already == 3
    assert files(folder.out) == PLACES


def test_a_run_of_a_later_day_adds_what_is_new(folder: ClassifiedFolder) -> None:
    folder.sort()
    shutil.rmtree(folder.run)
    (folder.root / "exam 1/a.png").write_bytes(b"other bytes")
    (folder.root / "new.png").write_bytes(b"new")
    changed = answer("exam 1/a.png", b"other bytes", "accept")
    new = answer("new.png", b"new", "review")
    found = [changed, *answers()[1:], new]
    write_run(folder.run, folder.root, found, datetime.now(UTC))
    result = folder.sort()
    assert result.already == 6
    assert result.left_out["whose earlier copy has other bytes; it was left as it is"]
    assert files(folder.out) == {**PLACES, "review/new.png": b"new"}
    assert folder.undo().removed == 8


def test_other_answers_are_not_mixed_in(folder: ClassifiedFolder) -> None:
    folder.sort()
    shutil.rmtree(folder.run)
    write_run(folder.run, folder.root, answers(), STARTED, Thresholds(review_below=1))
    before = tree(folder.out)
    assert "another folder, model or threshold" in failure(folder)
    assert tree(folder.out) == before


def test_a_file_called_like_the_manifest_is_refused(folder: ClassifiedFolder) -> None:
    folder.out.mkdir()
    (folder.out / MANIFEST_FILE).write_text("my own\n")
    assert "manifest" in failure(folder)
    assert tree(folder.out) == {MANIFEST_FILE: b"my own\n"}


def test_two_sorts_at_once_are_refused(folder: ClassifiedFolder) -> None:
    folder.sort()
    manifest = read_manifest(folder.out / MANIFEST_FILE)
    with SortJournal(folder.out, manifest):
        assert "Another sort" in failure(folder)
    folder.sort()


def test_a_manifest_that_grew_since_it_was_read_is_in_use(
    folder: ClassifiedFolder,
) -> None:
    folder.sort()
    manifest = read_manifest(folder.out / MANIFEST_FILE)
    with SortJournal(folder.out, read_manifest(folder.out / MANIFEST_FILE)) as other:
        other.add(manifest.copies.values())
    with pytest.raises(SortBusy), SortJournal(folder.out, manifest):
        pass


def test_cancelled_keeps_what_is_whole_and_goes_on(folder: ClassifiedFolder) -> None:
    control = Control()

    def cancel_at_the_first_copy(event: Event) -> None:
        if isinstance(event, Progress) and event.activity == "Copying stills":
            control.cancel()

    many = {f"{i}.png": b"%d" % i for i in range(80)}
    stills = [answer(name, data, "accept") for name, data in many.items()]
    other = ClassifiedFolder.of(folder.base / "other", many, stills)
    request = SortStillsRequest(run=other.run, out=other.out)
    end = other.outcome(request, control, cancel_at_the_first_copy)
    assert isinstance(end, Cancelled)
    assert 0 < len(files(other.out)) < 80
    result = other.sort()
    assert 0 < result.already < 80
    assert files(other.out) == {f"polyp/{k}": v for k, v in many.items()}


def test_a_missing_drive_is_said_on_either_side(folder: ClassifiedFolder) -> None:
    assert "Connect the drive" in failure(folder, out=folder.base / "usb" / "sorted")
    assert not (folder.base / "usb").exists()
    folder.root.rename(folder.base / "away")
    assert "can't be reached" in failure(folder)
    assert not folder.out.exists()


def has_looked(event: Event) -> bool:
    looking = isinstance(event, Progress) and event.activity == "Looking at stills"
    return looking and event.done == event.total


def test_originals_that_go_away_in_the_middle_are_left_out(
    folder: ClassifiedFolder,
) -> None:
    def take_away(event: Event) -> None:
        if has_looked(event):
            folder.root.rename(folder.base / "away")

    request = SortStillsRequest(run=folder.run, out=folder.out)
    folder.outcome(request, emit=take_away)
    (folder.base / "away").rename(folder.root)
    assert files(folder.out) == {}
    folder.sort()
    assert files(folder.out) == PLACES


def test_a_target_that_goes_away_is_an_error(folder: ClassifiedFolder) -> None:
    def take_away(event: Event) -> None:
        if has_looked(event):
            folder.out.rename(folder.base / "unplugged")

    folder.sort()
    (folder.out / "polyp/a.png").unlink()
    request = SortStillsRequest(run=folder.run, out=folder.out)
    end = failed(folder.outcome(request, emit=take_away))
    assert "can't be reached any more" in end.user_message
    assert "had been made there" in end.hint
    assert "originals are unchanged" in end.hint
    (folder.base / "unplugged").rename(folder.out)
    folder.sort()
    assert files(folder.out) == PLACES


def test_what_may_not_be_written_or_read_is_said(folder: ClassifiedFolder) -> None:
    skip_where_nothing_is_forbidden(folder.base)
    (folder.root / "exam 1/a.png").chmod(0)
    folder.out.mkdir()
    folder.out.chmod(0o555)
    assert "Permission denied" in failure(folder)
    assert tree(folder.out) == {}
    folder.out.chmod(0o755)
    assert folder.sort().left_out["that you have no permission to read"] == 1
    (folder.root / "exam 1/a.png").chmod(0o644)
    (folder.out / "polyp").chmod(0o555)
    assert "Permission denied" in failure(folder)
    (folder.out / "polyp").chmod(0o755)
    folder.sort()
    assert files(folder.out) == PLACES


SORT_IN_A_CHILD = """
import resource, sys
from pathlib import Path
from tests.core.jobs.classified_folder import ClassifiedFolder
from core.jobs.requests import SortStillsRequest
folder = ClassifiedFolder(Path(sys.argv[1]))
def fill(event):
    if event.event == "progress":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
request = SortStillsRequest(run=folder.run, out=folder.out)
end = folder.outcome(request, emit=fill)
sys.stdout.write(f"{end.user_message} {end.hint}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on files")
@pytest.mark.parametrize("limit", [300, 3_000, 50_000])
def test_a_full_disk_leaves_whole_copies_that_the_manifest_knows(
    tmp_path: Path, limit: int
) -> None:
    many = {f"{i:02}.png": bytes([i]) * 1_000 * i for i in range(70)}
    stills = [answer(name, data, "accept") for name, data in many.items()]
    folder = ClassifiedFolder.of(tmp_path, many, stills)
    child = subprocess.run(
        [sys.executable, "-c", SORT_IN_A_CHILD, str(tmp_path), str(limit)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Couldn't write in" in child.stdout, child.stderr
    assert "File too large" in child.stdout
    if folder.out.exists():
        known = read_manifest(folder.out / MANIFEST_FILE).copies
        made = files(folder.out)
        assert set(made) <= set(known)
        assert all(many[known[place].source] == data for place, data in made.items())
    folder.sort()
    assert files(folder.out) == {f"polyp/{name}": data for name, data in many.items()}


def test_a_disk_that_knows_no_second_names_is_never_overwritten_either(
    folder: ClassifiedFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:  # as FAT does
        raise PermissionError(errno.EPERM, "Operation not permitted", str(target))

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    def take_a_name(event: Event) -> None:
        if has_looked(event):
            (folder.out / "polyp").mkdir()
            (folder.out / "polyp/a.png").write_bytes(b"someone's")

    folder.out.mkdir()
    request = SortStillsRequest(run=folder.run, out=folder.out)
    result = finished(folder.outcome(request, emit=take_a_name), SortStillsResult)
    assert result.left_out["whose name was taken by another file meanwhile"] == 1
    assert files(folder.out) == {**PLACES, "polyp/a.png": b"someone's"}
    assert folder.sort().already == 6
    assert files(folder.out) == {
        **PLACES,
        "polyp/a.png": b"someone's",
        "polyp/a (4).png": b"a1",
    }
