"""``lumenary dataset``: a page about a folder, and a split without leaks."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from core.images.sample_sets import SampleSet
from tests.app.conftest import Lumenary


def test_the_page_shows_counts_problems_and_samples(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    out = tmp_path / "check.html"
    run = lumenary(
        *("dataset", "check", samples.labelled, "--groups", samples.groups),
        *("--out", out, "--json"),
    )
    found = json.loads(run.stdout)
    assert sum(found["classes"].values()) == found["stills"]
    assert found["unreadable"] == 1
    assert found["quality_problems"] >= 1
    page = out.read_text(encoding="utf-8")
    assert "drawn-erosion" in page
    assert "data:image/jpeg;base64" in page
    assert "drawn by the program" in page


def test_copies_under_two_labels_are_shown(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(samples.labelled, folder)
    polyp = next((folder / "drawn-polyp").iterdir())
    shutil.copy(polyp, folder / "drawn-ulcer" / "mislabelled.jpg")
    run = lumenary("dataset", "check", folder, "--json")
    found = json.loads(run.stdout)
    assert found["conflicts"] >= 1
    assert "mislabelled.jpg" in Path(found["report"]).read_text(encoding="utf-8")


def test_a_split_is_the_same_twice_and_nothing_straddles(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    tables = []
    for out in (tmp_path / "one", tmp_path / "two"):
        run = lumenary(
            *("dataset", "split", samples.labelled, "--out", out),
            *("--groups", samples.groups),
        )
        assert run.returncode == 1, run.stderr  # one sample still is cut off
        tables.append((out / "split.csv").read_text(encoding="utf-8"))
    assert tables[0] == tables[1]
    parts: dict[str, set[str]] = {}
    for row in csv.DictReader(tables[0].splitlines()):
        parts.setdefault(row["group"], set()).add(row["part"])
        assert (tmp_path / "one" / row["file"]).is_file()
    assert all(len(own) == 1 for own in parts.values())


def test_an_existing_folder_is_not_overwritten(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    precious = tmp_path / "out" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("mine")
    run = lumenary("dataset", "split", samples.labelled, "--out", precious.parent)
    assert run.returncode == 3
    assert "exists already" in run.stderr
    assert [p.name for p in precious.parent.iterdir()] == ["precious.txt"]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({}, "holds no stills"),
        ({"only/a.png": 1}, "Only one class"),
        ({"Polyp/a.png": 1, "polyp/b.png": 1}, "differ only by case"),
        ({"a/notes.txt": 0, "b/more.txt": 0}, "hold no stills"),
    ],
    ids=["empty", "one class", "case", "text files"],
)
def test_folders_that_are_no_datasets_are_said(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path, made: dict, said: str
) -> None:
    still = next((samples.labelled / "drawn-polyp").iterdir()).read_bytes()
    for name, is_still in made.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(still if is_still else b"text")
    (tmp_path / "data").mkdir(exist_ok=True)
    for command in (["check"], ["split", "--out", tmp_path / "out"]):
        run = lumenary("dataset", command[0], tmp_path / "data", *command[1:])
        assert run.returncode == 3
        assert said in run.stderr
        assert "Traceback" not in run.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--group-pattern", "("], "no regular expression"),
        (["--hash-radius", "99"], "hash-radius"),
        (["--recipe", "quik-tour"], "did you mean “quick-tour”"),
    ],
)
def test_wrong_options_are_said(
    lumenary: Lumenary, samples: SampleSet, options: list[str], said: str
) -> None:
    run = lumenary("dataset", "check", samples.labelled, *options)
    assert run.returncode in {2, 3}
    assert said in run.stderr


def test_two_stills_are_told_apart_and_the_decision_is_undone(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(samples.labelled, folder)
    polyp = sorted((folder / "drawn-polyp").iterdir())[0]
    other = folder / "drawn-ulcer" / "other.jpg"
    # the same picture in another file: what follows the image's end is not shown
    other.write_bytes(polyp.read_bytes() + b"again")

    def conflicts() -> int:
        run = lumenary("dataset", "check", folder, "--without-embeddings", "--json")
        return int(json.loads(run.stdout)["conflicts"])

    before = conflicts()
    run = lumenary("dataset", "not-a-copy", other, polyp)
    assert run.returncode == 0, run.stderr
    assert "not taken for copies any more" in run.stdout
    assert conflicts() == before - 1
    run = lumenary("dataset", "not-a-copy", polyp, other, "--undo")
    assert "decides again" in run.stdout
    assert conflicts() == before


def test_stills_are_left_out_and_taken_back(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    stills = sorted((samples.labelled / "drawn-polyp").iterdir())[:2]

    def found() -> tuple[int, int]:
        run = lumenary(
            *("dataset", "check", samples.labelled, "--without-embeddings", "--json")
        )
        result = json.loads(run.stdout)
        return result["stills"], result["left_out"]

    total, none = found()
    assert none == 0
    run = lumenary("dataset", "leave-out", *stills, "--why", "a hand in view")
    assert run.returncode == 0, run.stderr
    assert found() == (total - 2, 2)
    lumenary("dataset", "leave-out", stills[0], "--undo")
    assert found() == (total - 1, 1)


def test_decisions_that_mean_nothing_are_refused(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    still = sorted((samples.labelled / "drawn-polyp").iterdir())[0]
    copy = tmp_path / "copy.jpg"
    shutil.copy(still, copy)
    text = tmp_path / "notes.jpg"
    text.write_text("no image")
    run = lumenary("dataset", "not-a-copy", still, copy)
    assert run.returncode == 2
    assert "equal byte for byte" in " ".join(run.stderr.split())
    for wrong in (["not-a-copy", still, text], ["leave-out", text]):
        run = lumenary("dataset", *wrong)
        assert run.returncode == 3
        assert "Nothing was decided on “notes.jpg”" in run.stderr


def test_a_class_is_copied_with_as_many_others_and_can_be_trained_on(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = lumenary(
        *("dataset", "one-vs-rest", samples.labelled, "--positive", "drawn-ulcer"),
        *("--out", out, "--groups", samples.groups),
    )
    assert f"Train: lumenary train {out}" in run.stdout, run.stderr
    one, other = (
        len(list((out / side).iterdir())) for side in ("drawn-ulcer", "not drawn-ulcer")
    )
    assert one == other > 0
    run = lumenary(
        *("dataset", "check", out, "--groups", out / "one-vs-rest.csv"),
        *("--without-embeddings", "--json"),
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["classes"] == {
        "drawn-ulcer": one,
        "not drawn-ulcer": other,
    }
