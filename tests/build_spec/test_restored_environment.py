"""The environment that the built program hands on to what it starts."""

import os
import runpy
from pathlib import Path

import pytest

from build_spec.product import PROJECT

HOOK = PROJECT / "build_spec" / "restored_environment.py"


@pytest.mark.parametrize("users", [None, "/opt/somewhere/lib"])
def test_programs_that_it_starts_find_the_systems_libraries(
    monkeypatch: pytest.MonkeyPatch, users: str | None
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", str(Path("lumenary", "_internal")))
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if users:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", users)
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")  # taken out again after
    runpy.run_path(str(HOOK))
    assert os.environ.get("LD_LIBRARY_PATH") == users
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"  # for the worker
