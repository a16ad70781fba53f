"""Which folders go into a package, and which are refused."""

import shutil
from pathlib import Path

import pytest

from build_spec.linux.bundle import NotABundle, check_bundle


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle, tmp_path / "lumenary", symlinks=True))


def test_what_pyinstaller_made_is_taken(copy: Path) -> None:
    check_bundle(copy)


def test_a_folder_without_its_console_twin_is_refused(copy: Path) -> None:
    (copy / "lumenary-cli").unlink()
    with pytest.raises(NotABundle, match="lumenary-cli is no program"):
        check_bundle(copy)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("/etc/hostname", "leads out"),
        ("../../hostname", "leads out"),
        ("models", "leads to a folder"),
        ("nowhere", "or nowhere"),
    ],
)
def test_a_link_that_breaks_elsewhere_is_refused(
    copy: Path, target: str, why: str
) -> None:
    (copy / "_internal" / "odd").symlink_to(target)
    with pytest.raises(NotABundle, match=why):
        check_bundle(copy)
