"""Debuggers' symbols taken out of libraries."""

import importlib.machinery
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build_spec.symbols import libraries_with_symbols, strip_symbols

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("strip"), reason="needs binutils"
)


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A real extension with debugging records, its link, and one of a wheel's own."""
    found = importlib.util.find_spec("stringzilla")
    assert found is not None
    assert found.origin is not None
    library = tmp_path / "stringzilla.so"
    shutil.copyfile(found.origin, library)
    shutil.copyfile(found.origin, _made(tmp_path / "some.libs") / "stringzilla.so")
    (_made(tmp_path / "tensorflow") / "link.so").symlink_to("../stringzilla.so")
    return tmp_path


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_only_named_files_and_no_links(inside: Path) -> None:
    assert list(libraries_with_symbols(inside)) == [inside / "stringzilla.so"]


def test_a_stripped_library_is_smaller_and_still_works(inside: Path) -> None:
    whole = (inside / "some.libs" / "stringzilla.so").stat().st_size
    saved = strip_symbols(inside)
    short = (inside / "stringzilla.so").stat().st_size
    assert 0 < saved == whole - short
    script = (
        "import stringzilla; print(stringzilla.__file__, stringzilla.find('ab', 'b'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=inside,
        env={"PYTHONPATH": str(inside)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [str(inside / "stringzilla.so"), "1"]
