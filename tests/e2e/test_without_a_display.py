"""The program where no window can be shown: on a server, or under ``make run``."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.control import Control
from core.images.sample_sets import draw_samples

ROOT = Path(__file__).resolve().parents[2]
_OF_A_DISPLAY = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
_COMMAND = "lumenary window $(SAMPLES)/unsorted --model sample --start"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform in {"win32", "darwin"}, reason="there is always a display"
    ),
]


def lumenary(
    *arguments: object, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program without a display, as a user of this test's own data folder."""
    without = {k: v for k, v in os.environ.items() if k not in _OF_A_DISPLAY}
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=280,
        check=False,
        cwd=ROOT,
        env={**without, "COLUMNS": "200", **environment},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Drawn stills, as ``make run`` has them; not all of them are whole."""
    drawn = draw_samples(
        tmp_path / "Снимки 🔬",
        stills=20,
        control=Control(),
        progress=lambda done, total: None,
    )
    return drawn.unsorted


def table_of(run: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    """Return the rows of the table that a run has named."""
    path = re.search(r"^Table: (.*\.csv)$", run.stdout, re.MULTILINE)
    assert path is not None, run.stdout
    with Path(path[1]).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_make_run_classifies_on_the_command_line(folder: Path) -> None:
    assert _COMMAND in (ROOT / "Makefile").read_text(encoding="utf-8")
    run = lumenary("window", folder, "--model", "sample", "--start")
    assert run.stderr.splitlines()[:2] == [
        "There is no display to show a window on.",
        "Classifying on the command line instead.",
    ]
    assert "Traceback" not in run.stderr
    rows = table_of(run)
    assert len(rows) == sum(still.is_file() for still in folder.rglob("*")) > 1
    damaged = [row["file"] for row in rows if row["error"]]
    assert f"Couldn't read {len(damaged)} of {len(rows)}" in run.stdout
    assert run.returncode == 1

    for name in damaged:
        (folder / name).unlink()
    again = lumenary("window", folder, "--model", "sample", "--start")
    assert not any(row["error"] for row in table_of(again))
    assert again.returncode == 0, again.stderr


def test_a_window_that_was_not_told_what_to_do_says_where_to_go() -> None:
    run = lumenary("window")
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.splitlines() == [
        "There is no display to show a window on.",
        "The command line does everything without one: lumenary --help",
    ]


def test_the_bare_program_says_it_and_shows_what_it_can_do() -> None:
    run = lumenary()
    assert run.stderr.startswith("There is no display to show a window on.\n")
    assert "Traceback" not in run.stderr
    assert "Usage: " in run.stdout + run.stderr
    assert "classify" in run.stdout + run.stderr


def test_a_display_that_does_not_answer_is_named() -> None:
    run = lumenary("window", DISPLAY=":47114")
    assert run.stderr.startswith("The display “:47114” does not answer.\n")
    assert run.returncode == 2


def test_the_self_test_draws_its_window_in_memory(tmp_path: Path) -> None:
    run = lumenary("--self-test")
    assert run.returncode == 0, run.stderr
    assert "The window is drawn in memory." in run.stderr
    (line,) = run.stdout.splitlines()
    report = json.loads(line)
    assert report["problem"] == ""
    assert report["rows"] > 0
    for measured in ("first_paint_ms", "first_row_ms", "longest_pause_ms"):
        assert report[measured] > 0
    assert {"lumenary", "python", "qt", "pyside6", "onnxruntime"} <= set(
        report["versions"]
    )
    assert not (tmp_path / "lumenary-home").exists()  # it has a data folder of its own
