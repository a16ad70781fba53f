import os
from pathlib import Path

import pytest

from build_spec.proof.program_files import changes, installed_bytes, listing


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    (folder / "lumenary").write_bytes(b"ELF")
    (folder / "_internal" / "one.so").write_bytes(b"1" * 5000)
    (folder / "_internal" / "link.so").symlink_to("one.so")
    return folder


def test_what_is_only_read_does_not_change(program: Path) -> None:
    before = listing(program)
    (program / "lumenary").read_bytes()

    assert changes(before, listing(program)) == []
    assert set(before) == {
        "lumenary",
        "_internal",
        "_internal/one.so",
        "_internal/link.so",
    }


def test_what_came_went_or_was_written_is_told(program: Path) -> None:
    before = listing(program)
    (program / "_internal" / "__pycache__").mkdir()
    (program / "lumenary").unlink()
    (program / "_internal" / "one.so").write_bytes(b"2" * 5000)

    told = changes(before, listing(program))

    assert "new: _internal/__pycache__" in told
    assert "gone: lumenary" in told
    assert "changed: _internal/one.so" in told


def test_a_file_written_with_the_same_bytes_and_time_is_the_same(program: Path) -> None:
    path = program / "lumenary"
    before, time = listing(program), path.stat().st_mtime_ns
    path.write_bytes(b"ELF")
    assert changes(before, listing(program)) in ([], ["changed: lumenary"])
    os.utime(path, ns=(time, time))

    assert changes(before, listing(program)) == []


def test_a_file_written_in_place_and_dated_back_is_told(program: Path) -> None:
    path = program / "lumenary"
    before, time = listing(program), path.stat().st_mtime_ns
    path.write_bytes(b"EXE")
    os.utime(path, ns=(time, time))

    assert changes(before, listing(program)) == ["changed: lumenary"]


def test_places_left_out_are_not_looked_into(program: Path) -> None:
    assert "_internal/one.so" not in listing(program, leave_out=("_internal",))
    assert "lumenary" in listing(program, leave_out=("_internal",))


def test_a_file_with_two_names_takes_its_room_once(program: Path) -> None:
    once = installed_bytes(program)
    os.link(program / "_internal" / "one.so", program / "again.so")

    assert installed_bytes(program) == once
    assert once >= 5000
