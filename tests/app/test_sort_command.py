"""``lumenary sort``, ``classify --sort-into``: copies, a dry run, the way back."""

import json
import os
from pathlib import Path

import pytest

from core.jobs.sort_manifest import MANIFEST_FILE
from tests.app.conftest import Lumenary
from tests.core.jobs.classified_folder import ClassifiedFolder, answer, tree
from tests.core.jobs.reviewed_folder import home_with_a_model, write_stills

FILES = {"1/a.png": b"a1", "2/a.png": b"a2", "b c.png": b"b"}


@pytest.fixture
def folder(tmp_path: Path) -> ClassifiedFolder:
    stills = [
        answer("1/a.png", b"a1", "accept"),
        answer("2/a.png", b"a2", "accept"),
        answer("b c.png", b"b", "review"),
    ]
    return ClassifiedFolder.of(tmp_path / "a folder", FILES, stills)


def test_sort_and_undo_say_what_they_did(
    lumenary: Lumenary, folder: ClassifiedFolder
) -> None:
    before = tree(folder.base)
    done = lumenary("sort", folder.run, "--into", folder.out)
    assert done.returncode == 0, done.stderr
    manifest = folder.out / MANIFEST_FILE
    assert done.stdout.splitlines() == [
        "3 stills copied, 0 of them before:",
        "  polyp: 2",
        "  review: 1",
        "Called otherwise, so that all names are kept apart: 1 still",
        "  2/a.png → polyp/a (2).png",
        f"Copies and manifest: {folder.out}",
        f"Take back: lumenary sort --undo '{manifest}'",
    ]
    (folder.out / "review/b c.png").write_bytes(b"mine")
    undone = lumenary("sort", "--undo", manifest)
    assert undone.returncode == 0, undone.stderr
    assert f"Removed 2 copies and 1 folder in {folder.out}" in undone.stdout
    assert "Left: 1 file changed or replaced since the sort." in undone.stdout
    left = {"sorted": None, "sorted/review": None, "sorted/review/b c.png": b"mine"}
    assert tree(folder.base) == {**before, **left}


def test_a_dry_run_shows_examples_and_writes_nothing(
    lumenary: Lumenary, folder: ClassifiedFolder
) -> None:
    before = tree(folder.base)
    done = lumenary("sort", folder.run, "--into", folder.out, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "A dry run: nothing was written. Would copy 3 stills:" in done.stdout
    assert "    b c.png → review/b c.png" in done.stdout
    assert tree(folder.base) == before


def test_json_is_the_result(lumenary: Lumenary, folder: ClassifiedFolder) -> None:
    done = lumenary("sort", folder.run, "--into", folder.out, "--json")
    result = json.loads(done.stdout)
    assert result["copied"] == {"polyp": 2, "review": 1}
    undone = lumenary("sort", "--undo", result["manifest"], "--json")
    assert json.loads(undone.stdout)["removed"] == 3


def test_a_still_that_is_gone_gives_the_status_for_some_files(
    lumenary: Lumenary, folder: ClassifiedFolder
) -> None:
    (folder.root / "b c.png").unlink()
    done = lumenary("sort", folder.run, "--into", folder.out)
    assert done.returncode == 1
    assert "Left out: 1 still that can't be found any more." in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("sort",),
        ("sort", "RUN"),
        ("sort", "RUN", "--into", "OUT", "--undo", "RUN"),
        ("sort", "RUN", "--into", "FOLDER"),
        ("classify",),
        ("classify", "FOLDER", "--dry-run"),
        ("classify", "FOLDER", "--undo", "RUN"),
        ("classify", "FOLDER", "--model", "sample", "--sort-into", "FOLDER"),
    ],
)
def test_what_cannot_be_is_bad_use(
    lumenary: Lumenary, folder: ClassifiedFolder, arguments: tuple[str, ...]
) -> None:
    before = tree(folder.base)
    paths = {"RUN": folder.run, "OUT": folder.out, "FOLDER": folder.root}
    done = lumenary(*(paths.get(word, word) for word in arguments))
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert tree(folder.base) == before


def test_classify_sorts_and_undoes(lumenary: Lumenary, tmp_path: Path) -> None:
    home_with_a_model(Path(os.environ["LUMENARY_HOME"]))
    write_stills(tmp_path / "stills", ["1/a.png", "2/a.png"])
    out = tmp_path / "sorted"
    classify = ("classify", tmp_path / "stills", "--model", "colours")
    dry = lumenary(*classify, "--sort-into", out, "--dry-run")
    assert "Would copy 2 stills" in dry.stdout, dry.stderr
    assert not out.exists()
    done = lumenary(*classify, "--sort-into", out)
    assert done.returncode == 0, done.stderr
    originals = {path.read_bytes() for path in (tmp_path / "stills").rglob("*.png")}
    assert {path.read_bytes() for path in out.rglob("*.png")} == originals
    again = lumenary(*classify, "--sort-into", out)
    assert "2 stills copied, 2 of them before" in again.stdout, again.stderr
    assert lumenary("classify", "--undo", out / MANIFEST_FILE).returncode == 0
    assert not out.exists()
