"""The whole way on the command line: labelled folder, model, findings, another desk.

Trains a real, small network; the starter model's backbone is its beginning.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.control import Control
from core.evaluation.report import render_report
from core.images.sample_sets import SampleSet, draw_samples
from core.jobs import tested_stills
from core.jobs.report_content import content_of, errors_among
from core.jobs.tested_stills import read_evaluation, read_tested
from core.library.card import ModelCard
from core.library.evaluation_record import EvaluationRecord

pytestmark = pytest.mark.slow


def lumenary(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=280,
        check=False,
        env={**os.environ, "LUMENARY_HOME": str(home), "COLUMNS": "200"},
    )


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    return draw_samples(
        tmp_path_factory.mktemp("drawn") / "samples",
        stills=90,
        control=Control(),
        progress=lambda done, total: None,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("дом")


@pytest.fixture(scope="module")
def trained(samples: SampleSet, home: Path) -> Path:
    """The folder of a model that the command line made."""
    run = lumenary(
        home,
        "train",
        samples.labelled,
        "--name",
        "моя модель",
        "--recipe",
        "quick-tour",
        "--groups",
        samples.groups,
        "--epochs",
        3,
        1,
    )
    assert run.returncode == 1, run.stderr  # one of the sample stills is cut off
    assert "Balanced accuracy on the test part" in run.stdout
    return home / "models" / "моя модель"


def test_the_model_is_whole_and_says_what_it_is(trained: Path) -> None:
    card = ModelCard.model_validate_json((trained / "card.json").read_bytes())
    assert card.classes == ("drawn-erosion", "drawn-polyp", "drawn-ulcer")
    assert card.data.drawn
    assert card.initial_weights.origin == "backbone of model starter"
    assert {"model.keras", "model.onnx", "refusal.npz", "evaluation.json"} <= set(
        card.files
    )
    assert card.test is not None
    assert card.test.balanced_accuracy.value is not None
    assert card.test.balanced_accuracy.value > 0.5


def test_the_record_counts_every_test_still_once(trained: Path) -> None:
    card = ModelCard.model_validate_json((trained / "card.json").read_bytes())
    record = EvaluationRecord.model_validate_json(
        (trained / "evaluation.json").read_bytes()
    )
    assert sum(map(sum, record.confusion)) == sum(c.test for c in card.data.counts)
    assert {b.kind for b in record.baselines} == {"file_properties", "frozen_features"}


def test_the_run_can_be_retraced(trained: Path, home: Path) -> None:
    run = next((home / "runs").glob("*train*/split.csv")).parent
    kept = {path.name for path in run.iterdir()}
    assert {"job.json", "events.jsonl", "worker.log", "split.csv"} <= kept
    facts = json.loads((run / "environment.json").read_text(encoding="utf-8"))
    assert facts["seed"] == 42
    assert facts["libraries"]["tensorflow"]
    with (run / "split.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    parts_of: dict[str, set[str]] = {}
    for row in rows:
        parts_of.setdefault(row["group"], set()).add(row["part"])
    assert all(len(parts) == 1 for parts in parts_of.values())


def test_it_classifies_and_reports_the_truth(
    trained: Path, home: Path, samples: SampleSet
) -> None:
    run = lumenary(
        home, "classify", samples.labelled, "--model", "моя модель", "--json"
    )
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    called = [line for line in lines if line["predicted_class"]]
    right = [line["predicted_class"] == line["true_class"] for line in called]
    assert sum(right) > 0.6 * len(called) > 0.3 * len(lines)


def test_it_is_measured_on_stills_it_never_saw(
    trained: Path, home: Path, samples: SampleSet, tmp_path: Path
) -> None:
    run = lumenary(
        home,
        "evaluate",
        samples.labelled,
        "--model",
        "моя модель",
        "--groups",
        samples.groups,
        "--out",
        tmp_path,
        "--without-images",
        "--json",
    )
    record = json.loads(run.stdout)["record"]
    card = ModelCard.model_validate_json((trained / "card.json").read_bytes())
    assert record["stills"] == sum(c.test for c in card.data.counts)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "data:image" not in page
    assert "exam00" not in page


def test_it_moves_to_another_workstation(
    trained: Path, home: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "модель.zip"
    assert lumenary(home, "models", "export", "моя модель", archive).returncode == 0
    other = tmp_path / "other desk"
    assert lumenary(other, "models", "import", archive).returncode == 0
    assert "моя модель (yours)" in lumenary(other, "models", "list").stdout
    assert lumenary(other, "models", "remove", "моя модель", "--yes").returncode == 0
    assert "моя модель" not in lumenary(other, "models", "list").stdout


def test_a_taken_name_is_said_before_anything_is_trained(
    trained: Path, home: Path, samples: SampleSet
) -> None:
    run = lumenary(home, "train", samples.labelled, "--name", "Моя модель")
    assert run.returncode == 2
    assert "already" in run.stderr
    assert "Reading" not in run.stderr


def test_the_model_carries_no_still_away_and_the_run_keeps_them(
    trained: Path, home: Path
) -> None:
    page = (trained / "report.html").read_text(encoding="utf-8")
    assert "data:image" not in page
    assert "exam00" not in page
    assert list((home / "runs").glob("*train*/report.html"))


def test_the_run_keeps_the_tested_stills_and_the_record_how_it_learnt(
    trained: Path, home: Path
) -> None:
    card = ModelCard.model_validate_json((trained / "card.json").read_bytes())
    record = read_evaluation(trained)
    phases = [epoch.phase for epoch in record.history]
    assert phases == [1] * card.training.phase_epochs[0] + [2] * phases.count(2)
    assert (record.title, record.drawn) == (card.title, True)
    assert set(card.data.notices) <= set(record.notices)
    path = tested_stills.tested_of_record(home / "runs", record)
    assert path is not None
    assert "-train-" in path.parent.name
    header, stills = read_tested(path)
    assert header.model_key == card.key
    assert len(stills) == record.stills
    with (path.parent / "split.csv").open(encoding="utf-8", newline="") as stream:
        parts = {row["digest"]: row["part"] for row in csv.DictReader(stream)}
    assert {parts[still.digest] for still in stills} == {"test"}
    assert not list(trained.rglob("tested_stills*"))
    for folder, with_images in ((trained, False), (path.parent, True)):
        content = content_of(
            read_evaluation(folder),
            card=card,
            errors=errors_among(header.folder, stills, with_images=with_images),
        )
        page = (folder / "report.html").read_text(encoding="utf-8")
        assert render_report(content, with_images=with_images) == page


def test_a_stop_before_the_first_step_is_a_cancel(
    samples: SampleSet, tmp_path: Path
) -> None:
    process = start_training(samples, tmp_path)
    assert process.stderr
    process.stderr.readline()  # the starting weights are said before stills are read
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=120)
    assert process.returncode == 3, rest
    assert not list((tmp_path / "models").glob("*"))


def start_training(samples: SampleSet, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "app", "train", str(samples.labelled)),
            *("--name", "never", "--recipe", "quick-tour", "--epochs", "50", "50"),
        ],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LUMENARY_HOME": str(home)},
    )


def test_cancelling_leaves_no_model(samples: SampleSet, tmp_path: Path) -> None:
    process = start_training(samples, tmp_path)
    assert process.stderr
    for line in process.stderr:
        if line.startswith("Phase 1"):
            break
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=120)
    assert process.returncode == 3, rest
    assert "Cancelled" in rest
    assert not list((tmp_path / "models").glob("*"))
