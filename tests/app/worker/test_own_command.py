"""How the program starts itself again."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.worker.own_command import own_command, worker_command
from core.paths import RESOURCES

JOB = Path("runs") / "one" / "job.json"


def test_this_interpreter_runs_the_worker(tmp_path: Path) -> None:
    command = worker_command(tmp_path / "none" / "job.json")
    assert command[0] == sys.executable
    run = subprocess.run(
        command,
        cwd=RESOURCES.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert '"event":"failed"' in run.stdout


@pytest.mark.parametrize(
    ("executable", "worker"),
    [("lumenary.exe", "lumenary-cli.exe"), ("lumenary", "lumenary-cli")],
)
def test_the_built_program_starts_its_console_twin(
    executable: str, worker: str
) -> None:
    program = Path("Lumenary") / executable
    command = worker_command(JOB, executable=program, frozen=True)
    assert command == [str(Path("Lumenary") / worker), "worker", str(JOB)]


def test_an_interpreter_without_standard_output_is_not_used() -> None:
    python = Path("Python") / "pythonw.exe"
    command = worker_command(JOB, executable=python, frozen=False)
    assert command[0] == str(Path("Python") / "python.exe")


@pytest.mark.parametrize(
    ("frozen", "command"),
    [(True, ["lumenary-cli", "doctor"]), (False, ["lumenary", "-m", "app", "doctor"])],
)
def test_any_command_of_its_own(frozen: bool, command: list[str]) -> None:
    program = Path("lumenary")
    assert own_command("doctor", executable=program, frozen=frozen) == command
