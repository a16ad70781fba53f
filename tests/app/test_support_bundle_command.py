"""``lumenary support-bundle``, as it is typed."""

import zipfile
from pathlib import Path

from typer.testing import CliRunner

from app.cli import app
from app.exit_codes import ExitCode


def test_it_writes_a_zip_and_says_what_is_in_it(tmp_path: Path) -> None:
    target = tmp_path / "für 🩺 den Support"
    result = CliRunner().invoke(app, ["support-bundle", str(target)])
    assert result.exit_code == 0, result.output
    written = target.with_name(target.name + ".zip")
    with zipfile.ZipFile(written) as bundle:
        for name in bundle.namelist():
            assert f"{name}: " in result.stdout
    assert "Nothing was sent." in result.stdout
    again = CliRunner().invoke(app, ["support-bundle", str(written)])
    assert again.exit_code == ExitCode.BAD_USE
    assert "already" in again.stderr


def test_it_shows_everything_and_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    result = CliRunner().invoke(app, ["support-bundle", str(target), "--show"])
    assert result.exit_code == 0, result.output
    assert "=== versions.txt" in result.stdout
    assert "tensorflow" in result.stdout
    assert not target.exists()
