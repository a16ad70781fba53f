"""The one time that all files of an installer bear, so that builds can be repeated."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from build_spec.product import PROJECT


def source_date(
    project: Path = PROJECT, environment: Mapping[str, str] = os.environ
) -> int:
    """Return ``SOURCE_DATE_EPOCH``, else the last commit's time, else the changelog's.

    Returns
    -------
    int
        Seconds since 1970.
    """
    if stated := environment.get("SOURCE_DATE_EPOCH"):
        return int(stated)
    return _committed(project) or int((project / "CHANGELOG.md").stat().st_mtime)


def _committed(project: Path) -> int:
    """Return the last commit's time; 0 outside a repository, or without git."""
    command = ["git", "-C", str(project), "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(answer.stdout or 0)
