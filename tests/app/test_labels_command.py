"""``lumenary labels``: doubts from a shell, measured and taken back."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.files import sha256_of
from core.jobs.evaluated_labels import EvaluatedLabels
from core.jobs.tested_stills import RECORD_FILE, REVISED_RECORD_FILE
from tests.app.conftest import Lumenary
from tests.app.pages.evaluated_home import SWAPPED, EvaluatedHome


@pytest.fixture(scope="module")
def evaluated(
    tmp_path_factory: pytest.TempPathFactory, small_model: Path
) -> EvaluatedHome:
    return EvaluatedHome.made(tmp_path_factory.mktemp("evaluated"), small_model)


@pytest.fixture
def run(evaluated: EvaluatedHome, small_model: Path) -> Path:
    """The run of that evaluation in this test's own home."""
    home = Path(os.environ["LUMENARY_HOME"])
    shutil.copytree(small_model, home / "models" / "small")
    assert evaluated.result.run is not None
    return shutil.copytree(
        evaluated.result.run, home / "runs" / evaluated.result.run.name
    )


def test_labels_are_questioned_measured_and_taken_back(
    lumenary: Lumenary, evaluated: EvaluatedHome, run: Path
) -> None:
    before = {path: sha256_of(path) for path in evaluated.stills.rglob("*.png")}
    first = (run / RECORD_FILE).read_bytes()
    path = evaluated.stills / SWAPPED[1]
    ada = ("--reader", "Ada")
    done = lumenary(
        "labels", "question", run, SWAPPED[0], path, "--shows", "blue", *ada
    )
    assert done.returncode == 0, done.stderr
    assert "Questioned the label of 2 stills." in done.stdout
    listed = [
        json.loads(line)
        for line in lumenary("labels", "list", run, "--json").stdout.splitlines()
    ]
    assert [(each["file"], each["proposed"]) for each in listed] == [
        (SWAPPED[0], "blue"),
        (SWAPPED[1], "blue"),
    ]
    assert {each["reader"] for each in listed} == {"Ada"}
    assert "says green; Ada sees blue" in lumenary("labels", "list", run).stdout
    measured = lumenary("labels", "measure", run)
    assert measured.returncode == 0, measured.stderr
    assert "As first measured: balanced accuracy 93.3\xa0%" in measured.stdout
    assert "Labels revised after errors were seen: balanced accuracy 100.0\xa0%" in (
        measured.stdout
    )
    assert (run / RECORD_FILE).read_bytes() == first
    back = lumenary("labels", "withdraw", run, *SWAPPED)
    assert back.returncode == 0, back.stderr
    assert "No label" in lumenary("labels", "list", run).stdout
    again = lumenary("labels", "measure", run)
    assert "there are no revised numbers" in again.stdout
    assert not (run / REVISED_RECORD_FILE).exists()
    assert {p: sha256_of(p) for p in evaluated.stills.rglob("*.png")} == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("question", "elsewhere.png", "--shows", "blue"), "is none of the 24 stills"),
        (("question", SWAPPED[0], "--shows", "bleu"), "does not know “bleu”"),
        (("question", SWAPPED[0], "--shows", "green"), "says green already"),
        (("question", SWAPPED[0]), "--none-of-these"),
        (
            ("question", SWAPPED[0], "--shows", "blue", "--none-of-these"),
            "--none-of-these",
        ),
        (("withdraw", SWAPPED[0]), "is not questioned"),
    ],
)
def test_what_cannot_be_meant_is_bad_use_and_notes_nothing(
    lumenary: Lumenary, run: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    command, *others = arguments
    done = lumenary("labels", command, run, *others)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())
    assert "No label" in lumenary("labels", "list", run).stdout


def test_a_folder_that_is_no_evaluation_is_said(
    lumenary: Lumenary, tmp_path: Path
) -> None:
    done = lumenary("labels", "list", tmp_path)
    assert done.returncode == 3
    assert "can't be read" in done.stderr


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_a_still_that_nobody_can_look_at_any_more_is_not_questioned(
    lumenary: Lumenary,
    evaluated: EvaluatedHome,
    run: Path,
    tmp_path: Path,
    change: Callable[[Path], object],
) -> None:
    own = shutil.copytree(evaluated.stills, tmp_path / "own")
    tested = run / "tested_stills.jsonl"
    text = tested.read_text(encoding="utf-8")
    tested.write_text(text.replace(str(evaluated.stills), str(own)), encoding="utf-8")
    assert EvaluatedLabels.of(run).header.folder == own
    change(own / SWAPPED[0])
    done = lumenary("labels", "question", run, SWAPPED[0], "--none-of-these")
    assert done.returncode == 2
    assert "cannot be questioned" in done.stderr
