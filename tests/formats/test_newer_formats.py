"""What a newer program kept is refused in a sentence, and left for that program."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.settings.kept_settings import SETTINGS_FORMAT, SettingsStore, Theme
from core.dataset.check_record import CheckRecordUnusable, read_check_record
from core.errors import LumenaryError
from core.jobs.begun_training import BegunTraining, CannotResume
from core.jobs.findings_record import RecordUnusable, read_record
from core.jobs.sort_manifest import ManifestUnusable, read_manifest
from core.library.model_folder import NewerModel
from core.library.store import ModelLibrary
from core.review.decisions_log import DecisionsLog
from core.review.log_errors import ReviewLogUnusable
from core.review.log_schema import SCHEMA_VERSION

HERE = Path(__file__).parent


def newer(line: bytes, field: str) -> bytes:
    """The JSON of a first line, of the format after this one."""
    content: dict[str, Any] = json.loads(line)
    content[field] = content.get(field, 1) + 1
    return json.dumps(content).encode() + b"\n"


def changed(source: Path, target: Path, field: str) -> bytes:
    """Write a file of a later format; its first line says so."""
    first, *others = source.read_bytes().splitlines(keepends=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(newer(first, field) + b"".join(others))
    return target.read_bytes()


def test_a_newer_log_of_reviews(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    shutil.copy(HERE / "review" / "3" / "review.sqlite", path)
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(ReviewLogUnusable, match="newer version of Lumenary"):
        DecisionsLog(path)
    assert path.read_bytes() == before


def test_a_newer_model(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "small"
    shutil.copytree(HERE / "model" / "2" / "small", folder)
    card = json.loads((folder / "card.json").read_bytes())
    card["format_version"] += 1
    (folder / "card.json").write_text(json.dumps(card))
    library = ModelLibrary(folder.parent, tmp_path / "none")
    with pytest.raises(NewerModel, match="made by a newer Lumenary"):
        library.open("small")
    (entry,) = library.entries()
    assert isinstance(entry.problem, NewerModel)
    assert json.loads((folder / "card.json").read_bytes()) == card


def test_a_newer_sort(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    source = HERE / "sorted_stills" / "2" / "manifest.jsonl"
    before = changed(source, path, "version")
    with pytest.raises(ManifestUnusable, match="later Lumenary"):
        read_manifest(path)
    assert path.read_bytes() == before


def test_newer_findings(tmp_path: Path) -> None:
    (source,) = (HERE / "classified" / "3").glob("*/findings.jsonl")
    path = tmp_path / "findings.jsonl"
    changed(source, path, "version")
    with pytest.raises(RecordUnusable, match="later Lumenary"):
        read_record(path)


def test_a_newer_check(tmp_path: Path) -> None:
    (source,) = (HERE / "checked" / "2").glob("*/dataset-check.json")
    path = tmp_path / "dataset-check.json"
    before = changed(source, path, "format")
    with pytest.raises(CheckRecordUnusable) as told:
        read_check_record(path)
    assert "Check the folder again." in str(told.value)
    assert path.read_bytes() == before


def test_a_newer_training(tmp_path: Path) -> None:
    source = HERE / "checkpoint" / "1" / "checkpoints" / "begun-with.json"
    path = tmp_path / "checkpoints" / "begun-with.json"
    before = changed(source, path, "format")
    with pytest.raises(CannotResume) as told:
        BegunTraining.read(tmp_path)
    assert "Begin the training anew." in str(told.value)
    assert isinstance(told.value, LumenaryError)
    assert path.read_bytes() == before


# settings are read and written by whichever version is started


def written(home: Path, content: dict[str, Any]) -> SettingsStore:
    home.mkdir(exist_ok=True)
    (home / "settings.json").write_text(json.dumps(content))
    return SettingsStore(home)


def on_the_disk(home: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((home / "settings.json").read_bytes())
    return content


def test_a_field_of_a_newer_version_survives_an_older_one(tmp_path: Path) -> None:
    ours = {"theme": "light", "reader": "Anna"}
    store = written(tmp_path, {**ours, "font": {"family": "Ä", "sizes": [1, 2]}})
    loaded = store.load()
    assert loaded.problems == ()
    store.save_settings(loaded.settings.as_at_first())
    assert on_the_disk(tmp_path)["font"] == {"family": "Ä", "sizes": [1, 2]}
    assert on_the_disk(tmp_path)["theme"] == "system"


def test_a_value_of_a_newer_version_survives_until_another_is_chosen(
    tmp_path: Path,
) -> None:
    later = SETTINGS_FORMAT + 1
    store = written(
        tmp_path, {"format": later, "theme": "sepia", "device": "npu", "reader": "Anna"}
    )
    loaded = store.load()
    (problem,) = loaded.problems
    assert "written by a newer Lumenary" in problem
    assert "device, theme" in problem
    assert loaded.settings.theme is Theme.SYSTEM
    assert loaded.settings.reader == "Anna"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
    chosen = loaded.settings.model_copy(update={"device": "gpu"})
    store.save_settings(chosen)
    kept = on_the_disk(tmp_path)
    assert (kept["format"], kept["theme"], kept["device"]) == (later, "sepia", "gpu")
    assert SettingsStore(tmp_path).load().settings.device == "gpu"


def test_a_bad_value_of_our_own_format_is_set_aside_as_ever(tmp_path: Path) -> None:
    store = written(tmp_path, {"theme": "sepia", "reader": "Anna"})
    (problem,) = store.load().problems
    assert "kept as “settings.damaged-" in problem
    assert on_the_disk(tmp_path)["theme"] == "system"
    assert on_the_disk(tmp_path)["reader"] == "Anna"


@pytest.mark.parametrize("said", ["2", None, True, [2], -3, 2.5])
def test_a_format_that_is_no_number_of_one_changes_nothing(
    tmp_path: Path, said: object
) -> None:
    store = written(tmp_path, {"format": said, "theme": "dark"})
    loaded = store.load()
    assert loaded.settings.theme is Theme.DARK
    store.save_settings(loaded.settings)
    assert on_the_disk(tmp_path)["format"] == SETTINGS_FORMAT
