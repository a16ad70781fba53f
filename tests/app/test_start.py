"""What the program loads when it starts, and what it says of itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.images.sample_sets import SampleSet
from tests.app.conftest import Lumenary

HEAVY = {"tensorflow", "keras", "sklearn", "scipy", "matplotlib", "albumentations"}

PROBE = """
import sys
sys.argv = ["lumenary", *{arguments!r}]
from app.__main__ import main
try:
    main()
except SystemExit as leaving:
    assert leaving.code in (0, 1), leaving.code  # 1: some files were unreadable
loaded = sorted({heavy!r} & set(sys.modules))
sys.stderr.write("LOADED:" + ",".join(loaded) + "\\n")
"""


def heavy_modules_after(*arguments: object) -> str:
    script = PROBE.format(arguments=[str(a) for a in arguments], heavy=HEAVY)
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return run.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["recipes"],
        ["models", "list"],
        ["models", "show", "sample"],
        ["doctor"],
        ["train", "--help"],
    ],
    ids=" ".join,
)
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    assert heavy_modules_after(*arguments) == "LOADED:"


def test_classify_preview_and_samples_load_nothing_heavy(
    samples: SampleSet, tmp_path: Path
) -> None:
    commands: list[list[object]] = [
        ["classify", samples.unsorted, "--model", "sample"],
        ["preview", samples.unsorted, "--out", tmp_path / "preview"],
        ["samples", "--out", tmp_path / "drawn", "--stills", 3],
    ]
    for command in commands:
        assert heavy_modules_after(*command) == "LOADED:"


def test_the_version_is_said(lumenary: Lumenary) -> None:
    from core import __version__

    assert lumenary("--version").stdout == f"Lumenary {__version__}\n"


def test_recipes_are_shown_and_can_be_read_by_machines(lumenary: Lumenary) -> None:
    assert "endoscopy-mobilenetv2" in lumenary("recipes").stdout
    rows = map(json.loads, lumenary("recipes", "--json").stdout.splitlines())
    assert {row["name"] for row in rows} >= {"endoscopy-mobilenetv2", "quick-tour"}


def test_doctor_looks_at_everything_that_is_needed(lumenary: Lumenary) -> None:
    run = lumenary("doctor", "--json")
    subjects = {json.loads(line)["subject"] for line in run.stdout.splitlines()}
    wanted = {"tensorflow", "onnxruntime", "display", "GPU", "memory", "data folder"}
    assert subjects >= wanted | {"model starter", "model sample"}


def test_doctor_says_that_a_data_folder_cannot_be_written(
    lumenary: Lumenary, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    run = lumenary("doctor", "--json", LUMENARY_HOME=str(in_the_way / "home"))
    found = [json.loads(line) for line in run.stdout.splitlines()]
    folder = next(f for f in found if f["subject"] == "data folder")
    assert not folder["works"]
    assert "LUMENARY_HOME" in folder["message"]


def test_a_wrong_option_is_bad_use(lumenary: Lumenary) -> None:
    assert lumenary("classify", "--no-such-option").returncode == 2
