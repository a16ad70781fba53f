"""``lumenary classify --resume``: the same command again, and it goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.images.sample_sets import SampleSet
from core.paths import UserFolders
from tests.app.conftest import Lumenary


def interrupted(number: int, *arguments: object) -> tuple[int, str]:
    """Start a command, send a signal once it has found something; what it said."""
    home = UserFolders.from_environment()
    with subprocess.Popen(
        [sys.executable, "-m", "app", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not any(
            record.read_bytes().count(b"\n") > 1
            for record in home.runs.glob("*/findings.jsonl")
        ):
            time.sleep(0.005)
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    return process.returncode, errors


@pytest.mark.skipif(os.name != "posix", reason="no such signals on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_command_given_again_ends_like_one_that_was_not(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path, number: int
) -> None:
    command = ("classify", samples.labelled, "--model", "starter", "--threads", "1")
    out = ("--out", tmp_path / "table.csv")
    status, said = interrupted(number, *command, *out)
    assert status != 0
    assert ("give the same command with --resume" in said) == (number == signal.SIGINT)
    assert not (tmp_path / "table.csv").exists()
    again = lumenary(*command, *out, "--resume")
    assert again.returncode <= 1, again.stderr
    assert "findings are taken over from the run of" in again.stderr
    whole = lumenary(*command, "--out", tmp_path / "whole.csv")
    assert whole.returncode == again.returncode
    table = (tmp_path / "table.csv").read_bytes()
    assert table == (tmp_path / "whole.csv").read_bytes()


def test_where_there_is_nothing_to_go_on_with_it_says_so(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    command = ("classify", samples.unsorted, "--model", "sample")
    lumenary(*command)
    run = lumenary(*command, "--resume")
    assert run.returncode == 2
    assert "no unfinished classification" in run.stderr
    assert "leave --resume out" in run.stderr
