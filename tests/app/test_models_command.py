"""``lumenary models``: rename, notes, damage, and what an export holds."""

import json
import zipfile
from pathlib import Path

import pytest

from core.paths import UserFolders
from tests.app.conftest import Lumenary
from tests.small_model import write_model


@pytest.fixture
def models() -> Path:
    """The user's library with one small model."""
    folder = UserFolders.from_environment().models / "colours"
    folder.mkdir(parents=True)
    write_model(folder, name="colours")
    return folder.parent


def test_rename_and_notes(lumenary: Lumenary, models: Path) -> None:
    assert "There are no notes" in lumenary("models", "note", "colours").stdout
    kept = lumenary("models", "note", "colours", "Left colon only. 🩺")
    assert kept.returncode == 0, kept.stderr
    renamed = lumenary("models", "rename", "colours", "Klinik")
    assert renamed.returncode == 0, renamed.stderr
    assert [folder.name for folder in models.iterdir()] == ["Klinik"]
    shown = lumenary("models", "show", "Klinik").stdout
    assert "Left colon only. 🩺" in shown
    again = lumenary("models", "rename", "colours", "x")
    assert again.returncode != 0
    assert "There is no model “colours”" in again.stderr


def test_a_shipped_model_keeps_its_name(lumenary: Lumenary) -> None:
    refused = lumenary("models", "rename", "starter", "mine")
    assert refused.returncode != 0
    assert "came with Lumenary" in refused.stderr


def test_the_list_tells_damage_and_what_to_do(lumenary: Lumenary, models: Path) -> None:
    with (models / "colours" / "model.onnx").open("ab") as network:
        network.write(b"x")
    listed = lumenary("models", "list")
    assert listed.returncode == 0, "a list is no failure"
    (line,) = [ln for ln in listed.stdout.splitlines() if ln.startswith("colours")]
    assert "was changed after it was made: model.onnx" in line
    assert "import it again" in line
    rows = lumenary("models", "list", "--json").stdout.splitlines()
    problems = {row["name"]: row["problem"] for row in map(json.loads, rows)}
    assert "model.onnx" in problems["colours"]
    assert problems["starter"] is None


def test_an_export_takes_along_what_is_asked_for(
    lumenary: Lumenary, models: Path, tmp_path: Path
) -> None:
    lumenary("models", "note", "colours", "mine")
    plain, noted = tmp_path / "plain.zip", tmp_path / "noted.zip"
    assert lumenary("models", "export", "colours", plain).returncode == 0
    assert (
        lumenary("models", "export", "colours", noted, "--with-notes").returncode == 0
    )
    with zipfile.ZipFile(plain) as members:
        assert "notes.txt" not in members.namelist()
    refused = lumenary("models", "export", "colours", tmp_path / "x", "--with-stills")
    assert "not on this computer" in refused.stderr
    assert not (tmp_path / "x").exists()
    elsewhere = {"LUMENARY_HOME": str(tmp_path / "elsewhere")}
    taken = lumenary("models", "import", noted, **elsewhere)
    assert taken.returncode == 0, taken.stderr
    assert "mine" in lumenary("models", "note", "colours", **elsewhere).stdout
    gone = lumenary("models", "remove", "colours", "--yes", **elsewhere)
    assert gone.returncode == 0, gone.stderr
    notes = UserFolders(Path(elsewhere["LUMENARY_HOME"])).model_notes
    assert list(notes.iterdir()) == []
    assert [folder.name for folder in models.iterdir()] == ["colours"]
