"""Archives that ``tests/fuzz`` found to end in an error without a sentence."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from core.library.card import ONNX_FILE
from core.library.model_folder import CARD_FILE, KERAS_FILE, REFUSAL_FILE
from tests.fuzz.archive_ways import ArchiveWays
from tests.fuzz.malformed_archives import hashed
from tests.fuzz.sound_archive import NAME, sound_members, zipped


def said_of(data: bytes, folder: Path) -> dict[str, str]:
    archive = folder / "model.lumenary"
    archive.write_bytes(data)
    return ArchiveWays().all(archive, folder)


def with_file(name: str, data: bytes) -> bytes:
    """An archive whose card names the hash that the file now has."""
    return zipped(hashed(sound_members() | {f"{NAME}/{name}": data}))


def test_a_sound_archive_is_taken(tmp_path: Path) -> None:
    assert not any(said_of(zipped(sound_members()), tmp_path).values())


@pytest.mark.parametrize("inside", [False, True])
def test_a_member_without_a_name_is_refused(tmp_path: Path, inside: bool) -> None:
    # a name of no length, whose signs are then read as the entry's extra field
    data = bytearray(zipped({"x": b""}) if inside else zipped(sound_members()))
    at = data.rindex(b"PK\x01\x02")
    name, extra = data[at + 28], data[at + 30]
    data[at + 28 : at + 32] = bytes((0, 0, name + extra, 0))
    archive = with_file(KERAS_FILE, bytes(data)) if inside else bytes(data)
    assert said_of(archive, tmp_path)["import"]


def arrays_with(name: str, change: Callable[[bytes], bytes], *, called: str) -> bytes:
    with ZipFile(io.BytesIO(sound_members()[f"{NAME}/{REFUSAL_FILE}"])) as arrays:
        inner = {each: arrays.read(each) for each in arrays.namelist()}
    inner[called] = change(inner.pop(name))
    return with_file(REFUSAL_FILE, zipped(inner))


def array_of(values: object, **options: object) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.asarray(values, **options))
    return stream.getvalue()


def of_strings(data: bytes) -> bytes:
    shape = np.load(io.BytesIO(data)).shape
    return array_of(np.full(shape, "1"))


CHANGES = {
    "no array at all": lambda _: b"plain text",
    "a bracket too many": lambda data: data.replace(b"), }", b"), }\n)"),
    "a bracket too few": lambda data: data.replace(b"), }", b",  }"),
    "strings": of_strings,
    "imaginary": lambda data: data.replace(b"<f4", b"<c8"),
    "far more than is there": lambda d: d.replace(b"(3, 12), }", b"(3<<38,12)}"),
    "a giant shape": lambda d: d.replace(
        b"(3, 12), }" + b" " * 20, b"(3, 9999999999999999999), }   "
    ),
    "an endless shape": lambda d: d.replace(b"12), }  ", b"12**99)}"),
    "much memory": lambda d: d.replace(
        b"(3, 12), }" + b" " * 12, b"(3, 99999999999), }   "
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("called", ["centroids.npy", "centroids"])
def test_arrays_that_numpy_cannot_read_are_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], called: str
) -> None:
    data = arrays_with("centroids.npy", change, called=called)
    assert "refusal.npz" in said_of(data, tmp_path)["import"]


def test_a_card_of_100_000_brackets_is_refused(tmp_path: Path) -> None:
    deep = sound_members() | {f"{NAME}/{CARD_FILE}": b"[" * 100_000}
    assert "cannot be understood" in said_of(zipped(deep), tmp_path)["card"]


@pytest.mark.parametrize("name", [b"perm", b"strides", b"scaled", b"nchw", b"flat"])
def test_a_network_whose_names_are_no_text_is_refused(
    tmp_path: Path, name: bytes
) -> None:
    # ONNX Runtime tells of it in bytes that Python cannot read, either
    network = sound_members()[f"{NAME}/{ONNX_FILE}"]
    broken = network.replace(name, b"\x80" + name[1:], 1)
    said = said_of(with_file(ONNX_FILE, broken), tmp_path)
    assert "model.onnx" in (said["import"] or said["classify"])
