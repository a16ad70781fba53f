"""Whatever an earlier program kept opens in this one, and stays readable after it.

README.md says how each fixture was made.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.settings.kept_settings import SettingsStore, Theme
from core.control import Control
from core.dataset.check_record import read_check_record, write_check_record
from core.jobs.begun_training import BegunTraining
from core.jobs.events import Finished
from core.jobs.findings_record import read_record
from core.jobs.requests import ExportFindingsRequest, JobRequest, UndoSortRequest
from core.jobs.run import new_job, run_job, save_job
from core.jobs.saved_jobs import classify_request_of
from core.jobs.sort_manifest import read_manifest
from core.jobs.tested_stills import (
    evaluations,
    read_evaluation,
    read_tested,
    write_record,
)
from core.keeping.kept_runs import kept_runs, saved_request
from core.library.archive import export_model, import_model
from core.library.notes import ModelNotes
from core.library.renaming import rename_model
from core.library.store import ModelLibrary
from core.paths import UserFolders
from core.recipes.catalogue import RecipeCatalogue
from core.review.corrections import Review, Verdict
from core.review.dataset_decisions import DatasetDecisions
from core.review.decisions_log import DecisionsLog
from core.review.label_questions import LabelQuestions
from core.review.log_schema import SCHEMA_VERSION
from core.training.checkpoints import Checkpoints

HERE = Path(__file__).parent
KEY, READER = "e" * 64, "Anna Ä."
WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def copies_of(kind: str) -> list[str]:
    """The versions of a format, as folders of this one are called."""
    return sorted(path.name for path in (HERE / kind).iterdir())


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    folders = UserFolders(tmp_path / "home")
    folders.home.mkdir()
    return folders


@pytest.fixture
def library(folders: UserFolders, tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(folders.models, tmp_path / "none shipped")


def taken(kind: str, version: str, home: Path) -> Path:
    """Copy a fixture into a data folder, and return that folder."""
    shutil.copytree(HERE / kind / version, home, dirs_exist_ok=True)
    return home


def taken_run(kind: str, version: str, folders: UserFolders) -> Path:
    """Copy the run of a fixture among the others, and return its folder."""
    return next(taken(kind, version, folders.runs).iterdir())


def done(request: JobRequest, folders: UserFolders) -> Finished:
    job = new_job(request, folders)
    end = run_job(job, save_job(job).parent, lambda _: None, Control())
    assert isinstance(end, Finished), end
    return end


# what readers said


@pytest.mark.parametrize("version", copies_of("review"))
def test_a_log_of_reviews_opens_and_goes_on(version: str, tmp_path: Path) -> None:
    path = taken("review", version, tmp_path) / "review.sqlite"
    with DecisionsLog(path) as log:
        assert log.notice == ""
        ours = Review(Verdict.CORRECT, ("green", "blue"), READER, WHEN)
        assert log.reviews(KEY) == {"a" * 64: ours}
        assert [line.review for line in log.history("b" * 64, KEY)][-1] is None
        log.record(digest="c" * 64, model=KEY, review=ours)
    with LabelQuestions(path) as questions, DatasetDecisions(path) as decisions:
        asked = set() if version == "1" else {"c" * 64}
        assert set(questions.questions()) == asked
        left_out = {"d" * 64} if version == "3" else set()
        assert set(decisions.left_out()) == left_out
        assert len(decisions.decisions()) == (version == "3")
    with DecisionsLog(path) as log:
        assert log.reviews(KEY) == {"a" * 64: ours, "c" * 64: ours}
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


# settings


@pytest.mark.parametrize("version", copies_of("settings"))
def test_settings_and_session_are_as_they_were(version: str, tmp_path: Path) -> None:
    store = SettingsStore(taken("settings", version, tmp_path))
    for _ in range(2):
        loaded = store.load()
        assert loaded.problems == ()
        assert loaded.settings.theme is Theme.DARK
        assert loaded.settings.device == "cpu"
        assert loaded.settings.review_below == 0.9
        assert loaded.settings.refusal_scale == 1.25
        assert loaded.settings.reader == READER
        assert loaded.settings.notice_accepted
        assert loaded.session.folder == Path("stills")
        assert loaded.session.stills == (Path("stills/red 1.png"),)
        assert loaded.session.model == "small"
        assert loaded.session.splitters == {"findings": "AAAA"}
        store.save_settings(loaded.settings)
        store.save_session(loaded.session)


# models


@pytest.mark.parametrize("version", copies_of("model"))
def test_a_model_opens_and_travels_on(
    version: str, library: ModelLibrary, folders: UserFolders, tmp_path: Path
) -> None:
    shutil.copytree(HERE / "model" / version / "small", folders.models / "small")
    opened = library.open("small")
    assert opened.card.title == "Small model"
    assert opened.card.classes == ("blue", "green", "red")
    assert opened.card.initial_weights.model_key is None
    export_model(opened, tmp_path / "again.lumenary")
    assert import_model(tmp_path / "again.lumenary", library, name="other") == "other"
    assert library.open("other").card.key == opened.card.key
    rename_model(library, "other", "third")
    assert library.open("third").card.recipe == opened.card.recipe


@pytest.mark.parametrize("version", copies_of("model"))
def test_an_archive_is_imported(version: str, library: ModelLibrary) -> None:
    archive = HERE / "model" / version / "small.lumenary"
    assert import_model(archive, library) == "small"
    assert library.open("small").card.title == "Small model"


@pytest.mark.parametrize("version", copies_of("notes"))
def test_notes_on_a_model_are_read(version: str, tmp_path: Path) -> None:
    home = taken("notes", version, tmp_path)
    notes = ModelNotes(UserFolders(home).model_notes)
    assert notes.read(KEY) == "Better on Fridays.\nÄnne 🙂\n"
    notes.write(KEY, "Other words.")
    assert notes.read(KEY) == "Other words."


@pytest.mark.parametrize("version", copies_of("recipe"))
def test_a_recipe_of_ones_own_is_offered(version: str, tmp_path: Path) -> None:
    home = taken("recipe", version, tmp_path)
    catalogue = RecipeCatalogue([UserFolders(home).recipes])
    assert catalogue.problems() == ()
    assert catalogue.get("mine").title == "My own"
    assert catalogue.get("mine").preprocessing.size == 160


# runs


ALL_RUNS = [
    (kind, version)
    for kind in ("classified", "evaluated", "compared", "checked")
    for version in copies_of(kind)
]


@pytest.mark.parametrize(("kind", "version"), ALL_RUNS)
def test_a_run_is_listed_with_what_it_was_asked_for(
    kind: str, version: str, folders: UserFolders
) -> None:
    run = taken_run(kind, version, folders)
    (kept,) = kept_runs(folders.runs)
    assert kept.folder == run
    assert not kept.at_work
    assert not kept.unfinished
    assert saved_request(run)["folder"].endswith("stills")


@pytest.mark.parametrize("version", copies_of("classified"))
def test_a_classification_is_known_again(version: str, folders: UserFolders) -> None:
    run = taken_run("classified", version, folders)
    request = classify_request_of(run)
    assert request is not None
    assert request.model == "small"
    assert request.thresholds.refusal_scale == 1.0
    table = (run / "results.csv").read_text(encoding="utf-8").splitlines()
    assert len(table) == 1 + 13


@pytest.mark.parametrize("version", ["2", "3"])
def test_findings_are_exported_with_an_old_log_of_reviews(
    version: str, folders: UserFolders, library: ModelLibrary
) -> None:
    run = taken_run("classified", version, folders)
    taken("review", "1", folders.home)
    header, rows = read_record(run / "findings.jsonl")
    assert header.classes == ("blue", "green", "red")
    assert len(list(rows)) == 13
    out = folders.home / "findings.csv"
    done(ExportFindingsRequest(run=run, out=out), folders)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1 + 13


@pytest.mark.parametrize("version", copies_of("sorted_stills"))
def test_a_sort_can_be_undone(version: str, folders: UserFolders) -> None:
    target = taken("sorted_stills", version, folders.home / "sorted")
    manifest = read_manifest(target / "manifest.jsonl")
    assert len(manifest.copies) == 13
    place, copy = next(iter(manifest.copies.items()))
    own = target / place
    own.parent.mkdir()
    own.write_bytes(b"x" * copy.size)  # of the same size, but another file
    end = done(UndoSortRequest(manifest=target / "manifest.jsonl"), folders)
    assert end.result.kind == "undo_sort"
    assert own.exists(), "what is no copy of this sort stays"


@pytest.mark.parametrize("version", copies_of("evaluated"))
def test_an_evaluation_is_shown_and_can_be_written_again(
    version: str, folders: UserFolders
) -> None:
    run = taken_run("evaluated", version, folders)
    record = read_evaluation(run)
    assert record.stills == 13
    assert record.classes == ("blue", "green", "red")
    assert record.overall.accuracy.value is not None
    assert [past.record for past in evaluations(folders.runs)] == [record]
    write_record(run / "evaluation.json", record)
    assert read_evaluation(run) == record


def test_the_stills_of_an_evaluation_are_read(folders: UserFolders) -> None:
    run = taken_run("evaluated", "2", folders)
    header, stills = read_tested(run / "tested_stills.jsonl")
    assert header.classes == ("blue", "green", "red")
    assert len(stills) == 13


@pytest.mark.parametrize("version", copies_of("compared"))
def test_a_comparison_is_shown(version: str, folders: UserFolders) -> None:
    from core.library.comparison_record import ComparisonRecord

    run = taken_run("compared", version, folders)
    data = (run / "comparison.json").read_bytes()
    record = ComparisonRecord.model_validate_json(data)
    assert (record.first.model, record.second.model) == ("small", "other")
    assert record.agreement.stills == 13


@pytest.mark.parametrize("version", copies_of("checked"))
def test_a_check_of_a_folder_is_shown(version: str, folders: UserFolders) -> None:
    run = taken_run("checked", version, folders)
    record = read_check_record(run / "dataset-check.json")
    assert len(record.stills) == 13
    (copies,) = record.copies
    assert copies.stills == (9, 10)
    assert [pair.hash_bits for pair in copies.pairs] == [0]
    write_check_record(run / "dataset-check.json", record)
    assert read_check_record(run / "dataset-check.json") == record


@pytest.mark.parametrize("version", copies_of("checkpoint"))
def test_a_training_can_be_gone_on_with(version: str, tmp_path: Path) -> None:
    run = taken("checkpoint", version, tmp_path / "run")
    begun = BegunTraining.read(run)
    assert (begun.seed, begun.device, len(begun.stills)) == (7, "cpu", 4)
    assert begun.recipe.network.alpha == 0.35
    checkpoints = Checkpoints(run / "checkpoints")
    newest = checkpoints.newest()
    assert newest is not None
    assert [epoch.loss for epoch in newest.history] == [0.9, 0.7]
    assert newest.network.weights[0].tolist() == [[2, 2]] * 3
    assert newest.best[0].tolist() == [1] * 5
    checkpoints.save(newest)
    assert (run / "checkpoints" / "checkpoint-00003.json").exists()
    again = Checkpoints(run / "checkpoints").newest()
    assert again is not None
    assert again.history == newest.history


def test_every_fixture_is_small_and_names_nobody() -> None:
    files = [path for path in HERE.rglob("*") if path.is_file()]
    fixtures = [path for path in files if path.suffix not in {".py", ".pyc", ".md"}]
    assert sum(path.stat().st_size for path in fixtures) < 300_000
    for path in fixtures:
        assert path.stat().st_size <= 40_960, path
        assert b"/tmp/" not in path.read_bytes(), path
    told = json.dumps((HERE / "README.md").read_text(encoding="utf-8"))
    for kind in {path.relative_to(HERE).parts[0] for path in fixtures}:
        assert f"`{kind}/" in told, kind
