"""Installed, updated and removed by the real dpkg, below a folder of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.build_spec.linux.small_packages import Packages

pytestmark = pytest.mark.skipif(not shutil.which("dpkg"), reason="dpkg installs it")


_NO_TYPES = '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info"/>'


class System:
    """An empty system that dpkg installs into; scripts run with ``DPKG_ROOT``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("info", "updates", "triggers"):
            (root / "var/lib/dpkg" / folder).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        types = root / "usr/share/mime/packages"
        types.mkdir(parents=True)
        (types / "others.xml").write_text(_NO_TYPES)

    def dpkg(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        forced = "not-root,script-chrootless,depends,bad-path,architecture"
        command = [
            "dpkg",
            f"--root={self.root}",
            f"--force-{forced}",
            "--log=/dev/null",
        ]
        return subprocess.run([*command, *arguments], capture_output=True, text=True)

    @property
    def state(self) -> str:
        """The package's state and version, as dpkg knows them."""
        asked = ["dpkg-query", f"--admindir={self.root}/var/lib/dpkg", "--show"]
        form = "--showformat=${db:Status-Status} ${Version}"
        answer = subprocess.run(
            [*asked, form, "lumenary"], capture_output=True, text=True
        )
        return answer.stdout

    @property
    def program(self) -> Path:
        return self.root / "opt/lumenary/lumenary"


@pytest.fixture(scope="module")
def older(packages_of: Callable[[str], Packages]) -> Packages:
    return packages_of("0.2.0rc1")


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System((tmp_path / "root").resolve())


@pytest.fixture
def data(system: System) -> Path:
    """What a user made with the program, where the program keeps it."""
    kept = system.root / "home/anna/.local/share/Lumenary/models/mine/card.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("weeks of work")
    return kept


@pytest.fixture
def updated(system: System, older: Packages, packages: Packages) -> System:
    for deb in (older.deb, packages.deb):
        done = system.dpkg("--install", deb)
        assert done.returncode == 0, done.stderr
    return system


@pytest.fixture
def running(system: System, older: Packages) -> Iterator[subprocess.Popen[bytes]]:
    """The older version at work."""
    assert system.dpkg("--install", older.deb).returncode == 0
    with subprocess.Popen([system.program, "60"]) as process:
        yield process
        process.kill()


def test_a_newer_version_takes_the_older_ones_place(updated: System) -> None:
    assert updated.state == "installed 0.2.0"
    assert os.access(updated.program, os.X_OK)
    assert (updated.root / "usr/bin/lumenary").readlink() == Path(
        "/opt/lumenary/lumenary"
    )


@pytest.mark.parametrize("how", ["--remove", "--purge"])
def test_it_goes_whole_and_the_users_data_stays(
    updated: System, data: Path, how: str
) -> None:
    assert updated.dpkg(how, "lumenary").returncode == 0

    assert "installed" not in updated.state.split()
    assert not (updated.root / "opt/lumenary").exists()
    assert not (updated.root / "usr/bin/lumenary").is_symlink()
    assert not [*updated.root.glob("usr/share/**/*lumenary*")]
    assert data.read_text() == "weeks of work"


def test_a_running_program_is_not_changed_under_its_user(
    system: System, running: subprocess.Popen[bytes], packages: Packages
) -> None:
    before = system.program.stat()

    refused = system.dpkg("--install", packages.deb)

    assert refused.returncode != 0
    assert f"process {running.pid}" in refused.stderr
    assert "Nothing was changed" in refused.stderr
    assert system.state == "installed 0.2.0~rc1"
    assert system.program.stat() == before


def test_a_running_program_is_not_removed_under_its_user(
    system: System, running: subprocess.Popen[bytes]
) -> None:
    refused = system.dpkg("--remove", "lumenary")

    assert refused.returncode != 0
    assert f"process {running.pid}" in refused.stderr
    assert system.state == "installed 0.2.0~rc1"
    assert system.program.is_file()


def test_once_it_was_closed_the_update_goes_through(
    system: System, running: subprocess.Popen[bytes], packages: Packages
) -> None:
    system.dpkg("--install", packages.deb)
    running.kill()
    running.wait()

    assert system.dpkg("--install", packages.deb).returncode == 0
    assert system.state == "installed 0.2.0"
