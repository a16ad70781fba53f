"""``lumenary classify``: a row for each still, whatever the folder is like."""

import csv
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.images.sample_sets import SampleSet
from tests.app.conftest import Lumenary


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_file_of_the_unsorted_samples_has_a_row(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    out = tmp_path / "results.csv"
    run = lumenary("classify", samples.unsorted, "--model", "sample", "--out", out)
    assert run.returncode == 1, run.stderr
    rows = rows_of(out)
    assert list(rows[0])[:4] == ["file", "predicted_class", "confidence", "decision"]
    assert list(rows[0])[-1] == "error"
    names = [row["file"] for row in rows]
    assert names == sorted(names)
    on_disk = {
        p.relative_to(samples.unsorted).as_posix()
        for p in samples.unsorted.rglob("*.*")
    }
    assert set(names) == on_disk
    for row in rows:
        answered = row["decision"] in {"accept", "review", "refuse"}
        assert answered != bool(row["error"])
    assert f"Couldn't read {sum(bool(r['error']) for r in rows)} of" in run.stdout
    assert not out.with_name("results.partial.csv").exists()


def test_probabilities_add_up_and_the_class_is_the_most_probable(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    out = tmp_path / "results.csv"
    lumenary("classify", samples.unsorted, "--model", "sample", "--out", out)
    for row in rows_of(out):
        if row["error"]:
            continue
        values = {k: float(v) for k, v in row.items() if k.startswith("drawn-")}
        assert sum(values.values()) == pytest.approx(1, abs=1e-4)
        if row["decision"] == "refuse":
            assert row["predicted_class"] == row["confidence"] == ""
            continue
        assert values[row["predicted_class"]] == max(values.values())
        assert float(row["confidence"]) == max(values.values())


def test_class_folders_show_the_true_class(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    out = tmp_path / "results.csv"
    lumenary("classify", samples.labelled, "--model", "sample", "--out", out)
    rows = rows_of(out)
    assert all(row["true_class"] == row["file"].split("/")[0] for row in rows)
    called = [row for row in rows if row["predicted_class"]]
    right = [row["true_class"] == row["predicted_class"] for row in called]
    assert sum(right) > 0.8 * len(called) > 0.5 * len(rows)


def test_json_is_a_line_for_each_still_and_nothing_else(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    run = lumenary("classify", samples.unsorted, "--model", "sample", "--json")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert {line["decision"] for line in lines} <= {"accept", "review", "refuse", None}
    assert len(lines) == len(list(samples.unsorted.rglob("*.*")))


def test_what_is_not_endoscopy_is_refused(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    run = lumenary("classify", samples.unsorted / "odd", "--model", "sample", "--json")
    by_name = {
        line["file"]: line["decision"]
        for line in map(json.loads, run.stdout.splitlines())
    }
    blank = next(name for name in by_name if "blank" in name)
    assert by_name[blank] == "refuse"


def test_names_in_any_script_and_long_paths(
    lumenary: Lumenary, write_still: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = tmp_path / "Обследование 🩺"
    write_still(folder / "полип ё №1.png")
    deep = folder.joinpath(*["очень-длинное-имя-папки"] * 6)
    write_still(deep / ("x" * 120 + ".png"))
    run = lumenary("classify", folder, "--model", "sample", "--json")
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == 2


def test_a_name_that_is_no_text_is_spelt_out(
    lumenary: Lumenary, write_still: Callable[[Path], Path], tmp_path: Path
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has file names that are no text")
    still = write_still(tmp_path / "plain.png")
    still.rename(tmp_path / os.fsdecode(b"\xff.png"))
    run = lumenary("classify", tmp_path, "--model", "sample", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["file"] == "\\udcff.png"


def test_a_single_still_is_a_folder_of_one(
    lumenary: Lumenary, write_still: Callable[[Path], Path], tmp_path: Path
) -> None:
    still = write_still(tmp_path / "one.png")
    run = lumenary("classify", still, "--model", "sample", "--json")
    assert [json.loads(line)["file"] for line in run.stdout.splitlines()] == ["one.png"]


def test_thresholds_of_ones_own_are_followed_and_said(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    stills = samples.labelled / sorted(p.name for p in samples.labelled.iterdir())[0]
    command = ("classify", stills, "--model", "sample", "--json")
    run = lumenary(*command, "--review-below", "1", "--refusal-scale", "1.5")
    decisions = {json.loads(line)["decision"] for line in run.stdout.splitlines()}
    assert "accept" not in decisions
    assert "review" in decisions
    assert "100.0\N{NO-BREAK SPACE}%" in run.stderr
    assert "1.5 times" in run.stderr
    assert "As set by you" not in lumenary(*command).stderr


@pytest.mark.parametrize(
    "option", [("--review-below", "1.1"), ("--refusal-scale", "0.1")]
)
def test_a_threshold_that_cannot_be_is_bad_use(
    lumenary: Lumenary, samples: SampleSet, option: tuple[str, str]
) -> None:
    run = lumenary("classify", samples.unsorted, "--model", "sample", *option)
    assert run.returncode == 2
    assert option[0] in run.stderr


def test_an_empty_folder_is_said(lumenary: Lumenary, tmp_path: Path) -> None:
    run = lumenary("classify", tmp_path, "--model", "sample")
    assert run.returncode == 3
    assert "There are no stills in" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_folder_that_is_not_there_is_bad_use(
    lumenary: Lumenary, tmp_path: Path
) -> None:
    run = lumenary("classify", tmp_path / "nowhere", "--model", "sample")
    assert run.returncode == 2


def test_an_unknown_model_suggests_the_nearest(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    run = lumenary("classify", samples.unsorted, "--model", "smaple")
    assert run.returncode == 2
    assert "“sample”" in run.stderr


def test_a_model_with_a_changed_byte_is_not_used(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    from core.paths import SHIPPED_MODELS

    copy = tmp_path / "damaged"
    shutil.copytree(SHIPPED_MODELS / "sample", copy)
    onnx = copy / "model.onnx"
    data = bytearray(onnx.read_bytes())
    data[len(data) // 2] ^= 1
    onnx.write_bytes(data)
    run = lumenary("classify", samples.unsorted, "--model", copy)
    assert run.returncode == 3
    assert "model.onnx" in run.stderr


def test_a_table_that_cannot_be_written_is_said_and_originals_stay(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    before = {p: p.stat().st_mtime_ns for p in samples.unsorted.rglob("*.*")}
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    run = lumenary(
        "classify", samples.unsorted, "--model", "sample", "--out", in_the_way / "r.csv"
    )
    assert run.returncode == 3
    assert "Couldn't write" in run.stderr
    assert before == {p: p.stat().st_mtime_ns for p in samples.unsorted.rglob("*.*")}


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs /dev/full to fill a disk"
)
def test_a_full_disk_keeps_what_was_finished(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    out = tmp_path / "r.csv"
    out.with_name("r.partial.csv").symlink_to("/dev/full")
    run = lumenary("classify", samples.unsorted, "--model", "sample", "--out", out)
    assert run.returncode == 3
    assert "No space left" in run.stderr
    assert not out.exists()


def test_a_reader_that_leaves_is_no_error(samples: SampleSet) -> None:
    import subprocess

    program = (
        f"{sys.executable} -m app classify '{samples.labelled}' --model sample --json"
    )
    run = subprocess.run(
        ["sh", "-c", f"{program} | head -n 1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(run.stdout)["file"]
    assert "Traceback" not in run.stderr
