"""Where the user's things are kept, whatever the environment says."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import BadRequest
from core.paths import RESOURCES, UserFolders


def test_a_named_home_holds_everything(tmp_path: Path) -> None:
    home = tmp_path / "данные ё 🩺"
    folders = UserFolders.from_environment({"LUMENARY_HOME": str(home)})
    assert folders.home == home
    own = {folders.models, folders.runs, folders.cache, folders.recipes}
    assert len(own) == 4
    assert {folder.parent for folder in own} == {home}


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    folders = UserFolders.from_environment({"LUMENARY_HOME": str(tmp_path / "home")})
    assert not folders.models.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_relative_home_means_the_same_after_a_change_of_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folders = UserFolders.from_environment({"LUMENARY_HOME": "here"})
    assert folders.home == tmp_path / "here"


def test_a_tilde_is_the_users_own_folder() -> None:
    folders = UserFolders.from_environment({"LUMENARY_HOME": "~/lumenary"})
    assert folders.home == (Path.home() / "lumenary").resolve()


def test_the_home_of_nobody_is_said() -> None:
    with pytest.raises(BadRequest, match="~nobody-of-this-name") as told:
        UserFolders.from_environment({"LUMENARY_HOME": "~nobody-of-this-name/x"})
    assert "LUMENARY_HOME" in str(told.value)


@pytest.mark.parametrize("environment", [{}, {"LUMENARY_HOME": ""}], ids=repr)
def test_without_a_name_the_system_says_where(environment: dict[str, str]) -> None:
    home = UserFolders.from_environment(environment).home
    assert home.is_absolute()
    assert home.name == "Lumenary"


def test_what_is_shipped_is_found_from_anywhere(tmp_path: Path) -> None:
    script = "from core.paths import RESOURCES; print(RESOURCES)"
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(RESOURCES.parent), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(run.stdout.strip()) == RESOURCES
    assert list((RESOURCES / "recipes").glob("*.toml"))
