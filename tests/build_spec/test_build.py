"""Putting the built folder together."""

from pathlib import Path

import pytest

from build_spec.build import LOCK, installed_bytes, one_program, swap
from build_spec.product import PROGRAMS, PROJECT


def folder_with(place: Path, **files: str) -> Path:
    place.mkdir(parents=True)
    for name, text in files.items():
        (place / name).write_text(text)
    return place


@pytest.mark.parametrize("older", [True, False])
def test_the_new_folder_takes_the_place_of_an_older_one(
    tmp_path: Path, older: bool
) -> None:
    place = tmp_path / "dist" / "lumenary"
    if older:
        folder_with(place, gone="old", both="old")
    new = folder_with(tmp_path / "aside" / "lumenary", both="new")
    assert swap(new, place) == place
    assert {path.name: path.read_text() for path in place.iterdir()} == {"both": "new"}
    assert not list((tmp_path / "aside").iterdir())


@pytest.mark.parametrize(("console", "linked"), [("same", True), ("other", False)])
def test_two_equal_programs_are_one(tmp_path: Path, console: str, linked: bool) -> None:
    window, twin = (tmp_path / name for name in PROGRAMS)
    window.write_text("same")
    twin.write_text(console)
    one_program(tmp_path)
    assert twin.is_symlink() is linked
    assert twin.read_text() == console
    assert installed_bytes(tmp_path) == (4 if linked else 9)


def test_the_lock_holds_one_tensorflow_for_each_system_and_no_address() -> None:
    lines = LOCK.read_text("utf-8").splitlines()
    tensorflows = [line for line in lines if line.startswith("tensorflow")]
    assert [line.split("==")[0] for line in tensorflows] == [
        "tensorflow",
        "tensorflow-cpu",
    ]
    assert "sys_platform == 'darwin'" in tensorflows[0]
    assert "sys_platform != 'darwin'" in tensorflows[1]
    assert not any("://" in line for line in lines)


def pins(lock: Path) -> set[str]:
    lines = lock.read_text("utf-8").splitlines()
    return {line.split()[0] for line in lines if "==" in line}


def test_both_locks_hold_the_same_versions() -> None:
    """What the tests ran with is what is shipped."""
    built, tested = (
        {
            line.split()[0]
            for line in path.read_text("utf-8").splitlines()
            if "==" in line
        }
        for path in (LOCK, PROJECT / "requirements.lock")
    )
    names = {line.split("==")[0] for line in tested}
    shared = {line for line in built if line.split("==")[0] in names}
    assert len(shared) > 60
    assert shared <= tested
