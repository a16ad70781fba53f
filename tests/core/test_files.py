"""Files and folders appear whole or not at all; failures are told as what they are."""

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.files import (
    WriteFailed,
    atomic_write,
    rename,
    sha256_of,
    staged_folder,
    write_bytes,
    write_text,
)

UNICODE_NAME = "полип ё №1 🩺 naïve.csv"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let this process write no file beyond some bytes, as a full disk would."""
    resource = pytest.importorskip("resource", reason="needs POSIX limits")
    signal = pytest.importorskip("signal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_the_digest_is_that_of_the_content(tmp_path: Path) -> None:
    data = os.urandom((1 << 20) + 7)
    (tmp_path / "large").write_bytes(data)
    assert sha256_of(tmp_path / "large") == hashlib.sha256(data).hexdigest()


def test_a_file_is_written_below_folders_that_are_made(tmp_path: Path) -> None:
    path = tmp_path / "Обследование 🩺" / "tief" / UNICODE_NAME
    write_text(path, "ё\n")
    assert path.read_bytes() == "ё\n".encode()
    assert names_in(path.parent) == [UNICODE_NAME]


def test_text_keeps_its_line_ends_on_every_system(tmp_path: Path) -> None:
    write_text(tmp_path / "text", "a\nb\n")
    assert (tmp_path / "text").read_bytes() == b"a\nb\n"
    with atomic_write(tmp_path / "csv", newline="") as stream:
        stream.write("a\r\n")
    assert (tmp_path / "csv").read_bytes() == b"a\r\n"


def test_nothing_is_seen_before_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    path.write_text("old")
    with atomic_write(path) as stream:
        stream.write("new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert names_in(tmp_path) == ["card.json"]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()], ids=repr)
def test_what_stood_there_survives_an_exception(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "card.json"
    path.write_text("old")

    def interrupted() -> None:
        with atomic_write(path) as stream:
            stream.write("half of the n")
            raise error

    with pytest.raises(type(error)) as caught:
        interrupted()
    assert caught.value is error
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["card.json"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_new_file_may_be_read_by_those_who_may_read_new_files(tmp_path: Path) -> None:
    (tmp_path / "ordinary").touch()
    write_bytes(tmp_path / "ours", b"1")
    with staged_folder(tmp_path / "folder"):
        pass
    ordinary = (tmp_path / "ordinary").stat().st_mode & 0o777
    assert (tmp_path / "ours").stat().st_mode & 0o777 == ordinary
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o755


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WriteFailed, match="Couldn't write"):
        write_text(tmp_path / "file" / "x.csv", "")
    with pytest.raises(WriteFailed, match="Couldn't write"):  # noqa: SIM117
        with staged_folder(tmp_path / "file" / "model"):
            pass
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_place_of_the_file_is_said_and_kept(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "precious").touch()
    with pytest.raises(WriteFailed, match="Couldn't write"):
        write_text(tmp_path / "folder", "text")
    assert names_in(tmp_path) == ["folder"]
    assert names_in(tmp_path / "folder") == ["precious"]


@pytest.mark.parametrize("size", [10, 1 << 20], ids=["in the buffer", "beyond it"])
def test_a_write_that_finds_no_room_is_a_failed_write(
    tmp_path: Path, size: int
) -> None:
    path = tmp_path / "results.csv"
    path.write_bytes(b"old")
    with files_of_at_most(5), pytest.raises(WriteFailed, match=r"results\.csv") as told:
        write_bytes(path, b"x" * size)
    assert "unchanged" in told.value.hint
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["results.csv"]


def test_an_error_of_the_block_is_told_although_there_is_no_room(
    tmp_path: Path,
) -> None:
    def fail() -> None:
        with atomic_write(tmp_path / "text") as stream:
            stream.write("too much for the file")
            raise ValueError("mine")

    with files_of_at_most(5), pytest.raises(ValueError, match="mine"):
        fail()
    assert names_in(tmp_path) == []


def raise_in_file(tmp_path: Path, error: OSError) -> None:
    with atomic_write(tmp_path / "new"):
        raise error


def raise_in_folder(tmp_path: Path, error: OSError) -> None:
    with staged_folder(tmp_path / "new"):
        raise error


@pytest.mark.parametrize("block", [raise_in_file, raise_in_folder])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG])
def test_a_full_disk_in_the_block_is_a_failed_write(
    tmp_path: Path, block: object, code: int
) -> None:
    assert callable(block)
    with pytest.raises(WriteFailed, match="new"):
        block(tmp_path, OSError(code, os.strerror(code)))
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("block", [raise_in_file, raise_in_folder])
def test_a_file_that_the_block_cannot_read_is_no_failed_write(
    tmp_path: Path, block: object
) -> None:
    assert callable(block)
    error = FileNotFoundError(errno.ENOENT, "gone", "a user's still.jpg")
    with pytest.raises(FileNotFoundError) as told:
        block(tmp_path, error)
    assert told.value is error
    assert names_in(tmp_path) == []


def test_a_staged_folder_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "мои модели" / "polyp ё"
    with staged_folder(target) as stage:
        (stage / "deep").mkdir()
        (stage / "deep" / UNICODE_NAME).write_text("1")
        (stage / "card.json").write_text("2")
        assert stage.parent == target.parent
        assert not target.exists()
    assert names_in(target) == ["card.json", "deep"]
    assert names_in(target / "deep") == [UNICODE_NAME]
    assert names_in(target.parent) == ["polyp ё"]


@pytest.mark.parametrize("durable", [True, False])
def test_a_staged_folder_that_fails_never_appears(
    tmp_path: Path, durable: bool
) -> None:
    def interrupted() -> None:
        with staged_folder(tmp_path / "model", durable=durable) as stage:
            (stage / "half").write_text("1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names_in(tmp_path) == []


def test_an_existing_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(WriteFailed, match="exists already"):  # noqa: SIM117
        with staged_folder(tmp_path / "model"):
            pytest.fail("work was begun")
    assert names_in(tmp_path) == ["model"]


def test_a_folder_that_came_meanwhile_is_kept(tmp_path: Path) -> None:
    def slow_work() -> None:
        with staged_folder(tmp_path / "model") as stage:
            (stage / "ours").touch()
            (tmp_path / "model").mkdir()
            (tmp_path / "model" / "theirs").touch()

    with pytest.raises(WriteFailed, match="model"):
        slow_work()
    assert names_in(tmp_path) == ["model"]
    assert names_in(tmp_path / "model") == ["theirs"]


@pytest.mark.skipif(os.name != "posix", reason="kills the process as only POSIX can")
def test_a_killed_process_leaves_no_half_of_anything(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from core.files import atomic_write, staged_folder\n"
        "root = Path(sys.argv[1])\n"
        "with staged_folder(root / 'model') as stage, atomic_write(root / 'f') as f:\n"
        "    (stage / 'half').touch()\n"
        "    f.write('half'); f.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "f").write_text("old")
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert (tmp_path / "f").read_text() == "old"
    assert not (tmp_path / "model").exists()
    assert [n for n in names_in(tmp_path) if not n.startswith(".lumenary-")] == ["f"]


def test_a_rename_that_cannot_be_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rename(tmp_path / "nothing", tmp_path / "anywhere", patience=3600)


def test_a_rename_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    rename(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new"
    assert names_in(tmp_path) == ["old"]
