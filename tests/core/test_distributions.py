"""Which of a package's builds is installed."""

import sys
from pathlib import Path

import pytest

from core.distributions import installed


def described(folder: Path, name: str) -> None:
    about = folder / f"{name.replace('-', '_')}-2.0.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.0\n")


def test_a_package_is_found_by_its_name() -> None:
    package = installed("numpy")
    assert package is not None
    assert package.name == "numpy"


def test_what_is_not_installed_is_none() -> None:
    assert installed("no-such-package-anywhere") is None


def test_the_build_without_cuda_answers_for_tensorflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described(tmp_path, "tensorflow-cpu")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    package = installed("tensorflow")
    assert package is not None
    assert package.name == "tensorflow-cpu"
