"""The list of digests that a download is checked with."""

import shutil
import subprocess
from pathlib import Path

import pytest

from build_spec.checksums import write_checksums

pytestmark = pytest.mark.skipif(
    not shutil.which("sha256sum"), reason="sha256sum reads the list"
)


def _check(folder: Path) -> int:
    command = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode


def test_sha256sum_finds_every_file_as_it_was(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("b.deb", "a.tar.xz")]
    for path in files:
        path.write_bytes(path.name.encode())
    (tmp_path / "other").write_text("handed out to nobody")

    listed = write_checksums(tmp_path, files).read_text()

    assert [line.split()[1] for line in listed.splitlines()] == ["a.tar.xz", "b.deb"]
    assert _check(tmp_path) == 0


def test_a_changed_download_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.deb"
    path.write_bytes(b"whole")
    write_checksums(tmp_path, [path])
    path.write_bytes(b"whale")
    assert _check(tmp_path) == 1
