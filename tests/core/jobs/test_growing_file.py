"""A file that grows by whole pieces keeps whole pieces only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.growing_file import GrowingFile, is_growing

FILL = """
import resource, sys
from pathlib import Path
from core.jobs.growing_file import GrowingFile
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
file = GrowingFile(Path(sys.argv[1]))
file.append(b"a" * 60)
try:
    file.append(b"b" * 60)
except OSError as error:
    print(error.strerror)
file.append(b"c" * 40)
file.close()
"""


@given(pieces=st.lists(st.binary(max_size=20)))
def test_what_was_appended_stands_there_at_once(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("made") / "file"
    file = GrowingFile(path)
    for number, piece in enumerate(pieces, start=1):
        file.append(piece)
        assert path.read_bytes() == b"".join(pieces[:number])
    file.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows limits no process's files")
def test_a_piece_that_does_not_fit_is_taken_back_and_a_smaller_one_may_follow(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    child = [sys.executable, "-c", FILL, str(path)]
    said = subprocess.run(child, capture_output=True, text=True, check=True).stdout
    assert said == "File too large\n"
    assert path.read_bytes() == b"a" * 60 + b"c" * 40


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that is in use")
@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_removed_or_replaced_is_missed(
    tmp_path: Path, replaced: bool
) -> None:
    path = tmp_path / "file"
    file = GrowingFile(path)
    assert file.in_place
    path.rename(tmp_path / "away")
    if replaced:
        path.write_bytes(b"another's")
    assert not file.in_place
    with pytest.raises(FileNotFoundError, match="removed meanwhile"):
        file.append(b"a")
    file.close()
    assert not replaced or path.read_bytes() == b"another's"


def test_a_closed_file_is_in_no_place(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "file")
    file.close()
    file.close()
    assert not file.in_place


@pytest.mark.skipif(os.name == "nt", reason="not told on Windows")
def test_others_are_told_while_it_grows_and_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert not is_growing(path)
    file = GrowingFile(path)
    assert is_growing(path)
    assert is_growing(path), "asking takes nothing away"
    file.append(b"a")
    file.close()
    assert not is_growing(path)
