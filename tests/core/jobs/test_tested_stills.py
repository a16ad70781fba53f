"""A run keeps which stills its numbers rest on; they give the same numbers again."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.evaluation.metrics import evaluate
from core.evaluation.predictions import Predictions
from core.files import sha256_of
from core.jobs import tested_stills
from core.jobs.events import Event
from core.jobs.requests import EvaluateRequest
from core.jobs.results import EvaluateResult
from core.library.evaluation_record import EvaluationRecord
from core.library.store import read_card
from core.paths import SHIPPED_MODELS
from tests.core.jobs.evaluated_folder import BY_NAME, evaluated, write_labelled
from tests.core.jobs.reviewed_folder import failed, finished, home_with_a_model, outcome


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return home_with_a_model(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_labelled(tmp_path_factory.mktemp("stills"), swapped=3)


@pytest.fixture(scope="module")
def result(home: Path, folder: Path) -> EvaluateResult:
    return evaluated(folder, home)


def run_of(result: EvaluateResult) -> Path:
    assert result.run is not None
    return result.run


def test_every_tested_still_is_kept_as_it_was_answered(
    result: EvaluateResult, folder: Path, home: Path
) -> None:
    path = run_of(result) / tested_stills.TESTED_FILE
    header, stills = tested_stills.read_tested(path)
    assert header.folder == folder
    assert header.model_key == read_card(home / "models" / "colours").key
    assert (header.classes, header.subset) == (
        result.record.classes,
        result.record.subset,
    )
    assert {s.file for s in stills} == {
        p.relative_to(folder).as_posix() for p in folder.rglob("*.png")
    }
    for still in stills:
        assert still.digest == sha256_of(folder / still.file)
        assert still.true_class == still.file.split("/", maxsplit=1)[0]
        best = int(np.argmax(still.probabilities))
        assert still.predicted_class == header.classes[best]
        assert still.confidence == still.probabilities[best]
        assert set(still.baselines) == {"file_properties"}
    cells = [[0] * 3 for _ in range(3)]
    for still in stills:
        row = header.classes.index(still.true_class)
        cells[row][header.classes.index(still.predicted_class)] += 1
    assert tuple(map(tuple, cells)) == result.record.confusion
    assert cells[1][0] == 3  # the blue stills among the green ones


def test_the_kept_answers_give_the_very_numbers_of_the_record(
    result: EvaluateResult,
) -> None:
    header, stills = tested_stills.read_tested(
        run_of(result) / tested_stills.TESTED_FILE
    )
    again = evaluate(
        Predictions(
            header.classes,
            np.array([header.classes.index(s.true_class) for s in stills]),
            np.array([s.probabilities for s in stills]),
            np.array([s.group for s in stills]),
            tuple(s.decision for s in stills),
        ),
        model=header.model,
        subset=header.subset,
        grouping=header.grouping,
        seed=header.seed,
    )
    assert again.overall == result.record.overall
    assert again.per_class == result.record.per_class
    assert again.decisions == result.record.decisions
    assert again.interval_method == result.record.interval_method


def test_an_evaluation_finds_its_stills_and_the_newest_comes_first(
    home: Path, folder: Path, tmp_path: Path, result: EvaluateResult
) -> None:
    request = EvaluateRequest(
        folder=folder, model="colours", grouping=BY_NAME, out=tmp_path / "elsewhere"
    )
    later = finished(outcome(request, home), EvaluateResult)
    runs = home / "runs"
    key = read_card(home / "models" / "colours").key
    newest = run_of(later) / tested_stills.TESTED_FILE
    oldest = run_of(result) / tested_stills.TESTED_FILE
    assert tested_stills.tested_of_model(runs, key) == newest
    assert tested_stills.tested_of_record(runs, later.record) == newest
    assert tested_stills.tested_of_record(runs, result.record) == oldest
    assert tested_stills.tested_of_model(runs, "0" * 64) is None
    (runs / "damaged").mkdir()
    (runs / "damaged" / "evaluation.json").write_text("{", encoding="utf-8")
    (runs / "damaged" / "tested_stills.jsonl").write_text("", encoding="utf-8")
    found = tested_stills.evaluations(runs)
    assert [past.folder for past in found] == [run_of(later), run_of(result)]
    assert found[0].record == later.record
    assert found[0].created == later.record.created
    assert not list((home / "models").rglob(tested_stills.TESTED_FILE))
    assert not (tmp_path / "elsewhere" / tested_stills.TESTED_FILE).exists()


def test_no_runs_hold_no_evaluations(tmp_path: Path) -> None:
    assert tested_stills.evaluations(tmp_path / "nowhere") == []
    assert tested_stills.tested_of_model(tmp_path / "nowhere", "0" * 64) is None


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"version": 2}\n', b"\xff\n"])
def test_a_damaged_list_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / tested_stills.TESTED_FILE
    path.write_bytes(content)
    with pytest.raises(tested_stills.TestedUnusable, match="damaged or of a later"):
        tested_stills.read_tested(path)
    with pytest.raises(tested_stills.TestedUnusable, match="can't be read"):
        tested_stills.read_tested(tmp_path / "none.jsonl")


@pytest.mark.parametrize("model", ["sample", "starter"])
def test_shipped_models_say_how_their_trainings_went(model: str) -> None:
    record = tested_stills.read_evaluation(SHIPPED_MODELS / model)
    assert record.stills == sum(map(sum, record.confusion))
    phases = [epoch.phase for epoch in record.history]
    card = read_card(SHIPPED_MODELS / model)
    assert (phases.count(1), phases.count(2)) == card.training.phase_epochs
    assert record.created == card.created


@pytest.mark.parametrize("model", ["sample", "starter"])
def test_records_from_before_there_was_a_history_keep_opening(model: str) -> None:
    path = SHIPPED_MODELS / model / "evaluation.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    for name in ("created", "history", "program_version", "revised"):
        values.pop(name, None)
    record = EvaluationRecord.model_validate(values)
    assert (record.created, record.history, record.revised) == (None, (), None)


def test_a_record_says_when_and_of_what_it_was_made(result: EvaluateResult) -> None:
    text = (run_of(result) / "evaluation.json").read_text(encoding="utf-8")
    record = EvaluationRecord.model_validate_json(text)
    assert record == result.record
    assert record.title == "Small model"
    assert record.created is not None
    assert record.created.tzinfo is not None
    assert json.loads(text)["program_version"]


def test_one_class_can_be_measured_on_and_the_reader_is_told(
    home: Path, tmp_path: Path
) -> None:
    folder = write_labelled(tmp_path / "one", classes=("green",), swapped=4)
    record = evaluated(folder, home).record
    assert record.stills == 16
    assert record.overall.accuracy.value == record.overall.balanced_accuracy.value
    assert record.overall.balanced_accuracy.value == 12 / 16
    assert record.overall.macro_auc.value is None
    assert record.baselines == ()
    assert any("All stills are of one class, “green”" in n for n in record.notices)


def test_a_folder_that_goes_away_is_not_measured_by_what_was_read_of_it(
    home: Path, tmp_path: Path
) -> None:
    folder = write_labelled(tmp_path / "unplugged")

    def take_away(event: Event) -> None:
        if "Reading stills" in event.model_dump_json() and folder.exists():
            folder.rename(tmp_path / "away")

    request = EvaluateRequest(folder=folder, model="colours", grouping=BY_NAME)
    end = failed(outcome(request, home, emit=take_away))
    assert "can't be reached any more" in end.user_message
    assert "begin again" in end.hint
