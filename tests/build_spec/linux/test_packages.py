"""What lies in the folder of packages after a build, and after one that failed."""

import shutil
from pathlib import Path

import pytest

from build_spec.linux.bundle import NotABundle
from build_spec.linux.packages import make_packages
from tests.build_spec.linux.small_packages import SECONDS, Packages


def test_only_packages_and_their_digests_are_left(packages: Packages) -> None:
    left = {path.name for path in packages.deb.parent.iterdir()}
    assert left == {packages.deb.name, packages.archive.name, "SHA256SUMS"}


def test_digests_name_both(packages: Packages) -> None:
    listed = (packages.deb.parent / "SHA256SUMS").read_text("utf-8")
    assert {packages.deb.name, packages.archive.name} == {
        line.split("  ")[1] for line in listed.splitlines()
    }


def test_a_build_that_fails_leaves_the_packages_of_the_one_before(
    bundle: Path, tmp_path: Path
) -> None:
    whole = make_packages(bundle, tmp_path, stated="1.0", seconds=SECONDS, effort=0)
    before = [path.read_bytes() for path in whole]
    (tmp_path / ".packing" / "killed").mkdir(parents=True)
    broken = Path(shutil.copytree(bundle, tmp_path / "broken", symlinks=True))
    (broken / "lumenary-cli").unlink()

    with pytest.raises(NotABundle):
        make_packages(broken, tmp_path, stated="1.0", seconds=SECONDS, effort=0)

    assert [path.read_bytes() for path in whole] == before
    assert not (tmp_path / ".packing").exists()
