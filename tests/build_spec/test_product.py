"""What installers say of the program, and how systems order its versions."""

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from build_spec.product import debian_version, version, windows_version
from core import __version__

IN_ORDER = (
    *("0.1.0", "0.2.0.dev1", "0.2.0a1", "0.2.0b2", "0.2.0rc1", "0.2.0rc2", "0.2.0"),
    *("0.2.0.post1", "0.10.0", "1.0.0"),
)


def test_the_version_is_the_programs_own() -> None:
    assert version() == __version__


def test_a_file_that_states_no_version_is_named(tmp_path: Path) -> None:
    source = tmp_path / "core" / "__init__.py"
    source.parent.mkdir()
    source.write_text("")
    with pytest.raises(ValueError, match="states no __version__"):
        version(tmp_path)


@pytest.mark.skipif(not shutil.which("dpkg"), reason="dpkg orders versions")
@pytest.mark.parametrize(("older", "newer"), [*pairwise(IN_ORDER)])
def test_dpkg_takes_the_later_version_for_the_newer(older: str, newer: str) -> None:
    question = [debian_version(older), "lt", debian_version(newer)]
    subprocess.run(["dpkg", "--compare-versions", *question], check=True)


def test_semantic_pre_releases_are_understood_as_well() -> None:
    assert debian_version("0.2.0-rc.1") == "0.2.0~rc1"


def test_windows_gets_four_numbers() -> None:
    assert windows_version("1.12.3rc1") == (1, 12, 3, 0)
