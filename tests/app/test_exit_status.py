"""How the program ends, and that 1 is never more than “some files were unreadable”."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.images.sample_sets import SampleSet
from tests.app.conftest import Lumenary

PROGRAM = f"'{sys.executable}' -m app"

needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
needs_full_disk = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs /dev/full to fill a disk"
)


def in_shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line and return the exit status of its first command."""
    script = f"{{ {line.format(lumenary=PROGRAM)}; }}; exit ${{PIPESTATUS[0]}}"
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )


def test_help_for_the_worker_is_no_job(lumenary: Lumenary, tmp_path: Path) -> None:
    run = lumenary("worker", "--help")
    assert run.returncode == 0
    assert "job.json" in run.stdout
    assert lumenary("worker", "--no-such-option").returncode == 2


def test_a_job_file_that_is_not_there_is_a_failed_job(
    lumenary: Lumenary, tmp_path: Path
) -> None:
    run = lumenary("worker", tmp_path / "job.json")
    assert run.returncode == 3
    assert json.loads(run.stdout)["event"] == "failed"


@pytest.mark.parametrize("answer", ["n\n", ""], ids=["no", "nobody answers"])
def test_a_question_that_is_not_answered_by_yes_changes_nothing(answer: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "app", "models", "remove", "starter"],
        input=answer,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 3
    assert "Traceback" not in run.stderr


@needs_posix
def test_a_reader_that_leaves_a_light_command_is_not_an_unreadable_file() -> None:
    run = in_shell("{lumenary} recipes | true")
    assert run.returncode in {0, 3}
    assert "Traceback" not in run.stderr


@needs_full_disk
def test_what_nobody_foresaw_is_a_failed_job_with_its_traceback() -> None:
    run = in_shell("{lumenary} recipes > /dev/full")
    assert run.returncode == 3
    assert run.stderr.startswith("Error: Something unexpected went wrong")
    assert "No space left on device" in run.stderr


@needs_full_disk
def test_a_result_that_could_not_be_written_is_not_done(tmp_path: Path) -> None:
    line = f"{{lumenary}} samples --stills 3 --out '{tmp_path}/s' --json > /dev/full"
    run = in_shell(line)
    assert run.returncode == 3
    assert "Couldn't write the answers: No space left on device." in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["samples", "--out", "s", "--seed", "-1"],
        ["samples", "--out", "s", "--seed", str(2**32)],
        ["dataset", "check", ".", "--seed", "-1"],
        ["train", ".", "--name", "m", "--batch", "4097"],
        ["train", ".", "--name", "m", "--epochs", "1", "10001"],
        ["train", ".", "--name", "m", "--epochs", "-1", "1"],
    ],
    ids=" ".join,
)
def test_numbers_beyond_what_can_be_are_bad_use(
    lumenary: Lumenary, arguments: list[str]
) -> None:
    assert lumenary(*arguments).returncode == 2


@pytest.mark.parametrize("command", [["classify"], ["dataset", "check"]], ids=" ".join)
def test_a_folder_in_place_of_the_file_to_write_is_refused_at_once(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path, command: list[str]
) -> None:
    run = lumenary(*command, samples.labelled, "--out", tmp_path)
    assert run.returncode == 2
    assert "--out" in run.stderr


@pytest.mark.parametrize("command", [["evaluate", "--model", "m"], ["preview"]])
def test_a_file_in_place_of_the_folder_to_write_is_refused_at_once(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "file").touch()
    run = lumenary(*command, samples.labelled, "--out", tmp_path / "file")
    assert run.returncode == 2
    assert "--out" in run.stderr


@needs_posix
@pytest.mark.parametrize(
    ("line", "status"),
    [("recipes", 0), ("no-such-command", 2), ("worker /no/such/job.json", 3)],
)
def test_a_program_without_standard_streams_ends_as_any_other(
    line: str, status: int
) -> None:
    """On Windows, a program with a window has neither output nor error."""
    run = in_shell(f"{{lumenary}} {line} >&- 2>&-")
    assert (run.returncode, run.stdout, run.stderr) == (status, "", "")
