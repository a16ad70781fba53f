"""The one time that every file of an installer bears."""

import os
import subprocess
from pathlib import Path

from build_spec.linux.source_date import source_date


def test_the_environment_has_the_first_word(tmp_path: Path) -> None:
    assert source_date(tmp_path, {"SOURCE_DATE_EPOCH": "1700000000"}) == 1_700_000_000


def test_then_the_last_commit(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(
        [*git, "commit", "-q", "--allow-empty", "-m", "first"],
        env={**os.environ, "GIT_COMMITTER_DATE": "1600000000 +0000"},
        check=True,
    )
    assert source_date(tmp_path, {}) == 1_600_000_000


def test_outside_a_repository_the_changelogs(tmp_path: Path) -> None:
    changes = tmp_path / "CHANGELOG.md"
    changes.touch()
    os.utime(changes, (1_500_000_000, 1_500_000_000))
    assert source_date(tmp_path, {}) == 1_500_000_000
