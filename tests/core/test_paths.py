"""Where the user's things are kept, whatever the environment says."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from core.errors import BadRequest
from core.home_choice import choose_home
from core.paths import (
    RESOURCES,
    DataFolderUnreachable,
    UserFolders,
    chosen_home,
    default_home,
)


@pytest.fixture
def pointer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the choice is recorded, below a configuration folder of our own."""
    config = tmp_path / "config"
    monkeypatch.setattr(
        platformdirs, "user_config_dir", lambda name, appauthor: str(config / name)
    )
    return config / "Lumenary" / "data-folder.txt"


def test_a_named_home_holds_everything(tmp_path: Path) -> None:
    home = tmp_path / "данные ё 🩺"
    folders = UserFolders.from_environment({"LUMENARY_HOME": str(home)})
    assert folders.home == home
    own = {folders.models, folders.runs, folders.cache, folders.recipes}
    own.add(folders.review_log)
    assert len(own) == 5
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
def test_without_a_name_the_system_says_where(
    environment: dict[str, str], pointer: Path
) -> None:
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


def test_a_chosen_folder_is_used_from_then_on(tmp_path: Path, pointer: Path) -> None:
    folder = tmp_path / "данные ё 🩺 " / "Lumenary"
    assert choose_home(folder) == folder
    assert chosen_home() == folder
    assert UserFolders.from_environment({}).home == folder
    assert list(folder.iterdir()) == []


def test_the_environment_comes_before_the_choice(tmp_path: Path, pointer: Path) -> None:
    choose_home(tmp_path / "chosen")
    folders = UserFolders.from_environment({"LUMENARY_HOME": str(tmp_path / "named")})
    assert folders.home == tmp_path / "named"


@pytest.mark.parametrize("default", [None, default_home()], ids=["none", "default"])
def test_a_choice_can_be_taken_back(
    default: Path | None, tmp_path: Path, pointer: Path
) -> None:
    choose_home(tmp_path / "chosen")
    choose_home(default)
    assert chosen_home() is None
    assert UserFolders.from_environment({}).home == default_home()


def test_a_drive_that_is_offline_is_said_and_nothing_is_made(
    tmp_path: Path, pointer: Path
) -> None:
    drive = tmp_path / "drive"
    choose_home(drive / "Lumenary")
    drive.rename(tmp_path / "unplugged")
    with pytest.raises(DataFolderUnreachable, match="cannot be reached") as told:
        UserFolders.from_environment({})
    assert str(drive) in told.value.user_message
    assert str(pointer) in told.value.hint
    assert not drive.exists()
    (tmp_path / "unplugged").rename(drive)
    assert UserFolders.from_environment({}).home == drive / "Lumenary"


def test_a_place_where_a_drive_is_mounted_gets_a_folder_of_our_own(
    tmp_path: Path, pointer: Path
) -> None:
    (tmp_path / "share").mkdir()
    home = choose_home(tmp_path / "share")
    assert home == tmp_path / "share" / "Lumenary"
    home.rmdir()  # unmounted: the place itself stays
    with pytest.raises(DataFolderUnreachable):
        UserFolders.from_environment({})


@pytest.mark.parametrize("kept", ["review.sqlite", "settings.json"])
def test_a_folder_that_was_in_use_before_is_taken_as_it_is(
    kept: str, tmp_path: Path, pointer: Path
) -> None:
    old = UserFolders(tmp_path / "old")
    old.runs.mkdir(parents=True)
    (old.home / kept).touch()
    assert choose_home(old.home) == old.home


def test_a_folder_of_somebody_elses_runs_gets_a_folder_of_our_own(
    tmp_path: Path, pointer: Path
) -> None:
    (tmp_path / "marathon" / "runs").mkdir(parents=True)
    assert choose_home(tmp_path / "marathon") == tmp_path / "marathon" / "Lumenary"


def test_a_path_that_the_system_cannot_ask_about_is_unreachable(pointer: Path) -> None:
    pointer.parent.mkdir(parents=True)
    pointer.write_text(f"{Path.home()}/{'a' * 5000}", encoding="utf-8")
    with pytest.raises(DataFolderUnreachable, match="cannot be reached"):
        UserFolders.from_environment({})


def test_a_folder_that_cannot_be_keeps_the_choice_before(
    tmp_path: Path, pointer: Path
) -> None:
    first = choose_home(tmp_path / "first")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadRequest, match="cannot be written"):
        choose_home(tmp_path / "file" / "second")
    assert chosen_home() == first


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"], ids=repr)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "notepad"])
def test_the_choice_may_be_written_by_hand(
    start: bytes, end: bytes, tmp_path: Path, pointer: Path
) -> None:
    pointer.parent.mkdir(parents=True)
    pointer.write_bytes(start + str(tmp_path).encode() + end)
    assert UserFolders.from_environment({}).home == tmp_path


@pytest.mark.parametrize("content", [b"data", b"../data", b"/a\0b", b"\xff\xfe/\0h\0"])
def test_a_choice_that_names_no_folder_is_said(content: bytes, pointer: Path) -> None:
    pointer.parent.mkdir(parents=True)
    pointer.write_bytes(content)
    with pytest.raises(DataFolderUnreachable, match=r"data-folder\.txt"):
        UserFolders.from_environment({})


def test_a_choice_that_cannot_be_read_is_said(pointer: Path) -> None:
    pointer.mkdir(parents=True)  # a folder in the file's place, for root reads all else
    with pytest.raises(DataFolderUnreachable, match=r"data-folder\.txt"):
        UserFolders.from_environment({})
