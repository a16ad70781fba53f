"""A job that is asked to end does so at its next step and leaves nothing half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.images.sample_sets import SampleSet

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="Windows sends no such signals to one process"
)

Started = subprocess.Popen[str]


@contextmanager
def started(
    *arguments: object, before: Callable[[], object] | None = None
) -> Iterator[Started]:
    """Start a command and wait until its job runs; kill what is left at the end."""
    home = Path(os.environ["LUMENARY_HOME"])
    with subprocess.Popen(
        [sys.executable, "-m", "app", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    ) as process:
        try:
            while process.poll() is None and not any(home.glob("runs/*/events.jsonl")):
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_cancels_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    out = tmp_path / "drawn" / "samples"
    with started("samples", "--stills", 100_000, "--out", out) as process:
        process.send_signal(getattr(signal, name))
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "Cancelled. Originals and models are as they were." in errors
    assert "Traceback" not in errors
    assert list(out.parent.iterdir()) == []


def test_a_lost_terminal_does_not_end_what_was_told_to_outlive_it(
    tmp_path: Path,
) -> None:
    def as_nohup_does() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    out = tmp_path / "samples"
    with started("samples", "--stills", 40, "--out", out, before=as_nohup_does) as job:
        job.send_signal(signal.SIGHUP)
        _, errors = job.communicate(timeout=60)
    assert job.returncode == 0, errors
    assert out.is_dir()


def test_a_second_ctrl_c_discards_what_the_first_would_keep(
    samples: SampleSet,
) -> None:
    command = ["train", samples.labelled, "--name", "mine", "--random-weights"]
    with started(*command, "--groups", samples.groups) as process:
        assert process.stderr is not None
        process.send_signal(signal.SIGINT)
        for line in process.stderr:
            if "Stopping" in line:
                break
        assert "the best so far is kept if there is one" in line
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 3
    assert "Traceback" not in errors
    assert not (Path(os.environ["LUMENARY_HOME"]) / "models" / "mine").exists()
