"""The ``.deb``, built by dpkg-deb from a small folder and read back by dpkg-deb."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build_spec.linux.small_packages import Packages


def _ask(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _listed(deb: Path) -> dict[str, tuple[str, str]]:
    """Return each path's mode and owner; a link's with where it leads."""
    listing = _ask("dpkg-deb", "-c", deb).splitlines()
    lines = [line.split(maxsplit=5) for line in listing]
    return {path.removeprefix("."): (mode, owner) for mode, owner, *_, path in lines}


@pytest.fixture(scope="module")
def listed(packages: Packages) -> dict[str, tuple[str, str]]:
    return _listed(packages.deb)


@pytest.mark.parametrize(
    "path",
    [
        "/opt/lumenary/lumenary",
        "/opt/lumenary/lumenary-cli",
        "/opt/lumenary/_internal/models/sample/card.json",
        "/opt/lumenary/_internal/libone.so -> libone.so.1",
        "/opt/lumenary/licences/INDEX",
        "/usr/bin/lumenary -> /opt/lumenary/lumenary",
        "/usr/bin/lumenary-cli -> /opt/lumenary/lumenary-cli",
        "/usr/share/applications/lumenary.desktop",
        "/usr/share/mime/packages/lumenary-model.xml",
        "/usr/share/icons/hicolor/16x16/apps/lumenary.png",
        "/usr/share/icons/hicolor/512x512/apps/lumenary.png",
        "/usr/share/icons/hicolor/scalable/apps/lumenary.svg",
        "/usr/share/doc/lumenary/copyright",
        "/usr/share/doc/lumenary/changelog.gz",
        "/usr/share/man/man1/lumenary.1.gz",
        "/usr/share/man/man1/lumenary-cli.1.gz -> lumenary.1.gz",
    ],
)
def test_what_is_needed_is_in_its_place(
    listed: dict[str, tuple[str, str]], path: str
) -> None:
    assert path in listed


def test_everything_is_roots_and_written_by_nobody_else(
    listed: dict[str, tuple[str, str]],
) -> None:
    assert {owner for _mode, owner in listed.values()} == {"root/root"}
    files = [mode for mode, _owner in listed.values() if not mode.startswith("l")]
    assert set(files) == {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--"}


def test_programs_are_run_and_libraries_are_read(
    listed: dict[str, tuple[str, str]],
) -> None:
    run = {path for path, (mode, _owner) in listed.items() if mode == "-rwxr-xr-x"}
    assert run == {"/opt/lumenary/lumenary", "/opt/lumenary/lumenary-cli"}


def test_the_fields_say_what_it_is_and_what_it_needs(packages: Packages) -> None:
    fields = _ask("dpkg-deb", "-f", packages.deb)
    assert "Package: lumenary\n" in fields
    assert "Version: 0.2.0\n" in fields
    assert "Architecture: amd64\n" in fields
    assert "Depends: libc6 (>= 2." in fields
    assert "not a medical device" in fields.lower()
    assert "{" not in fields


def test_the_room_it_takes_is_told(packages: Packages, tmp_path: Path) -> None:
    _ask("dpkg-deb", "-x", packages.deb, tmp_path)
    told = int(_ask("dpkg-deb", "-f", packages.deb, "Installed-Size"))
    taken = sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) / 1024
    assert told == pytest.approx(taken, rel=0.2)


def test_every_files_digest_travels_along(packages: Packages, tmp_path: Path) -> None:
    _ask("dpkg-deb", "-R", packages.deb, tmp_path)
    lines = (tmp_path / "DEBIAN" / "md5sums").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    packed = [p for p in files if not p.is_symlink() and "DEBIAN" not in p.parts]
    assert sums == {
        str(p.relative_to(tmp_path)): hashlib.md5(p.read_bytes()).hexdigest()
        for p in packed
    }


def test_the_papers_name_the_licences_place(packages: Packages, tmp_path: Path) -> None:
    _ask("dpkg-deb", "-x", packages.deb, tmp_path)
    text = (tmp_path / "usr/share/doc/lumenary/copyright").read_text()
    assert "/opt/lumenary/licences" in text
    assert "HyperKvasir" in text  # the program's own notice


def test_the_same_folder_gives_the_same_bytes(
    packages: Packages, packages_of: Callable[[str], Packages]
) -> None:
    again = packages_of("0.2.0")
    assert again.deb.read_bytes() == packages.deb.read_bytes()
    assert again.archive.read_bytes() == packages.archive.read_bytes()


@pytest.mark.parametrize("name", ["preinst", "postinst", "prerm", "postrm"])
def test_each_script_is_whole_and_a_shell_understands_it(
    packages: Packages, tmp_path: Path, name: str
) -> None:
    _ask("dpkg-deb", "-e", packages.deb, tmp_path)
    path = tmp_path / name
    assert ".sh#" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o755
    _ask("sh", "-n", path)


@pytest.mark.skipif(
    not shutil.which("desktop-file-validate"), reason="desktop-file-utils is missing"
)
def test_the_menu_entry_is_valid(packages: Packages, tmp_path: Path) -> None:
    _ask("dpkg-deb", "-x", packages.deb, tmp_path)
    entry = tmp_path / "usr/share/applications/lumenary.desktop"
    assert _ask("desktop-file-validate", entry) == ""
