"""The archive that a user unpacks, and the script that puts it into a menu."""

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.build_spec.linux.small_packages import SECONDS, Packages


@pytest.fixture
def unpacked(packages: Packages, tmp_path: Path) -> Path:
    """The folder, where a user might put it: a name that has to be quoted."""
    place = tmp_path / 'my "$programs" `100%` \\ Программы'
    place.mkdir()
    command = ["tar", "--extract", "--file", packages.archive, "--directory", place]
    subprocess.run(command, check=True)
    return place / "lumenary"


@pytest.fixture
def share(tmp_path: Path) -> Path:
    return tmp_path / "home" / ".local" / "share"


def _menu(unpacked: Path, share: Path, *options: str) -> str:
    """Run the script as a user with an empty home does; return what it says."""
    answer = subprocess.run(
        [unpacked / "install-menu-entry.sh", *options],
        env={"PATH": os.environ["PATH"], "HOME": str(share.parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout


def _executable_in(entry: Path) -> str:
    """Return the program that a desktop starts, unquoted as the specification says."""
    lines = entry.read_text(encoding="utf-8").splitlines()
    value = next(line for line in lines if line.startswith("Exec=")).partition("=")[2]
    quoted = value.replace("\\\\", "\\").removesuffix(" %f").strip('"')
    return re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%")


def test_it_starts_from_wherever_it_was_unpacked(unpacked: Path) -> None:
    for program in ("lumenary", "lumenary-cli"):
        subprocess.run([unpacked / program, "0"], check=True)


def test_it_holds_one_folder_of_nobodys_and_no_time_but_one(packages: Packages) -> None:
    with tarfile.open(packages.archive) as archive:
        members = archive.getmembers()
    assert {member.name.split("/")[0] for member in members} == {"lumenary"}
    assert {(member.uid, member.gid) for member in members} == {(0, 0)}
    assert {member.mtime for member in members} == {SECONDS}


def test_it_holds_the_very_folder_of_the_deb(
    packages: Packages, unpacked: Path, tmp_path: Path
) -> None:
    subprocess.run(["dpkg-deb", "-x", packages.deb, tmp_path / "deb"], check=True)
    installed = tmp_path / "deb" / "opt" / "lumenary"
    of_the_menu = {"share", "install-menu-entry.sh"}
    for path in installed.rglob("*"):
        twin = unpacked / path.relative_to(installed)
        assert twin.lstat().st_mode == path.lstat().st_mode
        assert path.is_dir() or twin.read_bytes() == path.read_bytes()
    both = {path.name for path in installed.iterdir()} | of_the_menu
    assert {path.name for path in unpacked.iterdir()} == both


def test_the_menu_entry_starts_this_very_program(unpacked: Path, share: Path) -> None:
    said = _menu(unpacked, share)
    entry = share / "applications" / "lumenary.desktop"
    assert _executable_in(entry) == str(unpacked / "lumenary")
    assert str(unpacked) in said


@pytest.mark.skipif(
    not shutil.which("desktop-file-validate"), reason="desktop-file-utils is missing"
)
def test_the_users_menu_entry_is_valid(unpacked: Path, share: Path) -> None:
    _menu(unpacked, share)
    entry = share / "applications" / "lumenary.desktop"
    checked = subprocess.run(
        ["desktop-file-validate", entry], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.skipif(
    not shutil.which("update-mime-database"), reason="shared-mime-info is missing"
)
def test_model_files_are_known_by_their_ending(unpacked: Path, share: Path) -> None:
    _menu(unpacked, share)
    assert "application/x-lumenary-model:*.lumenary" in (
        (share / "mime" / "globs").read_text().splitlines()
    )


def test_removing_the_entry_leaves_program_and_data(
    unpacked: Path, share: Path
) -> None:
    data = share / "Lumenary" / "settings.json"
    data.parent.mkdir(parents=True)
    data.write_text("{}")
    _menu(unpacked, share)

    _menu(unpacked, share, "--remove")

    left = [path for path in share.rglob("*lumenary*") if path.is_file()]
    assert left == []
    assert data.read_text() == "{}"
    assert (unpacked / "lumenary").is_file()
    _menu(unpacked, share, "--remove")  # twice does no harm


def test_an_unknown_option_changes_nothing(unpacked: Path, share: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        _menu(unpacked, share, "--help-me")
    assert not share.exists()
