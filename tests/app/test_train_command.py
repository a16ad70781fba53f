"""``lumenary train``: what it refuses before anything is begun."""

import os
import subprocess
import sys
from pathlib import Path


def train(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "train", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "LUMENARY_HOME": str(home), "COLUMNS": "200"},
    )


def test_without_an_interrupted_training_there_is_nothing_to_resume(
    tmp_path: Path,
) -> None:
    told = train(tmp_path / "home", tmp_path, "--name", "ours", "--resume")
    assert told.returncode == 2
    assert "There is no interrupted training of “ours”" in told.stderr
    assert "leave --resume out" in told.stderr
    assert not (tmp_path / "home" / "runs").exists()
