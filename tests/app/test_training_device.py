"""What the window's settings say of training holds for the command line, too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings.kept_settings import Settings, SettingsStore

TRAIN = """
import sys
sys.argv = ["lumenary", *sys.argv[1:]]
from app.__main__ import main
try:
    main()
except SystemExit:
    pass
print("LOADED:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture
def home() -> Path:
    """The data folder of somebody who trains on the processor."""
    folder = Path(os.environ["LUMENARY_HOME"])
    SettingsStore(folder).save_settings(Settings(device="cpu"))
    return folder


def run(*arguments: object) -> str:
    """Run a command in a process of its own; return what it wrote."""
    command = [sys.executable, "-c", TRAIN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def device_in(home: Path) -> str:
    """Return the device of the one job that was asked for."""
    (job,) = (home / "runs").glob("*/job.json")
    request = json.loads(job.read_text(encoding="utf-8"))["request"]
    return str(request["choices"]["device"])


@pytest.mark.parametrize(
    "command", [["train", "--name", "new"], ["evaluate", "--folds", 2]]
)
def test_the_device_of_the_settings_is_the_default(
    home: Path, tmp_path: Path, command: list[object]
) -> None:
    said = run(*command, tmp_path / "empty")  # fails, and its request is kept
    assert device_in(home) == "cpu"
    loaded = said.partition("LOADED:")[2].split()
    assert "app" in loaded
    assert "PySide6" not in loaded, "the window's settings need no Qt"


@pytest.fixture(autouse=True)
def empty(tmp_path: Path) -> None:
    """A folder without stills, so that nothing is trained."""
    (tmp_path / "empty").mkdir()


def test_an_option_comes_before_the_settings(home: Path, tmp_path: Path) -> None:
    run("train", tmp_path / "empty", "--name", "new", "--device", "auto")
    assert device_in(home) == "auto"


def test_a_model_is_measured_whatever_the_settings_say(
    home: Path, tmp_path: Path
) -> None:
    run("evaluate", tmp_path / "empty", "--model", "sample")
    assert device_in(home) == "auto"


def test_settings_that_cannot_be_read_are_told(home: Path, tmp_path: Path) -> None:
    (home / "settings.json").write_text('{"device": "abacus"}')
    command = [sys.executable, "-c", TRAIN, "train", str(tmp_path / "empty")]
    said = subprocess.run(
        [*command, "--name", "new"], capture_output=True, text=True, check=True
    )
    assert "! The settings could not be read in full (device)" in said.stderr
    assert device_in(home) == "auto"
